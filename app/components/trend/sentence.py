"""What a trend says, as a sentence: the latest figure of the first region, and what its target's verdict says of it.

The sentence on a target is made from the row of its verdict alone, so that it cannot deny what stands beside it.
"""

from typing import Any

import polars as pl

from app.components.targets_table import target_words
from app.components.trend.choice import Choice
from app.components.verdict import beside, observed_figure, status_labels
from app.queries.session import Reader, as_of_year
from app.queries.target_counts import LAGGING, ON_COURSE
from app.texts import Texts
from app.texts.numbers import difference, figure

# How far such a figure is from anything is not known to a digit.
INEXACT = ("ge", "gt", "le", "lt", "approx")


def sentence(now: Reader, choice: Choice, targets: pl.DataFrame, yearly: pl.DataFrame) -> str:
    """The sentence, which is the chart's title."""
    region = choice.regions.row(0, named=True)
    promised = targets.filter((pl.col("region_id") == region["region_id"]) & pl.col("target_value").is_not_null())
    last = yearly.filter(pl.col("region_id") == region["region_id"]).sort("year").tail(1)
    known = last.row(0, named=True) if last.height else None
    words = {"region": region["region"], "indicator": choice.indicator["indicator"]}
    if promised.is_empty():
        return figure_sentence(now.texts, words, choice.indicator["unit"], known)
    target = spoken_of(promised, as_of_year(now))
    said = beside(now, target, status_labels(now))
    main = target_sentence(now.texts, target, known, as_of_year(now))
    return main + "".join(now.texts("verdict.sentence", words=one) for one in said)


def spoken_of(promised: pl.DataFrame, year: int) -> dict[str, Any]:
    """The target that the sentence is about: with a verdict before without, ahead before past, the nearest first."""
    return promised.sort(
        pl.col("course").is_null(),
        pl.col("latest_value").is_null(),
        pl.col("due_year") < year,
        (pl.col("due_year") - year).abs(),
        "target_id",
    ).row(0, named=True)


def figure_sentence(texts: Texts, words: dict[str, str], unit: str, known: dict[str, Any] | None) -> str:
    """What is known where nothing was promised."""
    if known is None:
        return texts("trend.sentence.nothing", **words)
    shown = figure(texts, known["value"], unit, known["comparator"])
    change = known["yearly_change"]
    if change is None or known["comparator"] in INEXACT:
        return texts("trend.sentence.figure", **words, year=known["year"], figure=shown)
    return texts(
        "trend.sentence.figure_with_change",
        **words,
        year=known["year"],
        figure=shown,
        change=difference(texts, change, unit),
    )


def target_sentence(texts: Texts, target: dict[str, Any], known: dict[str, Any] | None, year: int) -> str:
    """What the row of a target's verdict says; `known` is the region's last figure, for a target that no figure judges.

    A distance is told only where the verdict rests on it and the figure is exact; else the status speaks.
    """
    unit = target["unit"]
    words: dict[str, Any] = {
        "region": target["region"],
        "indicator": target["indicator"],
        "due": target["due_year"],
        "target": target_words(texts, target),
        "status": target["status_label"],
        "reason": target["reason_label"] or target["status_label"],
    }
    if target["latest_value"] is None:
        if known is None:
            return texts("trend.sentence.target_only", **words)
        words |= {"year": known["year"], "figure": figure(texts, known["value"], unit, known["comparator"])}
        is_overdue = target["due_year"] < year
        return texts(f"trend.sentence.{'known_and_overdue' if is_overdue else 'known_and_target'}", **words)
    words |= {
        "year": target["verdict_year"],
        "figure": observed_figure(texts, target),
    }
    if target["course"] is None:
        return texts("trend.sentence.refused", **words)
    measured, gap = ("path", target["gap"]) if target["gap"] is not None else ("target", target["gap_to_target"])
    if gap is None or target["observed_comparator"] in INEXACT or _denies(target["course"], gap) or not round(gap, 2):
        return texts("trend.sentence.stated", **words)
    side = "above" if gap > 0 else "below"
    key = f"trend.sentence.{side}_{measured}"
    return texts(key, **words, gap=difference(texts, gap, unit, is_signed=False))


def _denies(course: str, gap: float) -> bool:
    """Whether a distance alone would say the opposite of the verdict."""
    return (course == ON_COURSE and gap < 0) or (course == LAGGING and gap > 0)
