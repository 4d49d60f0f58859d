"""Filters as data: names are looked up, operators come from a list, values are bound. No person's text becomes SQL."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plan_targets.semantic.errors import ConditionError, shorten

Value = str | int | float | bool | date | datetime

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
MEMBERSHIPS = ("in", "not in")
TEXT_SEARCHES = ("contains", "starts with")
NULL_CHECKS = ("is null", "is not null")
OPERATORS = (*COMPARISONS, *MEMBERSHIPS, "between", *TEXT_SEARCHES, *NULL_CHECKS)

LONGEST_TEXT = 1_000
MOST_VALUES = 1_000
# DuckDB's BIGINT; a larger number, or one that is not a number, is no year, code or figure that the marts could hold.
LARGEST_NUMBER = 2**63 - 1

# Unprintable characters are never part of a name or a figure; a tab or line break can be part of a note.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TEXT_FORM = re.compile(
    r"\s*(?P<dimension>[a-z][a-z0-9_]{0,199})\s*"
    r"(?P<operator><=|>=|!=|=|<|>|\b(?:not in|in|between|contains|starts with|is not null|is null)\b)\s*"
    r"(?P<value>.*)\Z",
    re.DOTALL,
)


@dataclass(frozen=True)
class Condition:
    """One filter: a dimension's name, an operator from OPERATORS, and a value.

    The value is one of str, int, float, bool, date and datetime; for `in` and `not in` a sequence of them, for
    `between` the two ends (both included), for `is null` and `is not null` nothing. Raises ConditionError when operator
    and value do not fit.
    """

    dimension: str
    operator: str
    value: Value | tuple[Value, ...] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.dimension, str):
            raise ConditionError(
                f"A filter names one dimension; {shorten(self.dimension)} is not a name.",
                f"筛选条件应指定一个维度；{shorten(self.dimension)} 不是名称。",
            )
        if self.operator not in OPERATORS:
            raise ConditionError(
                f"There is no filter {shorten(self.operator)}. There are: {', '.join(OPERATORS)}.",
                f"没有 {shorten(self.operator)} 这种筛选方式。可用：{'、'.join(OPERATORS)}。",
                OPERATORS,
            )
        object.__setattr__(self, "value", self._checked())

    @property
    def values(self) -> tuple[Value, ...]:
        """The values one by one; none for a check on null."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def is_one_value(self) -> bool:
        """Whether it leaves exactly one value of its dimension."""
        return self.operator == "=" or (self.operator == "in" and len(set(self.values)) == 1)

    def _checked(self) -> Value | tuple[Value, ...] | None:
        if self.operator in NULL_CHECKS:
            if self.value is not None:
                raise self._unfit("takes no value", "不需要取值")
            return None
        if self.operator in MEMBERSHIPS or self.operator == "between":
            if isinstance(self.value, str) or not isinstance(self.value, Sequence):
                raise self._unfit("takes a list of values", "需要一组取值")
            values = tuple(self._one(value) for value in self.value)
            if self.operator == "between" and len(values) != 2:
                raise self._unfit("takes two values, the ends", "需要两个取值，即两端")
            if not 1 <= len(values) <= MOST_VALUES:
                raise self._unfit(f"takes 1 to {MOST_VALUES} values", f"需要 1 至 {MOST_VALUES} 个取值")
            return values
        one = self._one(self.value)
        if self.operator in TEXT_SEARCHES and not isinstance(one, str):
            raise self._unfit("takes a text", "需要文本")
        return one

    def _one(self, value: object) -> Value:
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise self._unfit(
                    f"takes texts of at most {LONGEST_TEXT} characters", f"文本至多 {LONGEST_TEXT} 个字符"
                )
            if UNPRINTABLE.search(value) or any(0xD800 <= ord(character) <= 0xDFFF for character in value):
                raise self._unfit("takes no control characters", "不接受控制字符")
            return value
        if isinstance(value, bool | date | datetime):
            return value
        if isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER:
            return value
        raise self._unfit("takes texts, numbers, dates, true and false", "取值应为文本、数字、日期或真假")

    def _unfit(self, wants_en: str, wants_zh: str) -> ConditionError:
        return ConditionError(
            f"The filter on {shorten(self.dimension)} cannot be read: {self.operator!r} {wants_en}.",
            f"无法读取对 {shorten(self.dimension)} 的筛选：{self.operator!r} {wants_zh}。",
        )


