"""The frames that the trend's chart is drawn from: figures, paths, targets, baselines and years without a figure."""

from dataclasses import fields, replace

import polars as pl

from app.charts.trend import TrendFrames
from app.components.targets_table import target_words
from app.components.trend.choice import Choice
from app.components.trend.state import figure_state
from app.components.trend.view import View
from app.queries import progress
from app.queries.session import Reader, as_of_year
from app.texts import Texts
from app.texts.numbers import age_on, figure

FIGURE_SCHEMA = {
    "region": pl.String, "year": pl.Int64, "value": pl.Float64, "comparator": pl.String, "source_grade": pl.String,
    "is_inferred": pl.Boolean, "is_main": pl.Boolean, "label": pl.String, "grade_label": pl.String, "source": pl.String,
    "period": pl.String, "age": pl.String, "state": pl.String, "is_partial_year": pl.Boolean, "is_break": pl.Boolean,
    "scope": pl.String,
}  # fmt: skip


def trend_frames(
    now: Reader,
    choice: Choice,
    targets: pl.DataFrame,
    yearly: pl.DataFrame,
    known: pl.DataFrame,
    names: dict[str, str],
    view: View,
) -> TrendFrames:
    """The frames to draw; `targets` are those on the scale of a year's figure, `names` the regions' names by id."""
    if view.known_by:
        known = known.filter(pl.col("known_on").cast(pl.String) <= view.known_by)
        yearly = yearly.join(known, on=["region_id", "year"], how="semi")
    figures = _figures(now, choice, yearly, known, view)
    frames = TrendFrames(
        figures=figures,
        paths=_paths(now, choice, targets, names),
        targets=_target_marks(now.texts, targets, names),
        baselines=_baseline_marks(now.texts, targets, names),
        missing=_missing(now, targets, yearly, names),
        forecasts=_forecasts(targets, figures, names, view),
        breaks=_breaks(now.texts, yearly, known, names),
    )
    if view.base_year is not None:
        frames = _indexed(now.texts, frames, view.base_year)
    return _within(frames, view)


def _within(frames: TrendFrames, view: View) -> TrendFrames:
    """What lies in the chosen years."""
    inside = pl.lit(True)
    if view.first is not None:
        inside &= pl.col("year") >= view.first
    if view.last is not None:
        inside &= pl.col("year") <= view.last
    return replace(frames, **{part.name: getattr(frames, part.name).filter(inside) for part in fields(frames)})


def _indexed(texts: Texts, frames: TrendFrames, base_year: int) -> TrendFrames:
    """Every number for 100 of the region's own figure of the base year; regions without one are left out."""
    exact = pl.col("is_main") & (pl.col("comparator") == "eq") & (pl.col("value") > 0)
    base = frames.figures.filter((pl.col("year") == base_year) & exact).select("region", base="value").unique("region")

    def share(frame: pl.DataFrame) -> pl.DataFrame:
        numbers = [pl.col(name) / pl.col("base") * 100 for name in ("value", "low", "high") if name in frame.columns]
        shared = frame.join(base, on="region").with_columns(numbers)
        if "label" in frame.columns and "value" in frame.columns:
            label = pl.format(texts("trend.view.indexed", index="{}", figure="{}"), pl.col("value").round(1), "label")
            shared = shared.with_columns(label=label)
        return shared.drop("base")

    return replace(frames, **{part.name: share(getattr(frames, part.name)) for part in fields(frames)})


