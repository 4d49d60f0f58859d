"""The document's text with its numbers marked: those that became rows, with the row's number, and those left out."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from app.charts.theme import REGION_COLORS
from app.components.reading.state import Session
from app.texts import Texts
from plan_targets.drafting.marked import Mark, MarkedPassage, MarkedText
from plan_targets.drafting.no_promise import REASONS
from plan_targets.drafting.review import ReviewedRow
from plan_targets.look import READING_COLORS, either

HEIGHT = 640
# Told apart by the line below as well as by color.
STYLE = f"""<style>
.ptw-plan {{ font-size: 0.9rem; line-height: 1.75; overflow-wrap: anywhere; }}
.ptw-plan p {{ margin: 0 0 0.55rem; }}
.ptw-plan .ptw-place {{ color: var(--ptw-quiet); font-size: 0.8rem; }}
.ptw-plan h4 {{ font-size: 0.95rem; margin: 0.8rem 0 0.3rem; }}
.ptw-plan table {{ border-collapse: collapse; margin: 0.3rem 0 0.8rem; font-size: 0.82rem; }}
.ptw-plan td {{ border: 1px solid var(--ptw-grid); padding: 0.1rem 0.4rem; }}
.ptw-plan mark {{ color: inherit; padding: 0 0.1rem; }}
.ptw-plan mark.ptw-sure {{ background: {either(READING_COLORS["sure"])};
  border-bottom: 2px solid {either(REGION_COLORS[0])}; }}
.ptw-plan mark.ptw-likely {{ background: {either(READING_COLORS["likely"])};
  border-bottom: 2px solid {either(REGION_COLORS[2])}; }}
.ptw-plan mark.ptw-doubtful {{ background: {either(READING_COLORS["doubtful"])};
  border-bottom: 2px dashed {either(REGION_COLORS[1])}; }}
.ptw-plan mark.ptw-none {{ background: {either(READING_COLORS["none"])};
  border-bottom: 1px dotted var(--ptw-quiet); }}
.ptw-plan mark.ptw-decided {{ opacity: 0.65; }}
.ptw-plan sup {{ font-size: 0.65rem; color: var(--ptw-quiet); }}
</style>"""
LEVELS = ("sure", "likely", "doubtful", "none")


def show_text(texts: Texts, opened: Session) -> None:
    """Shows the whole text in a frame of its own."""
    legend = " ".join(f'<mark class="ptw-{level}">{escape(texts(f"reading.level.{level}"))}</mark>' for level in LEVELS)
    st.html(f'{STYLE}<div class="ptw-plan">{legend}</div>')
    with st.container(height=HEIGHT):
        st.html(f'<div class="ptw-plan">{"".join(_paragraphs(texts, opened))}</div>')


def marked_html(texts: Texts, text: MarkedText, rows: tuple[ReviewedRow, ...]) -> str:
    """A text with its marks as HTML."""
    parts, at = [], 0
    for mark in text.marks:
        parts += [escape(text.text[at : mark.start]), _mark(texts, text.text[mark.start : mark.end], mark, rows)]
        at = mark.end
    return "".join([*parts, escape(text.text[at:])])


def _paragraphs(texts: Texts, opened: Session) -> Iterable[str]:
    titles: tuple[str, ...] = ()
    page: int | None = None
    for passage in opened.passages:
        if passage.page is not None and passage.page != page:
            page = passage.page
            yield f'<p class="ptw-place">{escape(texts("reading.page", page=page))}</p>'
        if passage.titles != titles:
            titles = passage.titles
            heading = titles[-1] if titles else ""
            yield f'<h4><span class="ptw-place">{escape(passage.location)}</span> {escape(heading)}</h4>'
        yield _passage(texts, opened, passage)


def _passage(texts: Texts, opened: Session, passage: MarkedPassage) -> str:
    rows = opened.review.rows
    if not passage.is_table:
        return "".join(f"<p>{marked_html(texts, text, rows)}</p>" for row in passage.texts for text in row)
    lines = ("".join(f"<td>{marked_html(texts, text, rows)}</td>" for text in row) for row in passage.texts)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _mark(texts: Texts, text: str, mark: Mark, rows: tuple[ReviewedRow, ...]) -> str:
    if not mark.rows:
        chinese, english = REASONS[mark.reason]
        why = chinese if texts.language == "zh" else english
        return f'<mark class="ptw-none" title="{escape(why)}">{escape(text)}</mark>'
    named = [rows[at] for at in mark.rows]
    levels = [row.proposed.certainty.level for row in named]
    level = max(levels, key=LEVELS.index)
    decided = " ptw-decided" if all(row.decision != "open" for row in named) else ""
    certainty = named[0].proposed.certainty
    why = certainty.chinese if texts.language == "zh" else certainty.english
    numbers = ",".join(str(at + 1) for at in mark.rows)
    return f'<mark class="ptw-{level}{decided}" title="{escape(why)}">{escape(text)}<sup>{numbers}</sup></mark>'
