"""The frame around every page: style, header, headline, chips, and the sentence for when there is nothing to read."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import ACCENT, GRID, INK, PAPER, QUIET_INK, status_style
from app.components.picture import DARK_THEME
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import age, day, moment, number
from plan_targets.look import either
from plan_targets.publication.build_id import order_of
from plan_targets.publication.read import pointer_target
from plan_targets.settings import published_folder

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")
# Figures come out every quarter; a publication that has missed one is old.
OLD_AFTER_DAYS = 100

# Streamlit has no option for these: a readable line length, less air above the page, chips that wrap on a phone, small
# print and chosen values that can be read in both themes, and a page on paper without its controls.
STYLE = f"""<style>
:root {{ --ptw-ink: {either(INK)}; --ptw-quiet: {either(QUIET_INK)}; --ptw-grid: {either(GRID)};
  --ptw-paper: {either(PAPER)}; --ptw-accent: {either(ACCENT)}; }}
.stMainBlockContainer {{ max-width: 1200px; padding-top: 3.2rem; padding-bottom: 4rem; }}
.ptw-strip {{ color: var(--ptw-quiet); font-size: 0.82rem; border-bottom: 1px solid var(--ptw-grid);
  padding-bottom: 0.45rem; display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; }}
.ptw-eyebrow {{ color: var(--ptw-quiet); font-size: 0.9rem; margin: 0.4rem 0 0.15rem; }}
.ptw-headline {{ color: var(--ptw-ink); font-size: 1.55rem; line-height: 1.4; font-weight: 600; margin: 0 0 0.3rem; }}
.ptw-chips {{ display: grid; grid-template-columns: repeat(10, 1fr); gap: 0.4rem; margin: 0.3rem 0 0.8rem; }}
.ptw-chip {{ border: 1px solid var(--ptw-grid); border-radius: 4px; padding: 0.3rem 0.5rem 0.45rem;
  border-top-width: 6px; }}
.ptw-chip b {{ font-size: 1.2rem; font-weight: 600; display: block; line-height: 1.4; white-space: nowrap; }}
.ptw-chip span {{ font-size: 0.82rem; color: var(--ptw-quiet); line-height: 1.25; display: block; }}
.ptw-chip, .ptw-chip:hover {{ color: inherit; text-decoration: none; }}
.ptw-chip:hover span, .ptw-chip:focus span {{ text-decoration: underline; }}
.stApp a:focus-visible {{ outline: 2px solid var(--ptw-accent); outline-offset: 2px; }}
:is(.stMain, [data-testid="stDataFrameResizable"]):focus-visible {{ outline: 2px solid var(--ptw-accent);
  outline-offset: -2px; }}
