"""What a trend says, as a sentence: the latest figure of the first region, and how far it is from its target."""

from typing import Any

import polars as pl

from app.components.targets_table import target_words
from app.components.trend.choice import Choice
from app.components.verdict import beside, status_labels
from app.queries.session import Reader, as_of_year
from app.texts.numbers import difference, figure


def sentence(now: Reader, choice: Choice, targets: pl.DataFrame, yearly: pl.DataFrame) -> str:
    """The sentence, which is the chart's title."""
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
    ahead = own.filter(pl.col("due_year") >= as_of_year(now)).sort("due_year")
    if ahead.height:
        target = ahead.row(0, named=True)
    words |= {"due": target["due_year"], "target": target_words(texts, target)}
    if target["latest_value"] is not None:
        return _judged(now, target, words, unit) + _beside(now, target)
    if last.is_empty():
        return texts("trend.sentence.target_only", **words)
    is_overdue = target["due_year"] < as_of_year(now)
    known = texts(f"trend.sentence.{'known_and_overdue' if is_overdue else 'known_and_target'}", **words)
    return known + _beside(now, target)


def _judged(now: Reader, target: dict[str, Any], words: dict[str, Any], unit: str) -> str:
    """What the figure says of its target: a verdict, or how far it is from the target and why there is no verdict."""
    texts = now.texts
    # A verdict is measured by the path; where there is none, what is known is the distance to the target itself.
    measured = "gap" if target["gap"] is not None else "gap_to_target"
    gap = target[measured]
    words |= {
        "year": target["verdict_year"],
        "figure": figure(texts, target["latest_value"], unit, target["observed_comparator"]),
        "gap": difference(texts, gap, unit, is_signed=False) if gap is not None else "",
        "reason": target["reason_label"] or target["status_label"],
    }
    if gap is None:
        return texts("trend.sentence.refused", **words)
    keys = {"gap": ("above", "below"), "gap_to_target": ("refused_above", "refused_below")}
    # A verdict that needs no path, such as a missed target without a baseline, speaks of the target too.
    if measured == "gap_to_target" and target["course"] is not None:
        keys["gap_to_target"] = ("beyond", "short")
    return texts(f"trend.sentence.{keys[measured][0 if gap >= 0 else 1]}", **words)


def _beside(now: Reader, target: dict[str, Any]) -> str:
    said = beside(now, target, status_labels(now))
    return "".join(now.texts("verdict.sentence", words=words) for words in said)
