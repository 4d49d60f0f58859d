"""Due: the figures that targets need and nobody has reported, who owes them, and the workbook to ask for them."""

import io
import zipfile

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.theme import ACCENT
from app.components import address, layout
from app.components.paged import matching, one_page, searched
from app.components.picture import picture
from app.components.state_pills import choose_states
from app.components.table import Column, table
from app.components.targets_table import trend_address
from app.queries import reference
from app.queries.awaited import STATES, awaited, figure_due_count
from app.queries.session import Reader, reader
from app.texts import Texts
from app.texts.numbers import NOTHING, day, number
from plan_targets.collect.awaited import AwaitedFigure, Owner, YearFigure, by_owner
from plan_targets.collect.workbook import file_name, write_collecting_workbook

PAGE = "due"
# More owners than that are a list, not a chart.
MOST_OWNERS = 15


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    figures = list(awaited(now, now.language))
    head = st.container()
    chosen = _filtered(now, figures)
    with head:
        layout.headline(texts("page.due"), _sentence(texts, chosen))
    st.caption(texts("due.note"))
    if not chosen:
        st.info(texts("due.none_left" if figures else "due.none"), icon=":material/check:")
        return
    _owners(now, chosen)
    _downloads(now, chosen)
    _list(now, chosen)


def _sentence(texts: Texts, figures: list[AwaitedFigure]) -> str:
    if not figures:
        return texts("due.sentence.none")
    return texts(
        "due.sentence.some",
        overdue=number(figure_due_count(figures, "overdue")),
        total=number(figure_due_count(figures)),
        never=number(figure_due_count(figures, "never")),
        decides=number(figure_due_count(figures, "decides")),
        owners=number(len(by_owner(figures))),
    )


def _filtered(now: Reader, figures: list[AwaitedFigure]) -> list[AwaitedFigure]:
    texts = now.texts
    plans = dict(reference.plans(now).select("plan_id", "plan").iter_rows())
    waiting = {plan for one in figures for plan in one.plans}
    regions = {one.owner.region_code: one.owner.region for one in figures}
    # An office without a name is asked for as what it is: none.
    offices = {one.owner.department_id or "none": one.owner.department or texts("due.no_office") for one in figures}
    columns = st.columns(3)
    with columns[0]:
        chosen_plans = _choose(texts, "plan", {plan: name for plan, name in plans.items() if plan in waiting})
    with columns[1]:
        chosen_regions = _choose(texts, "region", regions)
    with columns[2]:
        chosen_offices = _choose(texts, "department", offices)
    chosen_states = _choose_states(texts, figures)
    return [
        one
        for one in figures
        if (not chosen_plans or set(one.plans) & set(chosen_plans))
        and (not chosen_regions or one.owner.region_code in chosen_regions)
        and (not chosen_offices or (one.owner.department_id or "none") in chosen_offices)
        and (not chosen_states or _states(one) & set(chosen_states))
    ]


def _choose(texts: Texts, name: str, options: dict[str, str]) -> list[str]:
    key = address.prepare_many(PAGE, name, [], list(options))
    chosen = st.multiselect(
        texts(f"filter.{name}"),
        list(options),
        format_func=lambda option: options.get(option, option),
        key=key,
        placeholder=texts(f"filter.all_{name}s"),
    )
    address.write(key, chosen)
    return chosen


def _choose_states(texts: Texts, figures: list[AwaitedFigure]) -> list[str]:
    return choose_states(texts, PAGE, {state: figure_due_count(figures, state) for state in STATES})


def _states(one: AwaitedFigure) -> set[str]:
    """What is said of a figure: whether its day is past, whether it was ever reported, whether it decides a target."""
    return {state for state, holds in STATES.items() if holds(one)}


def _owners(now: Reader, figures: list[AwaitedFigure]) -> None:
    texts = now.texts
    owners = by_owner(figures)
    counts = pl.DataFrame(
        [
            {"name": _name(texts, owner), "count": len(owed), "color": ACCENT}
            for owner, owed in sorted(owners.items(), key=lambda pair: -len(pair[1]))[:MOST_OWNERS]
        ]
    )
    most = counts.row(0, named=True)
    # One owner is named when nobody owes as much.
    is_alone = counts.filter(pl.col("count") == most["count"]).height == 1
    title = texts(
        "due.owners.sentence" if is_alone else "due.owners.sentence_tied",
        owner=most["name"],
        count=number(most["count"]),
        total=number(figure_due_count(figures)),
        owners=number(len(owners)),
    )
    note = texts("due.owners.cut", shown=MOST_OWNERS, total=number(len(owners))) if len(owners) > MOST_OWNERS else ""
    picture(now, "owners", named_bars, counts, title, texts("column.due_figures"), alternative=title, note=note)