.ptw-chip.ptw-none b {{ font-weight: 400; color: var(--ptw-quiet); }}
.ptw-facts {{ display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.1rem; margin: 0.2rem 0 0.4rem; }}
.ptw-facts dt {{ color: var(--ptw-quiet); font-weight: 400; }}
.ptw-facts dd {{ margin: 0; overflow-wrap: anywhere; }}
[data-testid="stCaptionContainer"] {{ opacity: 1; }}
[data-testid="stCaptionContainer"] :is(p, li, strong) {{ color: var(--ptw-quiet); }}
.stMultiSelect span[title], [data-testid="stBaseButton-primary"] p {{ color: var(--ptw-paper); }}
@media (max-width: 640px) {{
  .stMainBlockContainer {{ padding-top: 4.2rem; }}
  .ptw-headline {{ font-size: 1.25rem; }}
  .ptw-chips {{ grid-template-columns: repeat(auto-fill, minmax(5.6rem, 1fr)); }}
  .ptw-facts {{ grid-template-columns: 1fr; gap: 0; }}
  .ptw-facts dd {{ margin-bottom: 0.4rem; }}
}}
@media print {{
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], .stButton, .stDownloadButton,
  .stPopover, .stFileUploader, [data-testid="stElementToolbar"] {{ display: none !important; }}
  :root, body, .stApp {{ color-scheme: light; }}
  :root, body {{ background-color: {PAPER} !important; }}
  .stApp, .stApp * {{ background-color: transparent !important; color: {INK} !important; }}
  .stApp, .stMain, [data-testid="stAppViewContainer"] {{ position: static !important; overflow: visible !important;
    height: auto !important; }}
  .stMainBlockContainer {{ max-width: none; padding: 0 !important; }}
  .stVegaLiteChart, .stDataFrame, .ptw-chips, .ptw-facts, table {{ break-inside: avoid; }}
  h1, h2, h3 {{ break-after: avoid; }}
  .ptw-chip {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
}}
</style>"""


# What is drawn on a canvas keeps the dark page's colors on paper, unless it is turned around there.
DARK_PRINT = """<style>@media print {
  .stApp :is(canvas, .stVegaLiteChart svg) { filter: invert(1) hue-rotate(180deg); }
}</style>"""


def style() -> None:
    """Puts the style on the page."""
    st.html(STYLE + DARK_PRINT if st.context.theme.type == DARK_THEME else STYLE)


def publication_strip(now: Reader) -> None:
    """One quiet line that says which publication all figures on the page come from."""
    texts = now.texts
    parts = [
        texts("product"),
        texts("header.published", time=moment(now.fact("published_at"))),
        texts("header.as_of", date=day(now.fact("as_of"))),
        texts("header.build", build_id=now.publication.build_id),
    ]
    warnings = int(now.fact("warning_count") or 0)
    # How many rows of others a check warned about is not told to those who do not see them.
    if now.fact("quality_passed") is not None and now.access.sees_everything:
        parts.append(texts("header.warned", count=number(warnings)) if warnings else texts("header.passed"))
    st.html('<div class="ptw-strip">' + "".join(f"<span>{escape(part)}</span>" for part in parts) + "</div>")


def state_banner(now: Reader) -> None:
    """Says when what is shown is not the latest publication, or an old one."""
    # A publication that is read already may have become the fallback since.
    if pointer_target(published_folder()) != now.publication.folder:
        st.warning(now.texts("nothing.fallback"), icon=":material/warning:")
    published_at = now.fact("published_at")
    days = (datetime.now(UTC).date() - date.fromisoformat(str(published_at)[:10])).days if published_at else 0
    if days > OLD_AFTER_DAYS:
        st.info(now.texts("nothing.old", age=age(now.texts, days)), icon=":material/schedule:")


def as_of_banner(texts: Texts, as_of: str, leave: Callable[[], None]) -> None:
    """Says on every page that these are not the current figures, with the way back to them."""
    st.warning(texts("as_of.banner", date=as_of), icon=":material/history:")
    st.button(texts("as_of.leave"), on_click=leave, key="as_of_leave")


def earlier_banner(now: Reader, leave: Callable[[], None]) -> None:
    """Says on every page that these are the figures of an earlier publication, with the way back."""
    time = moment(now.fact("published_at"))
    said = now.texts("earlier.banner", number=order_of(now.publication.build_id)[0], time=time)
    st.warning(said, icon=":material/history:")
    st.button(now.texts("as_of.leave"), on_click=leave, key="as_of_leave")


def nothing_banner(now: Reader) -> None:
    """Says that there is nothing to see, and whose doing that is: nobody entered anything, or the reader's roles."""
    key = "nothing.empty" if now.access.sees_everything else "nothing.no_rows"
    st.warning(now.texts(key), icon=":material/info:")


def headline(name: str, sentence: str) -> None:
    """The page's name, small, and what it says, as a sentence."""
    st.html(
        f'<div class="ptw-eyebrow">{escape(name)}</div><h1 class="ptw-headline">{escape(sentence)}</h1>',
    )


def section(title: str, note: str = "") -> None:
    """A heading inside a page, with one quiet line below it."""
    st.subheader(title, anchor=False)
    if note:
        st.caption(note)


def status_chips(statuses: pl.DataFrame, counts: pl.DataFrame, address: Callable[[str], str]) -> None:
    """Every status with its mark, its word and its count; those without a target are there too.

    Each leads to what it means, at the address that `address` gives.
    """
    counted = dict(counts.select("status", "count").iter_rows())
    chips = (
        _chip(status, int(counted.get(status["status"], 0)), address(status["status"]))
        for status in statuses.iter_rows(named=True)
    )
    st.html('<div class="ptw-chips">' + "".join(chips) + "</div>")


def _chip(status: dict[str, Any], count: int, address: str) -> str:
    look = status_style(status["status"])
    return (
        f'<a class="ptw-chip{"" if count else " ptw-none"}" style="border-top-color:{either(look.color)}"'
        f' href="{escape(address)}" target="_self" title="{escape(status["description"])}">'
        f"<b>{look.mark} {number(count)}</b>"
        f"<span>{escape(status['label'])}</span></a>"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Names and values below each other."""
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    st.html(f'<dl class="ptw-facts">{entries}</dl>')


def as_text(message: str) -> str:
    """A message as it stands: it repeats what an address says, which must not become a link or a picture."""
    return MARKDOWN.sub(r"\\\1", message)
