"""A second and a third publication beside one that was built: written by hand, with a change of every kind."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plan_targets.changes.told import CAUSES
from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import DATABASE_FILE, MANIFEST_FILE, POINTER, RECORD_FILE, SNAPSHOTS
from plan_targets.publication.read import current_publication

SECOND = "000102-20990102T000000Z-bbbbbbbb"
THIRD = "000103-20990103T000000Z-cccccccc"


@dataclass(frozen=True)
class Kind:
    """A kind of change that the marts know: the row of `fct_status_change` that it leaves."""

    name: str
    cause: str
    before: str | None = "on_track"
    after: str | None = "behind"
    causes: str | None = None
    categories: tuple[str | None, str | None] = (None, None)
    has_predecessor: bool = False


KINDS = [
    *(Kind(cause, cause, causes=cause) for cause in CAUSES if cause not in ("appeared", "vanished", "only_together")),
    Kind("figures_withdrawn", "vanished", after="not_observed", causes="vanished"),
    Kind("target_gone", "vanished", after=None),
    Kind("appeared", "appeared", before=None),
    Kind("appeared_beside_an_earlier_plan", "appeared", before=None, has_predecessor=True),
    Kind("only_together", "only_together", causes="new_period revision"),
    Kind("several_causes", "new_period", causes="new_period target_edit"),
    Kind("by_another_id", "target_edit", causes="target_edit", has_predecessor=True),
    Kind("category_alone", "method_edit", "behind", "behind", "method_edit", ("moderate", "limited")),
]


@dataclass(frozen=True)
class Published:
    """A folder with three publications: the built one, one with a change of each kind, and one that takes one back."""

    folder: Path
    first: str
    # The target of each kind, and the one whose plan was edited without another verdict.
    targets: dict[str, str]
    edited: str
    # What a target of another id took the place of; there in all three.
    earlier: str


def publish_changes(built: Path, folder: Path) -> Published:
    """Copies the publications at `built` to `folder` and adds two."""
    shutil.copytree(built, folder, symlinks=True)
    first = current_publication(str(folder))
    with duckdb.connect(str(first.database), read_only=True) as connection:
        ids = [row[0] for row in connection.execute("from marts.mart_target select target_id order by 1").fetchall()]
    targets = {kind.name: ids[position] for position, kind in enumerate(KINDS)}
    published = Published(folder, first.build_id, targets, edited=ids[len(KINDS)], earlier=ids[len(KINDS) + 1])
    _add(folder, first.build_id, SECOND, [line for kind in KINDS for line in _lines(kind, published)])
    taken_back = targets["revision"]
    _add(folder, SECOND, THIRD, [
        "update marts.fct_status_change set is_latest = false",
        _row(Kind("back", "revision", "behind", "on_track", "revision"), taken_back, None, THIRD),
        f"update marts.mart_target set status = 'on_track' where target_id = '{taken_back}'",
    ])  # fmt: skip
    return published


def _lines(kind: Kind, published: Published) -> list[str]:
    target = published.targets[kind.name]
    predecessor = published.earlier if kind.has_predecessor else None
    lines = [_row(kind, target, predecessor, SECOND)]
    if kind.after is None:
        return [*lines, f"delete from marts.mart_target where target_id = '{target}'"]
    figure = "null" if kind.after == "not_observed" else "12.5"
    lines.append(
        f"update marts.mart_target set status = '{kind.after}', observed_value = {figure}, verdict_year = 2024, "
        f"source_id = (select min(source_id) from marts.dim_source) where target_id = '{target}'"
    )
    if kind.name == KINDS[0].name:
        lines += [
            f"update marts.mart_target set target_value = 98.76, comparator = 'ge', baseline_value = 1.25 "
            f"where target_id = '{published.edited}'"
        ]
    return lines


def _row(kind: Kind, target: str, predecessor: str | None, build_id: str) -> str:
    values = {
        "target_id": target, "year": 2024, "method": "distance_pace", "status_before": kind.before,
        "status_after": kind.after, "cause": kind.cause, "causes": kind.causes,
        "has_other_causes": " " in (kind.causes or ""), "category_before": kind.categories[0],
        "category_after": kind.categories[1], "year_before": 2023, "year_after": 2024,
        "replaces_target_id": predecessor, "build_id": build_id, "is_latest": True,
    }  # fmt: skip
    names, written = ", ".join(values), ", ".join("null" if value is None else repr(value) for value in values.values())
    return f"insert into marts.fct_status_change ({names}) values ({written})"


def _add(published: Path, previous: str, build_id: str, lines: list[str]) -> None:
    folder = published / SNAPSHOTS / build_id
    shutil.copytree(published / SNAPSHOTS / previous, folder)
    with duckdb.connect(str(folder / DATABASE_FILE)) as connection:
        for line in lines:
            connection.execute(line)
        connection.execute("update marts.fct_publication set is_current = false")
        moment = f"timestamp '2099-01-0{build_id[5]} 00:00:00'"
        connection.execute(
            f"insert into marts.fct_publication select * replace ('{build_id}' as build_id, {moment} as published_at, "
            "true as is_current) from marts.fct_publication where build_id = $1",
            [previous],
        )
    record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    files = {name: digest_of(folder / name) for name in (DATABASE_FILE, MANIFEST_FILE)}
    record |= {"build_id": build_id, "previous_build_id": previous, "files": files}
    (folder / RECORD_FILE).write_text(json.dumps(record), encoding="utf-8")
    pointer = published / POINTER
    pointer.unlink()
    pointer.symlink_to(Path(SNAPSHOTS) / build_id)
