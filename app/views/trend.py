"""Trend: one indicator in one or more regions, its target, the path to it, and where each figure comes from."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import GRADE_MARKS, MAXIMUM_REGIONS, status_style
from app.charts.trend import BOUND_DOWN, BOUND_UP, TrendFrames, TrendTexts, trend
from app.semantic import Condition
from app.texts import Texts
from app.texts.numbers import CLOSE_UNITS, NOTHING, age_on, day, difference, figure
from app.views.parts import address, figures, layout
from app.views.parts.clause import clause
from app.views.parts.session import Reader, reader
from app.views.parts.table import Column, table
from app.views.parts.targets_table import target_words

PAGE = "trend"
# A total over several years is not on the scale of a year's figure.
TOTALS = ("period_flow",)


@dataclass(frozen=True)
class Choice:
    """What the reader chose: an indicator and its regions."""

    indicator: dict[str, Any]
    regions: pl.DataFrame
    shows_all: bool

    @property
    def region_ids(self) -> list[str]:
        """The regions' ids in the chosen order."""
        return list(self.regions["region_id"])


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    choice = _choose(now)
    if choice is None:
        with head:
            layout.headline(texts("page.trend"), texts("trend.nothing"))
        return
    indicator_id = choice.indicator["indicator_id"]
    targets = figures.targets(now, [Condition("indicator", "=", indicator_id)]).filter(
        pl.col("region_id").is_in(choice.region_ids)
    )
    yearly = figures.yearly_figures(now, indicator_id, choice.region_ids)
    known = figures.observations(now, indicator_id, choice.region_ids)
    with head:
        layout.headline(texts("page.trend"), _name(texts, choice))
    _chart(now, choice, targets, yearly, known)
    _targets(now, indicator_id, targets)
    _figures(now, known)


def _choose(now: Reader) -> Choice | None:
    texts = now.texts
    indicators = figures.indicators(now)
    if indicators.is_empty():
        return None
    by_id = {row["indicator_id"]: row for row in indicators.iter_rows(named=True)}
    left, right = st.columns([3, 4])
    with left:
        default = figures.fullest_indicator(now) or indicators["indicator_id"][0]
        key = address.prepare_one(PAGE, "indicator", default, list(by_id))
        indicator_id = st.selectbox(
            texts("column.indicator"),
            list(by_id),
            format_func=lambda name: texts(
                "trend.choice", theme=by_id[name]["theme"] or "", indicator=by_id[name]["indicator"]
            ),
            key=key,
        )
        _start_anew_when_changed(str(indicator_id))
        address.write(key, indicator_id)
    regions = figures.regions_of(now, str(indicator_id))
    names = dict(regions.select("region_id", "region").iter_rows())
    counts = dict(regions.select("region_id", "figures").iter_rows())
    promised = set(regions.filter(pl.col("targets") > 0)["region_id"])
    with right:
        key = address.prepare_many(PAGE, "regions", _default_regions(regions, by_id[str(indicator_id)]), list(names))
        chosen = st.multiselect(
            texts("trend.regions"),
            list(names),
            format_func=lambda region: texts(
                "trend.region_with_target" if region in promised else "trend.region",
                region=names.get(region, region),
                count=counts.get(region, 0),
            ),
            key=key,
            max_selections=MAXIMUM_REGIONS,
            placeholder=texts("trend.choose_region"),
        )
        address.write(key, chosen)
    key = address.prepare_flag(PAGE, "all")
    shows_all = st.toggle(texts("trend.show_all"), key=key, help=texts("trend.show_all_help"))
    address.write(key, shows_all)
    order = {region: position for position, region in enumerate(chosen)}
    shown = regions.filter(pl.col("region_id").is_in(chosen)).sort(pl.col("region_id").replace_strict(order, default=0))
    return Choice(by_id[str(indicator_id)], shown, bool(shows_all))


def _start_anew_when_changed(indicator_id: str) -> None:
    """Another indicator has figures of other regions: a reader who picks one starts from its own."""
    picked = st.session_state.get("trend.picked")
    # An address that names another indicator already was followed, not picked in the widget: its regions hold.
    if picked not in (None, indicator_id) and st.query_params.get("indicator") == picked:
        address.forget(PAGE, "regions")
    st.session_state["trend.picked"] = indicator_id


