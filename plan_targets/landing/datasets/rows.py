"""The rows of a data set in the shape of all rows of loads, as one statement of SQL that DuckDB runs on its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from plan_targets.landing.datasets.columns import Columns
from plan_targets.landing.datasets.reading import FILE, named, quoted, scan_of
from plan_targets.landing.datasets.texts import period_of, text_of
from plan_targets.landing.grammar.lines import Said
from plan_targets.landing.grammar.numbers import SIGNIFICANT_DIGITS
from plan_targets.landing.grammar.words import Caveat

# Columns whose texts mean something else than they say; of the others the text stands.
_LOOKED_UP = ("region_name_zh", "region_level", "indicator_zh", "period", "published_on", "comparator", "note", "scope",
    "value_kind")  # fmt: skip
_OFFICE = "(局|委员会|委|厅|办公室|办|政府|院|部)$"


@dataclass(frozen=True)
class Kept:
    """A data set as it is kept: its load, the name under which it was dropped, and its files."""

    load_id: str
    file: str
    root: Path
    files: Sequence[Path]


def rows_of(kept: Kept, columns: Columns, said: Said, texts: Path) -> str:
    """The SQL of the rows. `texts` is the Parquet file of what texts mean, `said` what the name says."""
    looked_up = "\n".join(
        f"left join texts as of_{name} on of_{name}.column_name = {quoted(name)} and delivered.{name} = of_{name}.text"
        for name in _LOOKED_UP
    )
    return f"""
with files as (select * from (values {_files(kept)}) as listed(file, position, rows_before)),
texts as (select * from read_parquet({quoted(str(texts))})),
delivered as (
    select
        {FILE} as file,
        file_row_number,
        {_delivered(columns)}
    from {scan_of(kept.files)}
),
read as (
    select
        delivered.*,
        coalesce(of_region_name_zh.reading, delivered.region_name_zh) as region,
        -- A region that is called 市 or 区 may be of any level; the word in the next column only repeats it.
        case
            when
                delivered.region_level = '市'
                and regexp_matches(coalesce(of_region_name_zh.reading, ''), '市$|^(北京|天津|上海|重庆)$')
                or delivered.region_level = '区' and ends_with(coalesce(of_region_name_zh.reading, ''), '区')
                then null
            else of_region_level.reading
        end as level,
        coalesce(of_indicator_zh.reading, delivered.indicator_zh) as indicator,
        of_unit.reading as read_unit,
        coalesce(of_unit.factor, 1.0) as factor,
        of_unit.reason as unit_reason,
        coalesce(of_period.reading, delivered.period) as read_period,
        case when delivered.period is null then 'missing_period' else of_period.reason end as period_reason,
        coalesce(of_period.is_as_of, false) as is_stated_as_of,
        coalesce(of_period.is_span, false) as is_stated_span,
        of_published_on.reading as read_date,
        of_published_on.reason as date_reason,
        coalesce(of_comparator.reading, 'eq') as read_comparator,
        coalesce(delivered.scope, of_note.reading) as read_scope,
        case when length(of_period.reading) = 4 then of_note.reason else of_note.reason_of_a_part end as note_reason,
        of_scope.reason as scope_reason,
        of_value_kind.reading as kind,
        of_value_kind.reason as kind_reason,
        files.position,
        files.rows_before
    from delivered
    inner join files on delivered.file = files.file
    {looked_up}
    left join texts as of_unit
        on
            of_unit.column_name = 'unit'
            and delivered.unit is not distinct from of_unit.text
            and delivered.indicator_zh is not distinct from of_unit.beside
),
judged as (select *, {_reason(columns, said)} as found from read)
select
    {quoted(kept.load_id)} as load_id,
    {quoted(kept.file)} as file,
    position as sheet,
    rows_before + file_row_number + 1 as line_number,
    file_row_number + 1 as row_number,
    region as region_name_zh,
    region_code,
    level as region_level,
    indicator as indicator_zh,
    indicator_label,
    read_unit as unit,
    read_period as period,
    read_comparator as comparator,
    kind as value_kind,
    coalesce(source_title, reported_by) as source_title,
    case
        when source_title is null and source_grade is null and regexp_matches(reported_by, {quoted(_OFFICE)})
            then 'official'
        else lower(source_grade)
    end as source_grade,
    source_url,
    note,
    read_scope as scope,
    is_break,
    reported_by,
    raw_value,
    coalesce(read_date, case when date_reason is not null then published_on end) as raw_published_on,
    case
        when number = 0 or not isfinite(number) then number
        else round(number * factor, cast({SIGNIFICANT_DIGITS - 1} - floor(log10(abs(number * factor))) as integer))
    end as value,
    case when number is not null then raw_value end as printed_number,
    case when number is not null then factor end as printed_scale,
    {quoted(columns.shown("value") or "")} as value_column,
    is_stated_as_of,
    is_stated_span,
    found.code as reason_code,
    found.position as reason_column,
    found.words as reason_value
