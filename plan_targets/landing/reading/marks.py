"""The marks of footnotes: what of them belongs to no name, no year and no figure.

A mark that a workbook raises is told by its format, and is taken off whatever it stands at. One that is typed (①, ¹,
[1], （注1）, *) is taken off names and headers; at a figure it stays, so that it is refused: 93.65² may be anything.
Where a note of the sheet says that what is marked is no plain figure (预计数, 1-9月), every mark stays.
"""

from dataclasses import replace

import polars as pl

from plan_targets.landing.reading.rich_text import END, RAISED
from plan_targets.landing.reading.sheets import Sheet

# What somebody hopes for or reckons with.
FORECAST = "预计|预测|预期|预估|目标|计划|规划|力争|forecast|estimate|target"

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = "①-⑳⑴-⒇❶-❿"
_BRACKETED = r"[\[［【〔]\s*(?:注\s*)?\d{1,2}\s*[\]］】〕]|[(（]\s*注\s*[\d一二三四五六七八九十]{0,2}\s*[)）]"
# Behind a letter a raised digit is an exponent, behind 10 it may be one.
_TYPED = rf"(?:⁽[{_SUPERSCRIPTS}]+⁾|[{_CIRCLED}]|{_BRACKETED}|[*＊※†‡])"
_UNDER_UNIT = r"(\s*(?:[(（][^()（）]*[)）]|[%％‰])?)$"
_TYPED_END = rf"(?:\s*{_TYPED})+{_UNDER_UNIT}"
_SUPERSCRIPT_END = rf"([^A-Za-zμµ{_SUPERSCRIPTS}⁻])[{_SUPERSCRIPTS}]+{_UNDER_UNIT}"
_POWER = rf"(?:^|[^\d.,])10[{_SUPERSCRIPTS}]"
_FIRST = r"^[*＊※](\s*[^\d\s*＊※.])"
# What a figure with a mark looks like, so that it is let alone; a year is none.
_FIGURE = rf"^[^\p{{L}}\p{{N}}]*\d[\d.,\s]*\s*(?:%|％|‰)?\s*(?:{_TYPED}|[{_SUPERSCRIPTS}])"
_YEAR = r"^\s*(?:19|20)\d{2}\s*[^\d.,%％‰\s]"
_SIGNS = [
    RAISED,
    *_SUPERSCRIPTS,
    *map(chr, range(0x2460, 0x2488)),
    *map(chr, range(0x2776, 0x2780)),
    *"*＊※†‡[［【〔",
    "注",
]

# A note that says what its mark means.
_NOTE = rf"^\s*(?:注|说明|备注|附注|{_TYPED}|[{_SUPERSCRIPTS}]|{RAISED}|\d{{1,2}}\s*[.．、)）])"
SPEAKS_OF_ANOTHER = (
    rf"(?i){FORECAST}|估计|估算|推算|匡算|[1１]\s*[-—–~～至]\s*\d{{1,2}}\s*月|上半年|下半年|季度|不含|不包括|不包含|仅为|仅含|"
    r"只含|同比|增长率|口径不同|不可比|调整前|旧口径"
)


def without_marks(sheet: Sheet) -> Sheet:
    """The sheet with its names, its headers and its figures without the marks of footnotes."""
    has_marks = sheet.rows.select(pl.col(name).str.contains_any(_SIGNS).any() for name in sheet.cells)
    marked = [name for name, is_marked in zip(sheet.cells, has_marks.row(0), strict=True) if is_marked]
    if not marked:
        return sheet
    if _notes_speak_of_another(sheet):
        return replace(sheet, rows=sheet.rows.with_columns(_printed(pl.col(name)).alias(name) for name in marked))
    return replace(sheet, rows=sheet.rows.with_columns(_without_marks(name) for name in marked))


def _printed(text: pl.Expr) -> pl.Expr:
    """A mark that was raised, as it is typed."""
    return text.str.replace_all(RAISED, "[", literal=True).str.replace_all(END, "]", literal=True)


def _without_marks(name: str) -> pl.Expr:
    raised = rf"{RAISED}[^{END}]*{END}"
    text = pl.col(name)
    # A mark in a cell of its own stays what it is.
    rest = text.str.replace_all(raised, "")
    text = pl.when(rest.str.strip_chars() == "").then(_printed(text)).otherwise(rest)
    is_figure = text.str.contains(_FIGURE) & ~text.str.contains(_YEAR)
    stripped = text.str.replace(_TYPED_END, "$1").str.replace(_FIRST, "$1")
    stripped = (
        pl.when(stripped.str.contains(_POWER)).then(stripped).otherwise(stripped.str.replace(_SUPERSCRIPT_END, "$1$2"))
    )
    return pl.when(is_figure | (stripped.str.strip_chars() == "")).then(text).otherwise(stripped).alias(name)


def _notes_speak_of_another(sheet: Sheet) -> bool:
    is_note = (pl.col(name).str.contains(_NOTE) & (pl.col(name).str.len_chars() > 3) for name in sheet.cells)
    notes = sheet.rows.filter(pl.any_horizontal(pl.lit(value=False), *is_note))
    # A row of a table is no note, whatever its cells begin with.
    filled = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in sheet.cells)
    notes = notes.filter(filled <= 2)
    return any(bool(notes[name].str.contains(SPEAKS_OF_ANOTHER).any()) for name in sheet.cells)
