"""What the different texts of a data set mean: each is read once, by the rules that hold for tables, however many rows
have it. Rows themselves never come here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import polars as pl

from plan_targets.landing.datasets.columns import Columns
from plan_targets.landing.datasets.reading import named, quoted, scan_of
from plan_targets.landing.figures.regions import LEVELS
from plan_targets.landing.grammar.numbers import COMPARATORS, UNSEEN
from plan_targets.landing.grammar.periods import read_date, read_period, settle_periods
from plan_targets.landing.grammar.units import read_units
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.grammar.words import TRIGGER, find_caveats, stands_for_the_whole
from plan_targets.landing.qualifiers import of_notes

# One row for each different text of a column; `beside` is the text of another column that decides as well.
SCHEMA = pl.Schema(
    {
        "column_name": pl.String,
        "text": pl.String,
        "beside": pl.String,
        "reading": pl.String,
        "factor": pl.Float64,
        "is_as_of": pl.Boolean,
        "is_span": pl.Boolean,
        "reason": pl.String,
        "reason_of_a_part": pl.String,
    }
)
# A longer text in a column of kinds is a remark.
_LONGEST_LABEL = 16


def text_of(columns: Columns, name: str) -> str:
    """The SQL of one of our columns as text without blanks around it; null where it is blank or not there."""
    if name not in columns.headers:
        return "cast(null as varchar)"
    column = named(columns.headers[name])
    if columns.types[name].startswith("TIMESTAMP"):
        column = f"cast({column} as date)"
    return f"nullif(trim(cast({column} as varchar)), '')"


def period_of(columns: Columns) -> str:
    """The SQL of a row's period as it would be written in one cell."""
    year = text_of(columns, "period")
    for part, sign in (("month", "月"), ("quarter", "季度")):
        if part in columns.headers:
            before = "第" if part == "quarter" else ""
            number = f"ltrim({text_of(columns, part)}, '0')"
            return f"case when {number} is null then {year} else concat({year}, '年{before}', {number}, '{sign}') end"
    return year


def read_texts(files: Sequence[Path], columns: Columns, vocabulary: Vocabulary) -> pl.DataFrame:
    """The meanings, in the shape of `SCHEMA`. Raises duckdb.Error when a file cannot be read any more."""
    scan = scan_of(files)
    with duckdb.connect() as connection:

        def different(*expressions: str, where: str = "true") -> pl.DataFrame:
            listed = ", ".join(f"{expression} as c{number}" for number, expression in enumerate(expressions))
            return connection.execute(f"select distinct {listed} from {scan} where {where} order by all").pl()

        frames = list(_read(different, columns, vocabulary))
    return pl.concat([SCHEMA.to_frame(), *(_shape(frame) for frame in frames)])


def _read(
    different: Callable[..., pl.DataFrame], columns: Columns, vocabulary: Vocabulary
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    def texts(name: str) -> list[str]:
        return different(text_of(columns, name))["c0"].drop_nulls().to_list() if name in columns.headers else []

    plain = {name: _unblank(name) for name in texts("region_name_zh")}
    yield "region_name_zh", [_said(name, vocabulary.bilingual_region(name) or plain[name]) for name in plain]
    indicators = {name: vocabulary.indicator(name) for name in texts("indicator_zh")}
    yield "indicator_zh", [_said(name, listed or name) for name, (listed, _) in indicators.items()]
    pairs = different(text_of(columns, "unit"), text_of(columns, "indicator_zh")).rows()
    yield "unit", _units(pairs, indicators, vocabulary)
    periods = different(period_of(columns))["c0"].drop_nulls().to_list()
    settled = zip(periods, settle_periods([read_period(text) for text in periods]), strict=True)
    yield (
        "period",
        [
            _said(text, read.text, reason=read.reason, is_as_of=read.is_as_of, is_span=read.is_span)
            for text, read in settled
        ],
    )
    dates = ((text, *read_date(text)) for text in texts("published_on"))
    yield "published_on", [_said(text, date, reason=reason) for text, date, reason in dates]
    yield "comparator", [_said(text, COMPARATORS.get(text.lower(), text.lower())) for text in texts("comparator")]
    levels = ((text, LEVELS.get(_unblank(text).lower(), _unblank(text).lower())) for text in texts("region_level"))
    yield "region_level", [_said(text, level) for text, level in levels]
    if "note" in columns.headers:
        note = text_of(columns, "note")
        # Notes may be many: only those that may say something come here.
        telling = different(note, where=f"regexp_matches({note}, {quoted(TRIGGER)})")["c0"]
        yield (
            "note",
            [
                _said(text, scope, reason=year, reason_of_a_part=other)
                for text, year, other, scope in of_notes(telling).rows()
            ],
        )
    yield "scope", [_said(text, None, reason=_of_scope(text)) for text in texts("scope")]
    yield "value_kind", [_said(text, text.lower(), reason=_of_kind(text)) for text in texts("value_kind")]


def _units(
    pairs: list[tuple[str | None, str | None]],
    indicators: dict[str, tuple[str | None, str | None]],
    vocabulary: Vocabulary,
) -> list[dict[str, object]]:
    written = {name: pl.String for name in ("unit", "name_unit", "value_unit")}
    schema = {**written, "scale": pl.Float64, "indicator_zh": pl.String, "units_around": pl.String}
    rows = []
    for unit, indicator in pairs:
        listed, name_unit = indicators.get(indicator or "", (None, None))
        rows.append((unit, name_unit, None, None, listed or indicator, ""))
    read = read_units(pl.DataFrame(rows, schema=schema, orient="row"), None, None, vocabulary)
    return [
        _said(unit, row["read_unit"], beside=indicator, factor=row["factor"], reason=row["unit_reason"])
        for (unit, indicator), row in zip(pairs, read.iter_rows(named=True), strict=True)
    ]


def _unblank(text: str) -> str:
    return re.sub(UNSEEN, "", text)


def _of_scope(text: str) -> str | None:
    caveats = find_caveats(text, ("aim", "part", "change"))
    return caveats[0].reason if caveats and not stands_for_the_whole(text) else None


def _of_kind(text: str) -> str | None:
    if len(text) > _LONGEST_LABEL or stands_for_the_whole(text):
        return None
    return next((one.reason for one in find_caveats(text) if one.kind != "rank"), None)


def _said(text: str | None, reading: str | None, **more: object) -> dict[str, object]:
    return {"text": text, "reading": reading, **more}


def _shape(read: tuple[str, list[dict[str, object]]]) -> pl.DataFrame:
    name, rows = read
    return pl.DataFrame([{"column_name": name, **row} for row in rows], schema=SCHEMA)