def _default_regions(regions: pl.DataFrame, indicator: dict[str, Any]) -> list[str]:
    """The region with a target and the most figures, then the regions above it that have figures.

    Counts are shown alone: a city's would be a flat line beside its country's.
    """
    if regions.is_empty():
        return []
    parents = dict(regions.select("region_id", "parent_id").iter_rows())
    observed = set(regions.filter(pl.col("figures") > 0)["region_id"])
    first = regions.sort(pl.col("targets") > 0, "figures", "region_id", descending=[True, True, False])["region_id"][0]
    if indicator["accumulation"] not in figures.COMPARABLE:
        return [first]
    chosen, above = [first], parents.get(first)
    # A parent without a figure of its own ends the walk: what lies above it is not in this frame.
    while above in parents and len(chosen) < MAXIMUM_REGIONS:
        if above in observed:
            chosen.append(above)
        above = parents[above]
    return chosen


def _name(texts: Texts, choice: Choice) -> str:
    indicator = str(choice.indicator["indicator"])
    if choice.regions.is_empty():
        return indicator
    return texts("trend.name", indicator=indicator, regions=texts.listed(choice.regions["region"].to_list()))


def _sentence(now: Reader, choice: Choice, targets: pl.DataFrame, yearly: pl.DataFrame) -> str:
    texts = now.texts
    region = choice.regions.row(0, named=True)
    unit = choice.indicator["unit"]
    own = targets.filter((pl.col("region_id") == region["region_id"]) & pl.col("target_value").is_not_null())
    last = yearly.filter(pl.col("region_id") == region["region_id"]).sort("year").tail(1)
    words: dict[str, Any] = {"region": region["region"], "indicator": choice.indicator["indicator"]}
    if last.height:
        row = last.row(0, named=True)
        words |= {"year": row["year"], "figure": figure(texts, row["value"], unit, row["comparator"])}
    if own.is_empty():
        if last.is_empty():
            return texts("trend.sentence.nothing", **words)
        change = last["yearly_change"][0]
        key = "trend.sentence.figure" if change is None else "trend.sentence.figure_with_change"
        return texts(key, **words, change=difference(texts, change, unit))
    # The due year that lies ahead, else the last one.
    target = own.sort("due_year").row(-1, named=True)
    ahead = own.filter(pl.col("due_year") >= _as_of_year(now)).sort("due_year")
    if ahead.height:
        target = ahead.row(0, named=True)
    words |= {"due": target["due_year"], "target": target_words(texts, target)}
    if target["gap"] is not None:
        key = "trend.sentence.above" if target["gap"] >= 0 else "trend.sentence.below"
        return texts(
            key,
            **words
            | {
                "year": target["verdict_year"],
                "figure": figure(texts, target["latest_value"], unit, target["observed_comparator"]),
                "gap": difference(texts, target["gap"], unit, is_signed=False),
            },
        )
    if last.is_empty():
        return texts("trend.sentence.target_only", **words)
    is_overdue = target["due_year"] < _as_of_year(now)
    return texts(f"trend.sentence.{'known_and_overdue' if is_overdue else 'known_and_target'}", **words)


def _as_of_year(now: Reader) -> int:
    return int(str(now.fact("as_of") or "0000")[:4])


def _chart(now: Reader, choice: Choice, targets: pl.DataFrame, yearly: pl.DataFrame, known: pl.DataFrame) -> None:
    texts = now.texts
    if choice.regions.is_empty():
        return
    unit = choice.indicator["unit"]
    names = dict(choice.regions.select("region_id", "region").iter_rows())
    drawable = targets.filter(pl.col("target_value").is_not_null() & ~pl.col("accumulation").is_in(TOTALS))
    totals = targets.filter(pl.col("target_value").is_not_null() & pl.col("accumulation").is_in(TOTALS))
    frames = TrendFrames(
        figures=_drawn(now, choice, yearly, known),
        paths=_paths(now, choice, drawable, names),
        targets=_target_marks(texts, drawable, names),
        baselines=_baseline_marks(texts, drawable, names),
        missing=_missing(now, choice, drawable, yearly, names),
    )
    if frames.figures.is_empty() and frames.targets.is_empty():
        st.info(texts("trend.nothing_to_draw"), icon=":material/info:")
        return
    notes = [texts("trend.subtitle", unit=unit)]
    for total in totals.iter_rows(named=True):
        notes.append(
            texts(
                "trend.total_not_drawn",
                region=names[total["region_id"]],
                target=target_words(texts, total),
                due=total["due_year"],
            )
        )
    # The chart says what it shows by itself: it is shown in places without this page around it.
    title = _sentence(now, choice, targets, yearly)
    shapes = {grade: texts("trend.grade", grade=label) for grade, label in _grade_labels(known).items()}
    drawn = trend(
        frames,
        list(names.values()),
        TrendTexts(
            title=title,
            suffix=unit if unit in CLOSE_UNITS else "",
            shapes=shapes | {BOUND_UP: texts("trend.bound_up"), BOUND_DOWN: texts("trend.bound_down")},
            tooltip={
                name: texts(f"column.{name}")
                for name in ("region", "period", "label", "grade_label", "source", "age", "state")
            },
        ),
    )
    layout.chart(drawn, _alternative(texts, title, frames), " ".join([*notes, texts("trend.legend")]))


