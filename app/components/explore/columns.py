"""Choosing what an answer shows: its metrics and its dimensions."""

import streamlit as st

from app.components import address
from app.components.explore.labels import dimension_label, dimension_order
from app.components.explore.question import PAGE
from app.queries.session import Reader
from plan_targets.semantic import Dimension

DEFAULT_METRICS = ["target_count"]
DEFAULT_DIMENSIONS = {"zh": ["plan__title_zh", "status__label_zh"], "en": ["plan__title_en", "status__label_en"]}
# The figure that a reader may take for exact, and what says how far it is.
FIGURE, AGE = "observed_value", "data_age_days"
EVIDENCE = ["figure__observed_comparator", "figure__is_inferred", "source__title", "source__source_grade"]


def choose_metrics(now: Reader) -> list[str]:
    """Lets the reader choose metrics, and says what each is."""
    texts = now.texts
    metrics = {metric.name: metric for metric in now.snapshot.catalogue.shown_metrics()}
    key = address.prepare_many(PAGE, "metrics", DEFAULT_METRICS, list(metrics))
    chosen = st.multiselect(
        texts("explore.metrics"),
        list(metrics),
        format_func=lambda name: metrics[name].label(now.language),
        key=key,
        placeholder=texts("explore.choose"),
    )
    address.write(key, chosen)
    for name in chosen:
        st.caption(f"**{metrics[name].label(now.language)}** · {metrics[name].description(now.language)}")
    return list(chosen)


def choose_dimensions(now: Reader, available: dict[str, Dimension]) -> list[str]:
    """Lets the reader choose among the dimensions available, and says what each is."""
    texts = now.texts
    default = [name for name in DEFAULT_DIMENSIONS[now.language] if name in available]
    key = address.prepare_many(PAGE, "by", default, list(available))
    chosen = st.session_state[key]
    other = "_en" if now.language == "zh" else "_zh"
    # Names in the other language double the list; those an address names stay.
    options = [name for name in available if not name.endswith(other) or name in chosen]
    chosen = st.multiselect(
        texts("explore.dimensions"),
        sorted(options, key=lambda name: dimension_order(name, available[name])),
        format_func=lambda name: dimension_label(now, name, available),
        key=key,
        placeholder=texts("explore.choose"),
    )
    address.write(key, chosen)
    for name in chosen:
        st.caption(f"**{dimension_label(now, name, available)}** · {available[name].description(now.language)}")
    return list(chosen)


def offer_evidence(now: Reader, metrics: list[str], dimensions: list[str], available: dict[str, Dimension]) -> None:
    """A figure says whether it is a bound or inferred, where it is from and how old it is: one click adds that."""
    if FIGURE not in metrics:
        return
    missing = [name for name in EVIDENCE if name in available and name not in dimensions]
    ages = [] if AGE in metrics else [AGE]
    if missing or ages:
        st.button(
            now.texts("explore.add_evidence"),
            icon=":material/fact_check:",
            on_click=_add_evidence,
            args=(missing, ages),
        )


def _add_evidence(dimensions: list[str], metrics: list[str]) -> None:
    _add_to(f"{PAGE}.by", dimensions)
    _add_to(f"{PAGE}.metrics", metrics)


def group_by(names: list[str]) -> None:
    """Adds dimensions to those chosen."""
    _add_to(f"{PAGE}.by", names)


def _add_to(key: str, names: list[str]) -> None:
    st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, []), *names]))
