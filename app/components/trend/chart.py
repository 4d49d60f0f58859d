"""The trend's chart, with its sentence, its notes and its words for who cannot see it."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from app.charts.trend import TrendFrames, TrendTexts, trend
from app.charts.trend_figures import BOUND_DOWN, BOUND_UP
from app.components.picture import picture
from app.components.targets_table import target_words
from app.components.trend.frames import forecast, trend_frames
from app.components.trend.part import Part, have_one_unit, have_the_same_regions, joined
from app.components.trend.sentence import sentence
from app.components.trend.view import View
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import figure, share
from plan_targets.words import CLOSE_UNITS

# A total over several years is not on the scale of a year's figure.
TOTALS = ("period_flow",)


# A forecast is not known to more decimals.
FORECAST_DECIMALS = 1
# From which chance on a forecast is told in which words; below the last, it is unlikely.
CHANCES = ((0.9, "very_likely"), (0.66, "likely"), (0.33, "open"), (0.1, "unlikely"))


def show_chart(now: Reader, parts: Sequence[Part], view: View) -> None:
    """Draws the chart of one indicator, or of several together."""
    texts = now.texts
    frames = joined([_frames(now, part, view) for part in parts])
    if view.known_by and frames.figures.is_empty():
        first = min((part.first_known() for part in parts if part.first_known()), default="–")
        st.info(texts("trend.view.not_known", day=view.known_by, first=first), icon=":material/info:")
        return
    if frames.figures.is_empty() and frames.targets.is_empty():
        is_cut = view.first is not None or view.last is not None
        st.info(texts("trend.view.nothing_in_years" if is_cut else "trend.nothing_to_draw"), icon=":material/info:")
        return
    # The chart says by itself what it shows, since it is also shown without this page around it.
    title = _title(now, parts, view)
    known = pl.concat([part.known for part in parts])
    shapes = {grade: texts("trend.grade", grade=label) for grade, label in _grade_labels(known).items()}
    unit = parts[0].unit
    words = TrendTexts(
        title=title,
        suffix=unit if unit in CLOSE_UNITS and view.base_year is None else "",
        shapes=shapes | {BOUND_UP: texts("trend.bound_up"), BOUND_DOWN: texts("trend.bound_down")},
        tooltip={
            name: texts(f"column.{name}")
            for name in ("region", "period", "label", "grade_label", "source", "age", "state")
        },
        names_in_legend=len(parts) > 1,
    )
    picture(
        now,
        "trend",
        trend,
        frames,
        [name for part in parts for name in part.names.values()],
        words,
        alternative=_alternative(texts, title, frames),
        note=" ".join([*_notes(now, parts, view), *frames.breaks["label"].to_list(), texts("trend.legend")]),
        sources=frames.figures["source"].drop_nulls().unique(maintain_order=True).to_list(),
    )


def _frames(now: Reader, part: Part, view: View) -> TrendFrames:
    return trend_frames(now, part.choice, _drawable(part), part.yearly, part.known, part.names, view)


def _drawable(part: Part) -> pl.DataFrame:
    return part.targets.filter(pl.col("target_value").is_not_null() & ~pl.col("accumulation").is_in(TOTALS))


def _title(now: Reader, parts: Sequence[Part], view: View) -> str:
    texts, first = now.texts, parts[0]
    name = _name(texts, parts)
    if view.known_by:
        # The sentence is about what is known now.
        title = texts("trend.view.known_by_title", day=view.known_by, name=name)
    elif len(parts) > 1 or view.base_year is not None:
        title = name
    else:
        title = sentence(now, first.choice, first.targets, first.yearly)
    if view.base_year is not None:
        title = texts("trend.compare.title", title=title, year=view.base_year)
    return title


def _name(texts: Texts, parts: Sequence[Part]) -> str:
    """The indicators and their regions; where each has its own, each with its own."""
    indicators = list(dict.fromkeys(part.choice.indicator["indicator"] for part in parts))
    if len(indicators) == 1 or have_the_same_regions(parts):
        regions = list(dict.fromkeys(region for part in parts for region in part.choice.regions["region"]))
        return texts("trend.name", indicator=texts.listed(indicators), regions=texts.listed(regions))
    return texts("list.sentences").join(name for part in parts for name in part.names.values())


def _notes(now: Reader, parts: Sequence[Part], view: View) -> list[str]:
    """What the picture's numbers are, and what of the targets it does not draw."""
    texts = now.texts
    if have_one_unit(parts):
        unit = texts.unit(parts[0].unit)
    else:
        unit = texts.listed(
            [texts("trend.compare.unit", unit=texts.unit(part.unit), **_indicator(part)) for part in parts]
        )
    notes = [texts("trend.subtitle", unit=unit)]
    for part in parts:
        totals = part.targets.filter(pl.col("target_value").is_not_null() & pl.col("accumulation").is_in(TOTALS))
        notes += [
            texts(
                "trend.total_not_drawn",
                region=part.names[total["region_id"]],
                target=target_words(texts, total),
                due=total["due_year"],
            )
            for total in totals.iter_rows(named=True)
        ]
    if view.base_year is not None:
        notes.append(texts("trend.view.base_note", year=view.base_year))
    if view.known_by:
        return [*notes, texts("trend.view.known_by_note", day=view.known_by)]
    for part in parts:
        notes += _forecast_notes(texts, forecast(_drawable(part)), part.names)
    return notes


def _indicator(part: Part) -> dict[str, str]:
    return {"indicator": str(part.choice.indicator["indicator"])}


def _forecast_notes(texts: Texts, forecasts: pl.DataFrame, names: dict[str, str]) -> list[str]:
    """What each fan says: where the figure of the due year lies, and how likely the target is met."""
    return [
        texts(
            "trend.forecast.note",
            region=names[row["region_id"]],
            due=row["due_year"],
            low=figure(texts, round(row["projected_low"], FORECAST_DECIMALS), row["unit"]),
            high=figure(texts, round(row["projected_high"], FORECAST_DECIMALS), row["unit"]),
            words=texts(f"trend.forecast.{_chance(row['probability_met'])}"),
            share=share(row["probability_met"], 1),
        )
        for row in forecasts.drop_nulls("probability_met").iter_rows(named=True)
    ]


def _chance(probability: float) -> str:
    return next((name for least, name in CHANCES if probability >= least), "very_unlikely")


def _grade_labels(known: pl.DataFrame) -> dict[str, str]:
    return dict(known.select("source_grade", "grade_label").unique(maintain_order=True).iter_rows())


def _alternative(texts: Texts, title: str, frames: TrendFrames) -> str:
    points = [f"{row['region']} {row['period']}: {row['label']}" for row in frames.figures.iter_rows(named=True)]
    marks = [str(label) for label in frames.targets["label"]]
    return texts("trend.alternative", title=title, figures="; ".join(points + marks))
