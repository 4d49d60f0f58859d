"""Reads a model's SQL as DuckDB and as Spark would, with sqlglot: Spark is not needed."""

import re
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

# What `show system functions` of Spark 4.3 printed.
SPARK_FUNCTIONS = frozenset(Path(__file__).with_name("spark_functions.txt").read_text().split())
# What both engines know and do not mean alike, and what to write instead.
MEANT_OTHERWISE = {
    "array_agg": "Spark leaves out nulls: dbt.listagg with an order",
    "concat": "a null is nothing to DuckDB and makes all of it null in Spark: concat_ws('', ...)",
    "date_diff": "the order of the arguments differs: dbt.datediff",
    "datediff": "the arguments differ: dbt.datediff",
    "listagg": "the order is written differently: dbt.listagg",
    "log": "of ten in DuckDB, natural in Spark: log10 or ln",
    "string_agg": "the order is written differently: dbt.listagg",
    "regexp_extract": "a text without the pattern is empty in one and an error in the other: holds_pattern",
    "rlike": "DuckDB has not: holds_pattern",
}
# Words of either dialect, or of Jinja, that stand before a parenthesis and are no functions.
WORDS = """
and as by call cast config do elif else exists for from if in is items join map not on or over ref return select
set then try_cast union unique update append sort default groupby tojson var when where with all
"""
NOT_FUNCTIONS = frozenset(WORDS.split())
# What DuckDB's SQL has beyond functions and Spark's has not.
ONLY_DUCKDB = {
    exp.Array: "a list in brackets",
    exp.Columns: "columns by a pattern",
    exp.Lambda: "a function without a name",
    exp.Pivot: "pivot",
    exp.PropertyEQ: "a named argument",
    exp.Qualify: "qualify",
    exp.Slice: "a slice",
    exp.TableSample: "a sample",
    exp.Unnest: "unnest",
}
COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
TEXT = re.compile(r"'(?:[^'\n]|'')*'")
# To Spark `over series - year` is a window of the name series-year.
WINDOW_LESS = re.compile(r"\bover \w+ *-")
# To Spark 365.0 is a decimal, and so is what is divided by it, to six places.
DECIMAL_DIVISOR = re.compile(r"/ *[0-9]+\.[0-9]+")
CALL = re.compile(r"(?<![\w.|])([a-z_][a-z0-9_]*)\(")


def faults(compiled: str) -> Iterator[str]:
    """Why a model as DuckDB gets it cannot be said to Spark, a sentence each."""
    try:
        tree = sqlglot.parse_one(compiled, read="duckdb")
    except SqlglotError as error:
        yield f"is not SQL of DuckDB: {str(error).splitlines()[0]}"
        return
    try:
        (said,) = sqlglot.transpile(compiled, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)
        sqlglot.parse_one(said, read="spark")
    except SqlglotError as error:
        yield f"cannot be said to Spark: {str(error).splitlines()[0]}"
    for kind, words in ONLY_DUCKDB.items():
        if tree.find(kind):
            yield f"cannot be said to Spark: {words}"
    if any(join.method in ("ASOF", "POSITIONAL") for join in tree.find_all(exp.Join)):
        yield "cannot be said to Spark: a join by time or by position"
    if any(star.args.get("except_") or star.args.get("replace") for star in tree.find_all(exp.Star)):
        yield "cannot be said to Spark: a star less some columns"
    if any(distinct.args.get("on") for distinct in tree.find_all(exp.Distinct)):
        yield "cannot be said to Spark: distinct on"


def strangers(written: str, macros: frozenset[str]) -> Iterator[str]:
    """Which functions a text calls, as it stands in its file, that are not one and the same in both engines."""
    called = frozenset(CALL.findall(COMMENT.sub("", written))) - NOT_FUNCTIONS - macros
    for name in sorted(called - SPARK_FUNCTIONS - MEANT_OTHERWISE.keys()):
        yield f"calls {name}, which Spark has not: dispatch it"
    if DECIMAL_DIVISOR.search(written):
        yield "divides by a decimal: divide"
    if WINDOW_LESS.search(written):
        yield "takes something off a named window: parentheses"
    for name in sorted(called & MEANT_OTHERWISE.keys()):
        yield f"calls {name}: {MEANT_OTHERWISE[name]}"