def _forecasts(targets: pl.DataFrame, figures: pl.DataFrame, names: dict[str, str], view: View) -> pl.DataFrame:
    """From the last figure of a region to what its series gives for a due year; nothing for what was known earlier."""
    schema = {"region": pl.String, "year": pl.Int64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    rows = []
    for target in forecast(targets).iter_rows(named=True) if not view.known_by else ():
        name = names[target["region_id"]]
        before = figures.filter(
            (pl.col("region") == name) & pl.col("is_main") & (pl.col("year") < target["due_year"])
        ).sort("year")
        for row in before.tail(1).iter_rows(named=True):
            rows.append((name, row["year"], row["value"], row["value"], row["value"]))
            ends = [target[f"projected_{part}"] for part in ("value", "low", "high")]
            rows.append((name, target["due_year"], *ends))
    return pl.DataFrame(rows, schema=schema, orient="row")


def forecast(targets: pl.DataFrame) -> pl.DataFrame:
    """The nearest target of each region that its series gives a forecast for."""
    return (
        targets.drop_nulls(["projected_value", "projected_low", "projected_high"])
        .sort("due_year", "target_id")
        .unique("region_id", keep="first", maintain_order=True)
    )


def _breaks(texts: Texts, yearly: pl.DataFrame, known: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """The years from which on a region's figures cannot be compared with those before, with the source's note."""
    years = yearly.filter(pl.col("is_break").cast(pl.Boolean)).select("region_id", "year", "source_id")
    notes = known.select("region_id", "year", "source_id", "note").unique(["region_id", "year", "source_id"])
    rows = [
        {
            "region": names[row["region_id"]],
            "year": row["year"],
            "words": texts("trend.break.words", region=names[row["region_id"]]),
            "label": texts("trend.break.noted", region=names[row["region_id"]], year=row["year"], note=row["note"])
            if row["note"]
            else texts("trend.break.said", region=names[row["region_id"]], year=row["year"]),
        }
        for row in years.join(notes, on=["region_id", "year", "source_id"], how="left")
        .sort("region_id", "year")
        .iter_rows(named=True)
    ]
    schema = {"region": pl.String, "year": pl.Int64, "words": pl.String, "label": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _figures(now: Reader, choice: Choice, yearly: pl.DataFrame, known: pl.DataFrame, view: View) -> pl.DataFrame:
    """The figures to draw: those that hold for their year, and on request every other one, paler.

    Of what was known on an earlier day, a figure that was alone in its year then is drawn full too.
    """
    texts = now.texts
    covers = ("is_partial_year", "is_break", "scope")
    holding = yearly.select("region_id", "year", "source_id", "value", "comparator", *covers, is_main=pl.lit(True))
    marked = known.join(
        holding, on=["region_id", "year", "source_id", "value", "comparator"], how="left", nulls_equal=True
    ).with_columns(pl.col("is_main").fill_null(False) & pl.col("is_preferred"))
    if view.known_by:
        alone = pl.len().over("region_id", "year") == 1
        marked = marked.with_columns(pl.col("is_main") | alone)
    shown = marked if choice.shows_all or view.known_by else marked.filter(pl.col("is_main"))
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
            "age": age_on(texts, row["period_end"], now.fact("as_of")),
            "state": figure_state(texts, row),
            "is_partial_year": bool(row["is_partial_year"]),
            "is_break": bool(row["is_break"]),
            "scope": row["scope"],
        }
        for row in shown.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def _paths(now: Reader, choice: Choice, targets: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """The path of every target that counts from something; without a baseline there is only the target's own mark."""
    based = targets.filter(pl.col("baseline_value").is_not_null())["target_id"].to_list()
    known = progress.paths(now, choice.indicator["indicator_id"], list(names)).filter(pl.col("target_id").is_in(based))
    rows = [
        {
            "target_id": row["target_id"],
            "region": names[row["region_id"]],
            "year": row["year"],
            "value": row["value"],
        }
        for row in known.iter_rows(named=True)
    ]
    schema = {"target_id": pl.String, "region": pl.String, "year": pl.Int64, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema).sort("target_id", "year")


def _target_marks(texts: Texts, targets: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    rows = [
        {
            "region": names[row["region_id"]],
            "year": row["due_year"],
            "value": row["required_value"],
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


def _missing(now: Reader, targets: pl.DataFrame, yearly: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """The years without a figure, from the first thing known of a region to the year of the as-of date."""
    rows = []
    for region_id, name in names.items():
        observed = set(yearly.filter(pl.col("region_id") == region_id)["year"])
        promised = targets.filter(pl.col("region_id") == region_id)
        starts = observed | {year for year in promised["baseline_year"] if year is not None}
        ends = observed | set(promised["due_year"])
        first = min(starts or ends, default=None)
        if first is None:
            continue
        last = min(max(ends), as_of_year(now)) if promised.height else max(observed | {as_of_year(now) - 1})
        rows += [
            {"region": name, "year": year, "note": now.texts("trend.missing_note", region=name, year=year)}
            for year in range(first, last + 1)
            if year not in observed
        ]
    return pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int64, "note": pl.String})
