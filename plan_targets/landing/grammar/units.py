"""The unit of a figure: from its column, from its header, from behind the number, or from all of them."""

import polars as pl

from plan_targets.landing.grammar.numbers import SCALES
from plan_targets.landing.grammar.vocabulary import Vocabulary


def read_units(
    combinations: pl.DataFrame, header_unit: str | None, unit_above: str | None, vocabulary: Vocabulary
) -> pl.DataFrame:
    """For each way in which a file writes units, the unit, the factor on the number, or why they do not agree.

    `combinations` has the columns `unit`, `name_unit` (behind the indicator's name), and `value_unit` and `scale` (both
    behind the number). The unit above the table is for figures that have none of their own.
    """
    rows = []
    for unit, name_unit, value_unit, scale in combinations.iter_rows():
        given = {spelled: None for text in (unit, header_unit, name_unit) if (spelled := vocabulary.spell_unit(text))}
        own = next(iter(given), None)
        read, factor, reason = _unit(own or unit_above, value_unit, scale or 1.0, vocabulary)
        contradicts_above = own and unit_above and own != unit_above and vocabulary.measure_alike(own, unit_above)
        if len(given) > 1 or contradicts_above:
            reason = "unit_conflict"
        rows.append((unit, name_unit, value_unit, scale, read, factor, reason))
    return pl.DataFrame(
        rows,
        schema=combinations.schema | {"read_unit": pl.String, "factor": pl.Float64, "unit_reason": pl.String},
        orient="row",
    )


def _unit(
    unit: str | None, value_unit: str | None, scale: float, vocabulary: Vocabulary
) -> tuple[str | None, float, str | None]:
    column_unit = vocabulary.spell_unit(unit)
    behind = vocabulary.spell_unit(value_unit)
    if behind is not None and behind not in vocabulary.units and behind != column_unit:
        return column_unit, scale, "text_in_value"
    if scale != 1 and column_unit is not None and column_unit.startswith(("万", "亿", "千万", "百万", "十万")):
        # 1.2万 in a column of 万件 may be meant once or twice, unless the cell repeats the whole unit.
        whole = [word for word, factor in SCALES.items() if factor == scale and f"{word}{behind or ''}" == column_unit]
        return (column_unit, 1.0, None) if whole else (column_unit, scale, "unit_conflict")
    if column_unit is not None and behind is not None and behind != column_unit:
        return column_unit, scale, "unit_conflict"
    unit_read = column_unit or behind
    if unit_read is None:
        return None, scale, None
    unit_read, factor = vocabulary.split_scale(unit_read)
    return unit_read, scale * factor, None
