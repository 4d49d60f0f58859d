"""The frames that the trend's chart is drawn from: figures, paths, targets, baselines and years without a figure."""

import polars as pl

from app.charts.trend import TrendFrames
from app.components.targets_table import target_words
from app.components.trend.choice import Choice
from app.components.trend.state import figure_state
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
) -> TrendFrames:
    """The frames to draw; `targets` are those on the scale of a year's figure, `names` the regions' names by id."""
    return TrendFrames(
        figures=_figures(now, choice, yearly, known),
        paths=_paths(now, choice, targets, names),
        targets=_target_marks(now.texts, targets, names),
        baselines=_baseline_marks(now.texts, targets, names),
        missing=_missing(now, targets, yearly, names),
    )


def _figures(now: Reader, choice: Choice, yearly: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The figures to draw: those that hold for their year, and on request every other one, paler."""
    texts = now.texts
    covers = ("is_partial_year", "is_break", "scope")
    holding = yearly.select("region_id", "year", "source_id", "value", "comparator", *covers, is_main=pl.lit(True))
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
        own = targets.filter(pl.col("region_id") == region_id)
        starts = observed | {year for year in own["baseline_year"] if year is not None}
        ends = observed | set(own["due_year"])
        first = min(starts or ends, default=None)
        if first is None:
            continue
        last = min(max(ends), as_of_year(now)) if own.height else max(observed | {as_of_year(now) - 1})
        rows += [
            {"region": name, "year": year, "note": now.texts("trend.missing_note", region=name, year=year)}
            for year in range(first, last + 1)
            if year not in observed
        ]
    return pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int64, "note": pl.String})
