"""Names to settle: the names of indicators that nobody knows yet, what they may mean, and the row that settles each."""

import shlex

import streamlit as st

from app.components import address, layout
from app.components.state_pills import choose_states
from app.components.table import Column, table
from app.queries.session import Reader, reader
from app.texts import Texts
from app.texts.numbers import NOTHING, number
from plan_targets.decisions.lists import ALIASES, INDICATORS
from plan_targets.decisions.rows import Definition, alias_row, csv_line, indicator_row
from plan_targets.decisions.waiting import CANDIDATE_COUNT, NearIndicator, WaitingName, waiting_names

PAGE = "names"
MOST_ROWS = 2_000
STATES = ("provisional", "refused")
# Not one of the candidates: the name is an indicator of its own.
NEW = "new"
# An id that somebody has to choose.
NEW_ID = "new_indicator_id"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    names = waiting_names(now.snapshot)
    layout.headline(texts("page.names"), _sentence(texts, names))
    st.caption(texts("names.note"))
    if not names:
        st.info(texts("names.none"), icon=":material/check:")
        return
    chosen = _filtered(texts, names)
    _list(now, chosen)
    _decision(now, chosen)


def _sentence(texts: Texts, names: list[WaitingName]) -> str:
    if not names:
        return texts("names.sentence.none")
    return texts(
        "names.sentence.some",
        total=number(len(names)),
        figures=number(sum(one.figure_count for one in names if not one.is_provisional)),
        targets=number(sum(one.target_count for one in names if not one.is_provisional)),
        provisional=number(sum(one.is_provisional for one in names)),
    )


def _filtered(texts: Texts, names: list[WaitingName]) -> list[WaitingName]:
    chosen = choose_states(texts, PAGE, {state: sum(_state(one) == state for one in names) for state in STATES})
    return [one for one in names if not chosen or _state(one) in chosen]


def _state(one: WaitingName) -> str:
    return "provisional" if one.is_provisional else "refused"


def _list(now: Reader, names: list[WaitingName]) -> None:
    texts = now.texts
    columns = {
        "waiting_name": Column(220, is_pinned=True),
        "unit": Column(70),
        "name_state": Column(110),
        "figures": Column(80, "count"),
        "targets": Column(80, "count"),
        "senders": Column(170),
        **{f"near_{position}": Column(300) for position in range(1, CANDIDATE_COUNT + 1)},
    }
    table(texts, [_row(now, one) for one in names[:MOST_ROWS]], columns)
    if len(names) > MOST_ROWS:
        st.caption(texts("table.cut", shown=number(MOST_ROWS), total=number(len(names))))


def _row(now: Reader, one: WaitingName) -> dict[str, object]:
    near = [_near_words(now, each) for each in one.candidates] + [NOTHING] * CANDIDATE_COUNT
    return {
        "waiting_name": one.name,
        "unit": one.unit or NOTHING,
        "name_state": now.texts(f"names.state.{_state(one)}"),
        "figures": one.figure_count,
        "targets": one.target_count,
        "senders": one.senders,
        **{f"near_{position}": near[position - 1] for position in range(1, CANDIDATE_COUNT + 1)},
    }


def _near_words(now: Reader, near: NearIndicator) -> str:
    against = f"  {near.against}" if near.against else ""
    return f"{near.name(now.language)}{against}"


def _decision(now: Reader, names: list[WaitingName]) -> None:
    texts = now.texts
    layout.section(texts("names.decision.title"), texts("names.decision.note"))
    by_key = {one.key: one for one in names}
    before = st.session_state.get(f"{PAGE}.decided")
    key = address.prepare_one(PAGE, "decided", next(iter(by_key)), list(by_key))
    # What one name means says nothing of the next.
    if before not in (None, st.query_params.get("decided")):
        address.forget(PAGE, "meant")
    name = st.selectbox(
        texts("names.decision.name"), list(by_key), format_func=lambda key: _label(by_key[key]), key=key
    )
    address.write(key, name)
    one = by_key[name]
    near = {each.indicator_id: each for each in one.candidates}
    key = address.prepare_one(PAGE, "meant", next(iter([*near, NEW])), [*near, NEW])
    meant = st.radio(
        texts("names.decision.meant"),
        [*near, NEW],
        format_func=lambda key: layout.as_text(
            texts("names.decision.new") if key == NEW else f"{_near_words(now, near[key])}（{key}）"
        ),
        key=key,
    )
    address.write(key, meant)
    if meant == NEW:
        row = csv_line(indicator_row(NEW_ID, Definition(one.name).completed_by(one)))
        file = INDICATORS
        command = f"confirm {shlex.quote(one.name)} {NEW_ID} --name-en ? --theme ?"
    else:
        row = csv_line(alias_row(one.name, meant, remark=f"was {one.indicator_id}" if one.indicator_id else None))
        file = ALIASES
        command = f"accept {shlex.quote(one.name)} {meant}"
    st.caption(texts("names.decision.row", file=f"seeds/reference/{file}"))
    st.code(row, language=None)
    st.caption(texts("names.decision.command"))
    st.code(f"uv run plan-targets names {command}", language="bash")


def _label(one: WaitingName) -> str:
    return f"{one.name}（{one.unit}）" if one.unit else one.name


render()
