"""What changed: between any two publications, one sentence a target, by cause and plan."""

from urllib.parse import urlencode

import polars as pl
import streamlit as st

from app.components import address, as_of_day, layout
from app.components.layout import as_text
from app.components.paged import one_page
from app.components.targets_table import trend_address
from app.queries.changes import between, is_kept, published
from app.queries.session import Reader, reader
from app.texts.numbers import moment, number
from plan_targets.changes.sentences import Sentences
from plan_targets.changes.told import Changes, Row
from plan_targets.changes.written import as_markdown, as_page
from plan_targets.publication.build_id import order_of

PAGE = "changes"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    since, until = _choose(now)
    changes = between(now, since, until)
    said = Sentences(changes, now.language)
    with head:
        layout.headline(texts("page.changes"), _sentence(now, changes))
    _ways_back(now, [build_id for build_id in (since, until) if build_id])
    if not changes.is_since_kept:
        st.info(texts("changes.not_kept"), icon=":material/info:")
    _plans(now, said)
    if changes.statuses:
        layout.section(texts("changes.list"), texts("changes.list_note"))
        _list(now, "statuses", _statuses(now, said))
    if changes.edits:
        layout.section(texts("changes.edits"), texts("changes.edits_note"))
        _list(now, "edits", _edits(now, said))
    _take_away(now, changes)


def _choose(now: Reader) -> tuple[str | None, str]:
    """The two publications, the earlier one first; none for it when there is only one."""
    texts, known = now.texts, published(now)
    ids = sorted(known, key=order_of, reverse=True)
    if len(ids) == 1:
        return None, ids[0]
    names = {one: _name(now, row) for one, row in known.items()}
    left, right = st.columns(2)
    chosen = []
    for column, parameter, options, default in (
        (left, "since", ids[1:], ids[1]),
        (right, "until", ids[:-1], ids[0]),
    ):
        with column:
            key = address.prepare_one(PAGE, parameter, default, options)
            one = st.selectbox(
                texts(f"changes.{parameter}"),
                options,
                format_func=lambda build_id: names.get(build_id, build_id),
                key=key,
                help=texts("changes.since_help"),
            )
            address.write(key, one)
            chosen.append(str(one))
    first, last = sorted(chosen, key=order_of)
    return first, last


def _name(now: Reader, row: Row) -> str:
    return Sentences(Changes(None, row, ()), now.language).publication(row)


def _sentence(now: Reader, changes: Changes) -> str:
    if changes.since is None:
        return now.texts("changes.first")
    if changes.is_empty:
        return now.texts("changes.none")
    return now.texts("changes.some", statuses=number(len(changes.statuses)), edits=number(len(changes.edits)))


def _ways_back(now: Reader, build_ids: list[str]) -> None:
    links = []
    for build_id in build_ids:
        if build_id == now.publication.build_id or not is_kept(now, build_id):
            continue
        ordinal = order_of(build_id)[0]
        words = now.texts("changes.look", number=ordinal, time=moment(published(now)[build_id]["published_at"]))
        asked = {as_of_day.PUBLICATION: build_id, "lang": now.language}
        if now.publication.as_of:
            asked[as_of_day.PARAMETER] = now.publication.as_of
        links.append(f"[{as_text(words)}](./?{urlencode(asked)})")
    if links:
        st.caption(" · ".join(links))


def _plans(now: Reader, said: Sentences) -> None:
    changes = said.changes
    lines = [said.text("plan_new", plan=said.plan(row)) for row in changes.plans_new]
    lines += [said.text("plan_gone", plan=said.plan(row)) for row in changes.plans_gone]
    if lines:
        layout.section(now.texts("changes.plans"))
        st.markdown("\n".join(f"- {as_text(line)}" for line in lines))


def _statuses(now: Reader, said: Sentences) -> list[dict[str, str]]:
    return [
        {
            "group": said.group(change.cause),
            "plan": said.plan(change.known),
            "sentence": said.status_sentence(change),
            "link": _trend(now, change.after),
        }
        for change in said.changes.statuses
    ]


def _edits(now: Reader, said: Sentences) -> list[dict[str, str]]:
    return [
        {
            "group": "",
            "plan": said.plan(edit.after),
            "sentence": said.edit_sentence(edit),
            "link": _trend(now, edit.after),
        }
        for edit in said.changes.edits
    ]


def _trend(now: Reader, row: Row | None) -> str:
    # What is gone has no trend any more.
    return trend_address(now, row["indicator_id"], [row["region_code"]]) if row else ""


def _list(now: Reader, name: str, rows: list[dict[str, str]]) -> None:
    shown = one_page(now.texts, f"{PAGE}.{name}", pl.DataFrame(rows), ["group", "plan", "sentence"])
    lines, above = [], ("", "")
    for row in shown.iter_rows(named=True):
        if row["group"] and row["group"] != above[0]:
            lines += ["", f"#### {as_text(row['group'])}", ""]
            above = (row["group"], "")
        if row["plan"] != above[1]:
            lines += ["", f"**{as_text(row['plan'])}**", ""]
            above = (above[0], row["plan"])
        link = f" [{now.texts('changes.trend')}]({row['link']})" if row["link"] else ""
        lines.append(f"- {as_text(row['sentence'])}{link}")
    if lines:
        st.markdown("\n".join(lines))


def _take_away(now: Reader, changes: Changes) -> None:
    texts = now.texts
    if changes.since is None:
        return
    with st.container(horizontal=True):
        for name, kind, text in (
            ("markdown", "md", as_markdown(changes, now.language)),
            ("html", "html", as_page(changes, now.language)),
        ):
            st.download_button(
                texts(f"changes.{name}"),
                text,
                f"{texts('changes.file')}.{kind}",
                f"text/{name}",
                key=f"changes.{name}",
                icon=":material/download:",
            )
    st.caption(texts("changes.feed"))


render()