def parse_condition(text: object) -> Condition:
    """A condition from its text form, as an address or a request carries it.

    The form is `dimension operator value` with the value as JSON: `calendar_year >= 2020`, `region__level = "city"`,
    `status in ["behind", "off_track"]`, `source is null`. Raises ConditionError on anything else.
    """
    matched = TEXT_FORM.match(text) if isinstance(text, str) and len(text) <= 20 * LONGEST_TEXT else None
    if matched is None:
        raise ConditionError(
            f"{shorten(text)} is not a filter. Write: dimension operator value, such as calendar_year >= 2020 "
            'or region__level = "city".',
            f"{shorten(text)} 不是筛选条件。写法：维度 方式 取值，例如 calendar_year >= 2020。",
        )
    dimension, operator, written = matched["dimension"], matched["operator"], matched["value"].strip()
    if operator in NULL_CHECKS and not written:
        return Condition(dimension, operator)
    try:
        value = json.loads(written, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ConditionError(
            f"{shorten(written)} is not a value. Write texts in double quotes, numbers without, lists in brackets.",
            f"{shorten(written)} 不是取值。文本加双引号，数字不加，一组取值用方括号。",
        ) from error
    return Condition(dimension, operator, tuple(value) if isinstance(value, list) else value)


def write_condition(condition: Condition) -> str:
    """The text form of a condition, which `parse_condition` reads. Dates become texts."""
    if condition.operator in NULL_CHECKS:
        return f"{condition.dimension} {condition.operator}"
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return f"{condition.dimension} {condition.operator} {json.dumps(value, ensure_ascii=False, default=str)}"


def template(condition: Condition, reference: str, parameters: dict[str, Value]) -> str:
    """MetricFlow's filter for a condition: the reference, the operator, and placeholders; values go into `parameters`.

    `reference` is MetricFlow's own expression for a name that was looked up (never a person's text).
    """
    placeholders = []
    for value in condition.values:
        name = f"value_{len(parameters)}"
        parameters[name] = value
        placeholders.append(f"${name}")
    operator = condition.operator
    if operator in NULL_CHECKS:
        return f"{reference} {operator}"
    if operator in MEMBERSHIPS:
        return f"{reference} {operator} ({', '.join(placeholders)})"
    if operator == "between":
        return f"{reference} between {placeholders[0]} and {placeholders[1]}"
    if operator == "contains":
        return f"contains(lower(cast({reference} as varchar)), lower({placeholders[0]}))"
    if operator == "starts with":
        return f"starts_with(lower(cast({reference} as varchar)), lower({placeholders[0]}))"
    return f"{reference} {operator} {placeholders[0]}"


def as_conditions(where: object) -> tuple[Condition, ...]:
    """The conditions of a request: Conditions, or (dimension, operator, value) tuples; a mapping means equality.

    Raises ConditionError on anything else, a text above all: text would have to be SQL.
    """
    if where is None:
        return ()
    if isinstance(where, Condition):
        return (where,)
    if isinstance(where, Mapping):
        return tuple(Condition(dimension, "=", value) for dimension, value in where.items())
    if isinstance(where, str) or not isinstance(where, Sequence):
        raise _not_a_condition(where)
    return tuple(_as_condition(item) for item in where)


def _as_condition(item: object) -> Condition:
    if isinstance(item, Condition):
        return item
    if isinstance(item, tuple | list) and 2 <= len(item) <= 3:
        return Condition(*item)
    raise _not_a_condition(item)


def _not_a_condition(item: object) -> ConditionError:
    return ConditionError(
        f"{shorten(item)} is not a filter: write Condition(dimension, operator, value). Text is not run as SQL.",
        f"{shorten(item)} 不是筛选条件：应为 Condition(维度, 方式, 取值)。文本不会作为 SQL 执行。",
    )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")
