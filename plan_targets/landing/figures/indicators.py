"""The indicators of rows as the lists spell them."""

import polars as pl

from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.headers.told import ends_like, name_and_unit


def indicators(names: pl.Series, around: str | None, vocabulary: Vocabulary) -> pl.DataFrame:
    """The names as the lists spell them, and the units behind them."""
    different = names.unique()
    read = [_indicator(name, around, vocabulary) for name in different.to_list()]
    return pl.DataFrame(
        {
            "indicator_zh": different,
            "listed_name": [name for name, _ in read],
            "name_unit": [unit for _, unit in read],
        },
        schema_overrides={"listed_name": pl.String, "name_unit": pl.String},
    )


def _indicator(name: str | None, around: str | None, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    listed, unit = vocabulary.indicator(name)
    if listed is None and around and name:
        # 合格率（%） in a table about 食品抽检合格率.
        bare, unit = name_and_unit(name, CellReader(vocabulary))
        return (around, unit) if ends_like(around, bare) else (None, None)
    return listed, unit
