"""The unit of a figure: from its column, from its header, from behind the number, or from all of them."""

import re

import polars as pl

from plan_targets.landing.grammar.numbers import SCALES, UNSEEN
from plan_targets.landing.grammar.vocabulary import Vocabulary

_FLAG = "是/否"
_PER_TEN_THOUSAND = re.compile(r"^(.+?)(?:[/／]|每)万人口?$")
_NAMES_IT = re.compile(r"每?万人")


def read_units(
    combinations: pl.DataFrame, header_unit: str | None, unit_above: str | None, vocabulary: Vocabulary
) -> pl.DataFrame:
    """For each way in which a file writes units, the unit, the factor on the number, or why they do not agree.

    `combinations` has the columns `unit`, `name_unit` (behind the indicator's name), `value_unit` and `scale` (both
    behind the number), `indicator_zh`, and `units_around` (several, above the table). The unit above the table is for
    figures that have none of their own. `is_flag` says that yes or no is asked for.
    """
    rows = []
    for unit, name_unit, value_unit, scale, indicator, around in combinations.iter_rows():
        texts = (_per_head(text, indicator, vocabulary) for text in (unit, header_unit, name_unit))
        stated = {spelled: None for text in texts if (spelled := vocabulary.spell_unit(text))}
        beside = next(iter(stated), None)
        above = _per_head(unit_above, indicator, vocabulary) or _of_several(around, indicator, vocabulary)
        read, factor, reason = _unit(
            beside or above, _per_head(value_unit, indicator, vocabulary), scale or 1.0, vocabulary
        )
        contradicts_above = beside and above and beside != above and vocabulary.measure_alike(beside, above)
        if len(stated) > 1 or contradicts_above:
            reason = "unit_conflict"
        is_flag = _FLAG in (read, vocabulary.indicators_unit(indicator) if read is None else None)
        read = _FLAG if is_flag else read
        rows.append((unit, name_unit, value_unit, scale, indicator, around, read, factor, reason, is_flag))
    found = {"read_unit": pl.String, "factor": pl.Float64, "unit_reason": pl.String, "is_flag": pl.Boolean}
    return pl.DataFrame(rows, schema={**combinations.schema, **found}, orient="row")


def _per_head(unit: str | None, indicator: str | None, vocabulary: Vocabulary) -> str | None:
    """Of an indicator that is counted per ten thousand people the unit that is counted: 件/万人 is 件 there."""
    counted = _PER_TEN_THOUSAND.match(re.sub(UNSEEN, "", unit or ""))
    is_per_head = bool(counted and indicator and _NAMES_IT.search(indicator))
    return counted.group(1) if counted and is_per_head and vocabulary.unit(counted.group(1)) else unit


def _of_several(units: str, indicator: str | None, vocabulary: Vocabulary) -> str | None:
    """The one of several units above a table that measures what the indicator's own does."""
    own_unit = vocabulary.indicators_unit(indicator)
    alike = [unit for unit in units.split(",") if own_unit and unit and vocabulary.measure_alike(unit, own_unit)]
    return alike[0] if len(alike) == 1 else None


def _unit(
    unit: str | None, value_unit: str | None, scale: float, vocabulary: Vocabulary
) -> tuple[str | None, float, str | None]:
    column_unit = vocabulary.spell_unit(unit)
    behind = vocabulary.spell_unit(value_unit)
    if behind is not None and vocabulary.unit(behind) is None and behind != column_unit:
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
