"""How many rows differ between a mart of one engine and of another."""

import duckdb
import polars as pl

# What differs from one build to the next, whatever built it; the semantic layer puts an entity before such a name.
OF_THE_BUILD = {"build_id", "published_at", "run_id", "ran_at", "git_commit", "publication"}
TOLERANCE = 1e-9


def differing_rows(one: duckdb.DuckDBPyRelation, *others: duckdb.DuckDBPyRelation) -> int:
    """The most rows that differ between that table and one of the others; only those are sorted that are not equal."""
    seen = {_fingerprint(one): 0}
    for other in others:
        fingerprint = _fingerprint(other)
        if fingerprint not in seen:
            seen[fingerprint] = rows_that_differ(one.pl(), other.pl())
    return max(seen.values())


def rows_that_differ(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """How many rows of the longer table have no equal in the other, in one order; all where columns lack."""
    columns = _compared(one)
    if set(columns) ^ set(_compared(other)):
        return max(one.height, other.height)
    order = sorted(columns, key=lambda name: one.schema[name].is_float())
    one, other = (frame.select(columns).sort(order, nulls_last=True) for frame in (one, other))
    if one.height != other.height:
        return max(one.join(other, on=columns, how="anti", nulls_equal=True).height, abs(one.height - other.height))
    differs = (
        pl.Series([False]).extend_constant(False, one.height - 1) if one.height else pl.Series([], dtype=pl.Boolean)
    )
    for name in columns:
        is_equal = (
            _are_near(one[name], other[name]) if one.schema[name].is_float() else one[name].eq_missing(other[name])
        )
        if not is_equal.all():
            print(
                f"    {name}: {(~is_equal).sum()}, such as",
                one.filter(~is_equal)[name][0],
                other.filter(~is_equal)[name][0],
            )
        differs = differs | ~is_equal
    return int(differs.sum())


def _fingerprint(table: duckdb.DuckDBPyRelation) -> tuple[object, ...]:
    """Equal for equal rows, in whatever order."""
    columns = sorted(_compared(table))
    hashed = ", ".join(f'"{name}"' for name in columns)
    return (*columns, *table.aggregate(f"count(*), sum(hash({hashed}))").fetchall()[0])


def _compared(table: pl.DataFrame | duckdb.DuckDBPyRelation) -> list[str]:
    return [name for name in table.columns if name.rpartition("__")[2] not in OF_THE_BUILD]


def _are_near(one: pl.Series, other: pl.Series) -> pl.Series:
    size = pl.DataFrame({"one": one.abs(), "other": other.abs()}).max_horizontal().fill_null(0.0)
    return (one.is_null() & other.is_null()) | (
        (one - other).abs() <= TOLERANCE * size.clip(lower_bound=1.0)
    ).fill_null(False)
