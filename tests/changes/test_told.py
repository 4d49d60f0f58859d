"""One change a target, whatever lies between the two publications."""

from typing import Any

from plan_targets.changes.told import plan_edits, status_changes


def row(build: int, before: str | None, after: str | None, cause: str = "revision", **more: Any) -> dict[str, Any]:
    return {
        "target_id": "t", "build_id": f"{build:06d}-20260101T000000Z-aaaaaaaa", "status_before": before,
        "status_after": after, "category_before": None, "category_after": None, "reason_after": None, "cause": cause,
        "causes": cause, "replaces_target_id": None,
    } | more  # fmt: skip


def told(rows: list[dict[str, Any]], since: int = 1, until: int = 9) -> list[tuple[Any, ...]]:
    changes = status_changes(rows, f"{since:06d}-20260101T000000Z-x", f"{until:06d}-20260101T000000Z-z")
    return [(change.target_id, change.status_before, change.status_after, change.causes) for change in changes]


def test_several_changes_are_one_from_the_first_to_the_last() -> None:
    rows = [row(4, "behind", "off_track", "new_period"), row(3, "on_track", "behind")]
    assert told(rows) == [("t", "on_track", "off_track", ("revision", "new_period"))]


def test_only_what_lies_between_the_two_counts() -> None:
    rows = [row(2, "ahead", "on_track"), row(3, "on_track", "behind"), row(5, "behind", "off_track")]
    assert told(rows, since=2, until=4) == [("t", "on_track", "behind", ("revision",))]
    assert told(rows, since=5) == []


def test_what_came_back_to_where_it_was_is_no_change() -> None:
    assert told([row(2, "on_track", "behind"), row(3, "behind", "on_track")]) == []
    assert told([row(2, None, "behind", "appeared"), row(3, "behind", None, "vanished")]) == []


def test_a_target_is_followed_under_its_new_id() -> None:
    later = row(3, "behind", "ahead", "target_edit", target_id="new", replaces_target_id="t")
    assert told([row(2, "on_track", "behind"), later]) == [("new", "on_track", "ahead", ("revision", "target_edit"))]


def test_a_target_that_appears_beside_an_earlier_one_is_another() -> None:
    later = row(3, None, "ahead", "appeared", target_id="new", replaces_target_id="t")
    assert told([row(2, "on_track", "behind"), later]) == [
        ("t", "on_track", "behind", ("revision",)),
        ("new", None, "ahead", ("appeared",)),
    ]


def test_what_appeared_and_changed_since_has_appeared() -> None:
    rows = [row(2, None, "behind", "appeared"), row(3, "behind", "ahead", "new_period")]
    (change,) = status_changes(rows, "000001-20260101T000000Z-x", "000009-20260101T000000Z-z")
    assert (change.cause, change.status_before, change.status_after) == ("appeared", None, "ahead")


def test_an_edit_is_another_promise_and_not_another_figure() -> None:
    before = {"comparator": "ge", "target_value": 1.0, "target_value_high": None, "unit": "%", "due_year": 2025,
              "baseline_value": None, "is_approximate": False, "observed_value": 1.0}  # fmt: skip
    assert plan_edits({"t": before}, {"t": before | {"observed_value": 2.0}, "new": before}) == []
    others = {"target_value": 2.0, "due_year": 2030, "baseline_value": 0.5, "comparator": "gt", "is_approximate": True}
    for name, value in others.items():
        assert len(plan_edits({"t": before}, {"t": before | {name: value}})) == 1
