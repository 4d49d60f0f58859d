"""What the columns of a data set mean: by the names that headers of tables have too, and by their types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from plan_targets.landing.grammar.vocabulary import Vocabulary

_TEXTS = ("region_name_zh", "region_level", "indicator_zh", "indicator_label", "unit", "comparator", "value_kind",
    "source_title", "source_grade", "source_url", "note", "scope", "reported_by")  # fmt: skip
_TEXT = ("VARCHAR",)
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_NUMBER = (*_WHOLE, "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
# Of each of our columns the types in which it may come, and what to say of another.
TYPES: Mapping[str, tuple[tuple[str, ...], str]] = {
    **dict.fromkeys(_TEXTS, (_TEXT, "文本 text")),
    "region_code": ((*_TEXT, *_WHOLE), "文本或整数 text or a whole number"),
    "period": ((*_TEXT, *_WHOLE), "整数年份或文本 a year as a whole number, or text such as 2023-06"),
    "month": ((*_TEXT, *_WHOLE), "整数 a whole number"),
    "quarter": ((*_TEXT, *_WHOLE), "整数 a whole number"),
    "value": (_NUMBER, "数值 a number"),
    "published_on": ((*_TEXT, "DATE", "TIMESTAMP"), "日期 a date"),
    "is_break": ((*_TEXT, "BOOLEAN"), "是否 true or false"),
}
# At least one of each has to be there, called as the template calls it.
NEEDED = (
    ("地区", ("region_name_zh", "region_code")),
    ("指标", ("indicator_zh", "indicator_label")),
    ("单位", ("unit",)),
    ("年份", ("period",)),
    ("数值", ("value",)),
)
IGNORED = "ignored"
# The type of a column in which nothing stands: it goes for any.
NOTHING = "NOTHING"
_NEAR, _LEAST_ALIKE = 3, 60


@dataclass(frozen=True)
class WrongColumn:
    """What is wrong with a column: the code of the reason, its name, and what stands beside or was expected."""

    reason_code: str
    column: str
    detail: str


@dataclass(frozen=True)
class Columns:
    """Of our columns what the data set calls them, and their types; or what is wrong."""

    headers: Mapping[str, str]
    types: Mapping[str, str]
    wrong: tuple[WrongColumn, ...] = ()

    def shown(self, name: str) -> str | None:
        """What a reader is told that the data set calls one of our columns: names of partitions may be encoded."""
        return unquote(self.headers[name]) if name in self.headers else None


def read_columns(described: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> Columns:
    """What columns of those names and types mean."""
    delivered = list(described)
    meanings = {name: vocabulary.header(unquote(name)) for name, _ in delivered}
    wrong = [
        WrongColumn("dataset_column_unknown", unquote(name), _near(unquote(name), vocabulary.header_names()))
        for name, meaning in meanings.items()
        if meaning not in TYPES and meaning != IGNORED
    ]
    headers: dict[str, str] = {}
    types: dict[str, str] = {}
    for name, kind in delivered:
        meaning = meanings[name]
        if meaning is None or meaning not in TYPES:
            continue
        if meaning in headers:
            wrong.append(WrongColumn("ambiguous_column", unquote(name), unquote(f"{headers[meaning]}; {name}")))
        allowed, expected = TYPES[meaning]
        if kind.partition("(")[0].removesuffix(" WITH TIME ZONE") not in (*allowed, NOTHING):
            wrong.append(WrongColumn("dataset_column_type", unquote(name), f"{kind}; 应为 expected: {expected}"))
        headers.setdefault(meaning, name)
        types.setdefault(meaning, kind)
    for word, ours in NEEDED:
        if not any(name in headers for name in ours):
            unknown = [unquote(name) for name, meaning in meanings.items() if meaning not in TYPES]
            wrong.append(WrongColumn("dataset_column_missing", f"{word} {' / '.join(ours)}", _near(ours[0], unknown)))
    return Columns(headers, types, tuple(wrong))


def _near(name: str, others: Sequence[str]) -> str:
    found = process.extract(name, others, scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_LEAST_ALIKE)
    return f"相近的 near: {', '.join(each for each, _, _ in found)}" if found else ""
