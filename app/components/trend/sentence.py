"""What a trend says, as a sentence: the latest figure of the first region, and how far it is from its target."""

from typing import Any

import polars as pl

from app.components.targets_table import target_words
from app.components.trend.choice import Choice
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
    is_overdue = target["due_year"] < as_of_year(now)
    return texts(f"trend.sentence.{'known_and_overdue' if is_overdue else 'known_and_target'}", **words)