from judged
"""


def _files(kept: Kept) -> str:
    """Of each file its position in the folder, and how many rows stand in those before it."""
    before = [0, *accumulate(pq.read_metadata(file).num_rows for file in kept.files)]
    names = [str(file.relative_to(kept.root)) for file in kept.files]
    positions = ["null" if name == "." else quoted(unquote(name)) for name in names]
    listed = zip(kept.files, positions, before, strict=False)
    return ", ".join(f"({quoted(str(file))}, {position}, {start})" for file, position, start in listed)


def _delivered(columns: Columns) -> str:
    texts = [name for name in ("region_code", "indicator_label", "unit", "source_title", "source_grade", "source_url",
        "is_break", "reported_by") if name not in _LOOKED_UP]  # fmt: skip
    number = f"cast({named(columns.headers['value'])} as double)"
    is_number = f"case when not isnan({number}) then {number} end"
    shown = f"cast({named(columns.headers['value'])} as varchar)"
    if columns.types["value"] in ("FLOAT", "DOUBLE"):
        # 98 is what its writer wrote, though a column with blanks made it 98.0.
        shown = (
            f"case when {number} = round({number}) and abs({number}) < {1 << 53} "
            f"then cast(cast({number} as bigint) as varchar) else {shown} end"
        )
    return ",\n        ".join(
        [
            *(f"{text_of(columns, name)} as {name}" for name in (*texts, *_LOOKED_UP) if name != "period"),
            f"{period_of(columns)} as period",
            f"{is_number} as number",
            f"case when not isnan({number}) then {shown} end as raw_value",
        ]
    )


def _reason(columns: Columns, said: Said) -> str:
    """The first reason that applies: its code, the column or the position, and the words; null where none does."""

    def column(name: str) -> str:
        shown = columns.shown(name)
        return "cast(null as varchar)" if shown is None else quoted(shown)

    value = column("value")
    reasons = [
        ("region is null and region_code is null", "'missing_region'", column("region_name_zh"), "null"),
        ("indicator is null and indicator_label is null", "'missing_indicator'", column("indicator_zh"), "null"),
        ("period_reason is not null", "period_reason", column("period"), "period"),
        ("number is null", "'absent_value'", value, "raw_value"),
        ("kind_reason is not null", "kind_reason", column("value_kind"), "value_kind"),
        ("scope_reason is not null", "scope_reason", column("scope"), "scope"),
        ("note_reason is not null", "note_reason", column("note"), "note"),
        *(
            (_applies(caveat), quoted(caveat.reason), quoted(position), quoted(caveat.words))
            for position, caveat in said.caveats
            if caveat.kind != "rank"
        ),
        ("unit_reason is not null", "unit_reason", column("unit"), "unit"),
        ("date_reason is not null", "date_reason", column("published_on"), "published_on"),
    ]
    cases = "\n        ".join(
        f"when {condition} then {{'code': {code}, 'position': {position}, 'words': cast({words} as varchar)}}"
        for condition, code, position, words in reasons
    )
    return f"case\n        {cases}\n    end"


def _applies(caveat: Caveat) -> str:
    """To which figures words in the name apply: not to those whose indicator is of that kind itself."""
    if caveat.kind == "part":
        return "length(read_period) = 4"
    if caveat.kind == "change":
        return "not regexp_matches(coalesce(indicator, ''), '变化|增长|下降|增加|提升|降低')"
    if caveat.kind == "scope":
        return f"not contains(coalesce(indicator, ''), {quoted(caveat.words)})"
    return "true"
