"""CSV for people: a spreadsheet that opens it must not take a text for a formula."""

import polars as pl

# What a spreadsheet takes for the beginning of a formula, also behind blanks and in full width; a tab or a line's end
# may put one at the beginning of a cell.
_FORMULA = r"^[\s\u200b-\u200f\ufeff\u2060]*[=+\-@＝＋－＠\t\r\n]"
_NUMBER = r"^\s*[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?\s*$"
# Dashes alone stand for nothing.
_DASHES = r"^\s*-+\s*$"


def csv_text(frame: pl.DataFrame, *, include_bom: bool = False) -> str:
    """The frame as CSV; a text that begins like a formula stands behind an apostrophe, so that it stays a text."""
    guarded = frame.with_columns(
        pl.when(_may_be_formula(name)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name, dtype in frame.schema.items()
        if dtype in (pl.String, pl.Categorical, pl.Enum)
    )
    names = pl.DataFrame({"name": frame.columns}).select(
        pl.when(_may_be_formula("name")).then(pl.lit("'") + pl.col("name")).otherwise("name")
    )
    return guarded.rename(dict(zip(frame.columns, names.to_series(), strict=True))).write_csv(include_bom=include_bom)


def _may_be_formula(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    is_harmless = text.str.contains(_NUMBER) | text.str.contains(_DASHES)
    return (text.str.contains(_FORMULA) & ~is_harmless).fill_null(value=False)