def _name(texts: Texts, owner: Owner) -> str:
    if not owner.department:
        return texts("due.owner_without_office", region=owner.region)
    return f"{owner.region} {owner.department}"


def _downloads(now: Reader, figures: list[AwaitedFigure]) -> None:
    texts = now.texts
    layout.section(texts("due.workbook.title"), texts("due.workbook.note"))
    # The workbook is Chinese whoever reads the page: the office fills it in.
    asked = {(one.owner.key, one.indicator_id, one.year) for one in figures}
    owners = by_owner(one for one in awaited(now, "zh") if (one.owner.key, one.indicator_id, one.year) in asked)
    names = {one.owner.key: _name(texts, one.owner) for one in figures}
    files = {owner.key: owner for owner in owners}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        key = address.prepare_one(PAGE, "owner", next(iter(files)), list(files))
        chosen = st.selectbox(
            texts("due.workbook.owner"), list(files), format_func=lambda one: names.get(one, one), key=key
        )
        address.write(key, chosen, usual=next(iter(files)))
    owner = files[chosen]
    as_of = day(now.fact("as_of"))
    with right:
        st.download_button(
            texts("due.workbook.one", count=number(len(owners[owner]))),
            lambda: _workbook(owner, owners[owner]),
            file_name(owner, as_of),
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
    st.download_button(
        texts("due.workbook.all", count=number(len(owners))),
        lambda: _all_workbooks(owners, as_of),
        f"{texts('page.due')}_{as_of}.zip",
        icon=":material/folder_zip:",
        on_click="ignore",
    )


def _workbook(owner: Owner, figures: list[AwaitedFigure]) -> bytes:
    file = io.BytesIO()
    write_collecting_workbook(file, owner, figures)
    return file.getvalue()


def _all_workbooks(owners: dict[Owner, list[AwaitedFigure]], as_of: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for owner, figures in owners.items():
            archive.writestr(file_name(owner, as_of), _workbook(owner, figures))
    return file.getvalue()


@st.fragment
def _list(now: Reader, figures: list[AwaitedFigure]) -> None:
    texts = now.texts
    layout.section(texts("due.list.title"), texts("due.list.note"))
    columns = {
        "indicator": Column(240, is_pinned=True),
        "year": Column(60, "year"),
        "region": Column(100),
        "office": Column(130),
        "due_on": Column(100),
        "due_state": Column(150),
        "known": Column(150),
        "target": Column(150),
        "link": Column(60, "link", display=texts("overview.list.open")),
    }
    first = sorted(figures, key=lambda one: (not one.is_overdue, not one.is_due_year, one.year))
    # Found by the words of the reader, shown a page at a time: a list of a thousand rows takes long to make.
    found = pl.DataFrame(
        {"position": range(len(first)), "words": [f"{one.indicator} {one.owner.name} {one.year}" for one in first]},
        schema={"position": pl.Int64, "words": pl.String},
    )
    shown = one_page(texts, PAGE, found, ["words"])
    rows = matching(found, searched(PAGE), ["words"])
    table(
        texts,
        [_row(now, first[position]) for position in shown["position"]],
        columns,
        title=texts("due.list.title"),
        all_rows=lambda: [_row(now, first[position]) for position in rows["position"]],
    )


def _row(now: Reader, one: AwaitedFigure) -> dict[str, object]:
    texts = now.texts
    states = _states(one)
    return {
        "indicator": one.indicator,
        "year": one.year,
        "region": one.owner.region,
        "office": one.owner.department or texts("due.no_office"),
        "due_on": one.due_on,
        "due_state": texts.listed([texts(f"due.state.{state}") for state in STATES if state in states]),
        "known": _dated(texts, one.last_known) if one.last_known else texts("figure.never_observed"),
        "target": texts.listed([_dated(texts, promise) for promise in one.targets]) or NOTHING,
        "link": trend_address(now, one.indicator_id, [one.owner.region_code]),
    }


def _dated(texts: Texts, one: YearFigure) -> str:
    return texts("figure.of_year", figure=one.words, year=one.year)


render()