def _grade_labels(known: pl.DataFrame) -> dict[str, str]:
    return dict(known.select("source_grade", "grade_label").unique().iter_rows())


def _alternative(texts: Texts, title: str, frames: TrendFrames) -> str:
    points = [f"{row['region']} {row['period']}: {row['label']}" for row in frames.figures.iter_rows(named=True)]
    marks = [str(label) for label in frames.targets["label"]]
    return texts("trend.alternative", title=title, figures="; ".join(points + marks))


def _drawn(now: Reader, choice: Choice, yearly: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The figures to draw: those that hold for their year, and on request every other one, paler."""
    texts = now.texts
    holding = yearly.select("region_id", "year", "source_id", "value", "comparator", is_main=pl.lit(True))
    marked = known.join(
        holding, on=["region_id", "year", "source_id", "value", "comparator"], how="left", nulls_equal=True
    ).with_columns(pl.col("is_main").fill_null(False) & pl.col("is_preferred"))
    shown = marked if choice.shows_all else marked.filter(pl.col("is_main"))
    rows = [
        {
            "region": row["region"],
            "year": row["year"],
            "value": row["value"],
            "comparator": row["comparator"],
            "source_grade": row["source_grade"],
            "is_inferred": bool(row["is_inferred"]),
            "is_main": bool(row["is_main"]),
            "label": figure(texts, row["value"], row["unit"], row["comparator"]),
            "grade_label": row["grade_label"],
            "source": row["source"],
            "period": row["period"],
            "age": age_on(texts, row["known_on"], now.fact("as_of")),
            "state": _state(texts, row),
        }
        for row in shown.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


FIGURE_SCHEMA = {
    "region": pl.String, "year": pl.Int64, "value": pl.Float64, "comparator": pl.String, "source_grade": pl.String,
    "is_inferred": pl.Boolean, "is_main": pl.Boolean, "label": pl.String, "grade_label": pl.String, "source": pl.String,
    "period": pl.String, "age": pl.String, "state": pl.String,
}  # fmt: skip


def _state(texts: Texts, row: dict[str, Any]) -> str:
    """What a reader has to know about a figure: a bound, approximate, inferred, or passed over."""
    states = []
    if row["comparator"] in ("ge", "gt", "le", "lt"):
        states.append(texts("state.bound"))
    if row["comparator"] == "approx":
        states.append(texts("state.approximate"))
    if row["is_inferred"]:
        states.append(texts("state.inferred"))
    if row["period_kind"] == "part_of_year":
        states.append(texts("state.part_of_year"))
    if row["period_kind"] == "several_years":
        states.append(texts("state.several_years"))
    if not row["is_preferred"]:
        states.append(texts("state.not_preferred"))
    return texts.listed(states) or texts("state.plain")


def _paths(now: Reader, choice: Choice, targets: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """From the baseline by the expected values to the due year: all three are the warehouse's own figures."""
    expected = figures.paths(now, choice.indicator["indicator_id"], list(names)).filter(
        pl.col("expected_value").is_not_null()
    )
    points = [
        {"target_id": target["target_id"], "region": names[target["region_id"]], "year": year, "value": value}
        for target in targets.iter_rows(named=True)
        if target["baseline_value"] is not None
        for year, value in (
            (target["baseline_year"], target["baseline_value"]),
            (target["due_year"], target["target_value"]),
        )
    ]
    steps = [
        {
            "target_id": row["target_id"],
            "region": names[row["region_id"]],
            "year": row["year"],
            "value": row["expected_value"],
        }
        for row in expected.filter(pl.col("target_id").is_in(targets["target_id"].to_list())).iter_rows(named=True)
    ]
    schema = {"target_id": pl.String, "region": pl.String, "year": pl.Int64, "value": pl.Float64}
    return (
        pl.DataFrame(points + steps, schema=schema).unique(["target_id", "year"], keep="last").sort("target_id", "year")
    )


def _target_marks(texts: Texts, targets: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    rows = [
        {
            "region": names[row["region_id"]],
            "year": row["due_year"],
            "value": row["target_value"],
            "comparator": row["comparator"],
            "label": texts("trend.target_mark", due=row["due_year"], target=target_words(texts, row)),
        }
        for row in targets.iter_rows(named=True)
    ]
    schema = {"region": pl.String, "year": pl.Int64, "value": pl.Float64, "comparator": pl.String, "label": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _baseline_marks(texts: Texts, targets: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    # Baselines that were observed are among the figures already.
    printed = targets.filter((pl.col("baseline_source") == "plan") & pl.col("baseline_value").is_not_null())
    rows = [
        {
            "region": names[row["region_id"]],
            "year": row["baseline_year"],
            "value": row["baseline_value"],
            "label": texts("trend.baseline_mark", figure=figure(texts, row["baseline_value"], row["unit"])),
        }
        for row in printed.unique(["region_id", "baseline_year", "baseline_value"]).iter_rows(named=True)
    ]
    schema = {"region": pl.String, "year": pl.Int64, "value": pl.Float64, "label": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _missing(
    now: Reader, choice: Choice, targets: pl.DataFrame, yearly: pl.DataFrame, names: dict[str, str]
) -> pl.DataFrame:
    """The years without a figure, from the first thing known of a region to the year of the as-of date."""
    rows = []
    for region_id, name in names.items():
        observed = set(yearly.filter(pl.col("region_id") == region_id)["year"])
        own = targets.filter(pl.col("region_id") == region_id)
        starts = observed | {year for year in own["baseline_year"] if year is not None}
        ends = observed | set(own["due_year"])
        first = min(starts or ends, default=None)
        if first is None:
            continue
        last = min(max(ends), _as_of_year(now)) if own.height else max(observed | {_as_of_year(now) - 1})
        rows += [
            {"region": name, "year": year, "note": now.texts("trend.missing_note", region=name, year=year)}
            for year in range(first, last + 1)
            if year not in observed
        ]
    return pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int64, "note": pl.String})


def _targets(now: Reader, indicator_id: str, targets: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("trend.clause.title"), texts("trend.clause.note"))
    if targets.is_empty():
        st.info(texts("trend.clause.none"), icon=":material/info:")
        return
    stated = figures.statements(now, indicator_id, targets["region_id"].unique().to_list())
    for row in targets.sort("plan_order", "region_id", "due_year").iter_rows(named=True):
        mark = status_style(row["status"]).mark
        heading = texts(
            "trend.clause.heading",
            mark=mark,
            status=row["status_label"],
            region=row["region"],
            due=row["due_year"],
            target=target_words(texts, row),
        )
        with st.expander(heading, expanded=targets.height <= 2):
            clause(now, row, stated)


def _figures(now: Reader, known: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("trend.figures.title"), texts("trend.figures.note"))
    if known.is_empty():
        st.info(texts("trend.figures.none"), icon=":material/info:")
        return
    rows = [
        {
            "region": row["region"],
            "period": row["period"],
            "value": figure(texts, row["value"], row["unit"], row["comparator"]),
            "state": _state(texts, row),
            "grade_label": f"{GRADE_MARKS.get(row['source_grade'], '')} {row['grade_label']}",
            "source": row["source"],
            "published_on": day(row["published_on"]) if row["published_on"] else texts("state.undated"),
            "age": age_on(texts, row["known_on"], now.fact("as_of")),
            "url": row["url"],
            "note": row["note"] or NOTHING,
        }
        for row in known.sort(["region", "year", "is_preferred"], descending=[False, True, True]).iter_rows(named=True)
    ]
    columns = {
        "region": Column(80, is_pinned=True),
        "period": Column(80, is_pinned=True),
        "value": Column(100),
        "state": Column(110),
        "grade_label": Column(100),
        "source": Column(300),
        "published_on": Column(100),
        "age": Column(80),
        "url": Column(70, "link", display=texts("trend.figures.open")),
        "note": Column(320),
    }
    table(texts, rows, columns)


render()
