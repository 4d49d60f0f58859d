"""What the pages count among the kept targets is what the semantic layer counts."""

from pathlib import Path

import polars as pl
import pytest

from app.components.overview.bars import bars_title
from app.components.overview.plans_table import plan_rows
from app.components.paged import matching
from app.queries import progress, reference, target_counts
from app.queries.progress import TargetFilter
from app.queries.session import Reader, as_of_year
from app.texts import texts_of
from plan_targets.semantic import client


@pytest.fixture(scope="module")
def now(published_path: Path) -> Reader:
    return Reader(client(str(published_path)).current(), texts_of("zh"))


@pytest.fixture(scope="module")
def filters(now: Reader) -> list[TargetFilter]:
    plans = reference.plans(now)["plan_id"].to_list()
    themes = reference.themes(now)["theme_id"].to_list()
    return [
        TargetFilter(),
        *(TargetFilter(themes=[theme]) for theme in themes),
        *(TargetFilter(plans=[plan]) for plan in plans[::7]),
        TargetFilter(plans=plans[:3], themes=themes[:2]),
        TargetFilter(plans=["no_such_plan"]),
    ]


def test_every_count_is_its_metric_for_every_filter(now: Reader, filters: list[TargetFilter]) -> None:
    every = progress.targets(now)
    metrics = list(target_counts.METRICS)
    for chosen in filters:
        left = chosen.of(every)
        asked = now.snapshot.query(metrics, [], chosen.where()).row(0)
        assert [target_counts.count(metric, left) for metric in metrics] == [int(value or 0) for value in asked]


@pytest.mark.parametrize(("group", "names"), [("plan", ["plan"]), ("theme", ["indicator__theme"]), ("status", [])])
def test_the_bars_hold_what_the_layer_counts(now: Reader, group: str, names: list[str]) -> None:
    every = progress.targets(now)
    asked = now.snapshot.query(["target_count"], [*names, "status"])
    counted = {
        "plan": lambda: target_counts.by_plan(every).select("group_id", "status", "count"),
        "theme": lambda: target_counts.by_theme(every).select("group_id", "status", "count"),
        "status": lambda: target_counts.by_status(every).select("status", "count"),
    }[group]()
    assert sorted(counted.rows()) == sorted(asked.rows())


def test_the_levels_and_the_table_of_plans_lose_no_target(now: Reader) -> None:
    every = progress.targets(now)
    assert target_counts.by_level(now, every)["count"].sum() == every.height
    rows = plan_rows(now.texts, every, as_of_year(now))
    asked = now.snapshot.query(["target_count", "targets_lagging", "targets_on_course"], ["plan"])
    counted = rows.select("plan_id", "targets", "lagging", "on_course")
    assert sorted(counted.rows()) == sorted(asked.select("plan", "target_count", *asked.columns[2:]).rows())
    # A label identifies its plan.
    assert rows["plan"].n_unique() == rows.height


def counts(*lagging: int, names: list[str] | None = None) -> pl.DataFrame:
    rows = [
        {"group_id": f"g{at}", "group": (names or [f"G{at}"] * 9)[at], "status": "behind", "course": "lagging",
         "count": many}
        for at, many in enumerate(lagging)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def test_a_title_names_a_group_only_where_it_alone_stands_out() -> None:
    texts = texts_of("en")
    assert "G0" in bars_title(texts, counts(3, 1), "theme")
    for tied in (counts(1, 1, 1), counts(4, 4, 1), counts(1, 1)):
        said = bars_title(texts, tied, "theme")
        assert "G" not in said and str(tied["count"].sum()) in said and str(tied.height) in said
    # Plans of one label are plans of their own.
    assert "2 plans" in bars_title(texts, counts(2, 2, names=["中国 2016–2020"] * 2), "plan")


def test_a_search_finds_every_word_wherever_it_stands() -> None:
    rows = pl.DataFrame({"indicator": ["R&D 强度", "PM2.5", None], "plan": ["江苏省", "江苏省", "浙江省"]})
    assert matching(rows, "", ["indicator", "plan"]).height == 3
    assert matching(rows, "江苏 r&d", ["indicator", "plan"]).height == 1
    assert matching(rows, "pm2.5", ["indicator", "plan"])["indicator"].to_list() == ["PM2.5"]
    assert matching(rows, "浙江", ["indicator", "plan"]).height == 1
    assert matching(rows, "(", ["indicator", "plan"]).is_empty()
