"""Methods: what each status, reason and metric means, how verdicts are worked out, and what the words mean."""

import streamlit as st

from app.components import explained, layout
from app.components.methods.terms import show_metrics, show_sources, show_words
from app.components.methods.verdicts import paragraph, show_statuses
from app.components.methods.worked import show_methods
from app.queries import methods, progress, reference
from app.queries.session import Reader, reader


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    layout.headline(texts("page.methods"), texts("methods.sentence"))
    _asked(now)
    targets = progress.targets(now)
    st.header(texts("methods.statuses.title"), anchor="statuses")
    st.caption(texts("methods.statuses.note"))
    show_statuses(now, targets)
    st.header(texts("methods.methods.title"), anchor="methods")
    st.caption(texts("methods.methods.note"))
    show_methods(now, targets)
    st.header(texts("methods.metrics.title"), anchor="metrics")
    st.caption(texts("methods.metrics.note"))
    show_metrics(now)
    st.header(texts("methods.sources.title"), anchor="sources")
    st.caption(texts("methods.sources.note"))
    show_sources(now)
    st.header(texts("methods.words.title"), anchor="words")
    show_words(now)


def _asked(now: Reader) -> None:
    """The paragraph that a link from another page asked for stands first."""
    kind, _, name = str(st.query_params.get(explained.PARAMETER, "")).partition(".")
    said = None
    if kind == "status":
        for status in reference.statuses(now).iter_rows(named=True):
            if status["status"] == name:
                said = now.texts("methods.asked", name=status["label"], meaning=paragraph(now, status))
    elif kind == "reason":
        labels = dict(methods.reasons(now).select("reason", "label").iter_rows())
        statuses = dict(reference.statuses(now).select("status", "label").iter_rows())
        leads = dict(methods.reasons(now).select("reason", "status").iter_rows())
        if name in labels:
            meaning = (
                now.texts("methods.reasons.leads_to", status=statuses[leads[name]])
                if leads[name]
                else now.texts("methods.reasons.note")
            )
            said = now.texts("methods.asked", name=labels[name], meaning=meaning)
    elif kind == "metric" and name in now.snapshot.catalogue.metrics:
        metric = now.snapshot.catalogue.metrics[name]
        said = now.texts("methods.asked", name=metric.label(now.language), meaning=metric.description(now.language))
    elif kind == "method" and name in methods.names(now):
        said = now.texts(
            "methods.asked",
            name=methods.names(now)[name],
            meaning=now.texts(f"methods.method.{name}.words"),
        )
    if said:
        st.info(layout.as_text(said), icon=":material/help:")


render()
