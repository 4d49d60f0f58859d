"""Report: the yearly assessment of a plan as Word and PDF, and one page for a meeting."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from app.components import address, explained, layout
from app.queries import reference
from app.queries.session import Reader, reader
from app.texts.numbers import number
from plan_targets.pictures import chinese_families
from plan_targets.report import (
    Assessment,
    ReportError,
    assess,
    brief_of,
    brief_pdf,
    brief_png,
    file_names,
    pdf_file,
    plan_years,
    report_of,
    usual_year,
    word_file,
)
from plan_targets.report.numbers import plain
from plan_targets.report.sections.overall import summary

PAGE = "report"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    chosen = _choose(now)
    if chosen is None:
        with head:
            layout.headline(texts("page.report"), texts("report.nothing"))
        return
    try:
        assessment = assess(now.snapshot, *chosen, now.language)
    except ReportError as error:
        with head:
            layout.headline(texts("page.report"), error.chinese if now.language == "zh" else error.english)
        return
    with head:
        layout.headline(texts("page.report"), plain(summary(assessment)))
    counts = assessment.verdicts.filter(pl.col("judged_year") == assessment.year).group_by("status").len("count")
    layout.status_chips(reference.statuses(now), counts, explained.status_address(now))
    _files(now, assessment)


def _choose(now: Reader) -> tuple[str, int] | None:
    texts = now.texts
    plans = reference.plans(now)
    names = dict(plans.select("plan_id", "plan").iter_rows())
    if not names:
        return None
    whole = plans.filter(pl.col("plan__is_whole_document").cast(pl.Boolean).fill_null(False))["plan_id"].to_list()
    left, right = st.columns([3, 1])
    with left:
        key = address.prepare_one(PAGE, "plan", [*whole, *names][0], list(names))
        plan = str(
            st.selectbox(texts("filter.plan"), list(names), format_func=lambda one: names.get(one, one), key=key)
        )
        address.write(key, plan)
    years = plan_years(now.snapshot, plan)
    if not years:
        st.info(texts("report.no_year"), icon=":material/info:")
        return None
    shown = [str(year) for year in years]
    with right:
        # A year that this plan does not have gives way to its usual one.
        key = address.prepare_one(PAGE, "year", str(usual_year(now.snapshot, years)), shown)
        year = str(st.selectbox(texts("report.year"), shown, key=key))
        address.write(key, year)
    return plan, int(year)


def _files(now: Reader, assessment: Assessment) -> None:
    texts = now.texts
    names = file_names(assessment)
    layout.section(texts("report.report.title"), texts("report.report.note"))
    with st.container(horizontal=True):
        _button(
            texts("report.report.word"),
            lambda: word_file(report_of(assessment)),
            names["report.docx"],
            WORD,
            first=True,
        )
        _button(
            texts("report.report.pdf"), lambda: pdf_file(report_of(assessment)), names["report.pdf"], "application/pdf"
        )
    layout.section(texts("report.brief.title"), texts("report.brief.note"))
    with st.container(horizontal=True):
        _button(
            texts("report.brief.pdf"), lambda: brief_pdf(brief_of(assessment)), names["brief.pdf"], "application/pdf"
        )
        _button(texts("report.brief.png"), lambda: brief_png(brief_of(assessment)), names["brief.png"], "image/png")
    if not chinese_families():
        st.info(texts("report.no_font"), icon=":material/info:")
    st.caption(texts("report.contents", count=number(assessment.verdicts.height)))


def _button(label: str, make: Callable[[], bytes], name: str, mime: str, first: bool = False) -> None:
    st.download_button(
        label,
        # Made when it is asked for, and not on every click of the page.
        data=make,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        type="primary" if first else "secondary",
        on_click="ignore",
        key=f"{PAGE}.{mime}.{name}",
        # A font is what a page in PDF or a picture cannot do without.
        disabled=mime != WORD and not chinese_families(),
    )


render()
