"""What each office owes: the targets that plans name it for, over all plans of its region."""

import polars as pl
import streamlit as st

from app.components import address, layout
from app.components.plans.choice import PAGE
from app.components.targets_table import targets_table
from app.queries import plans, target_counts
from app.queries.session import Reader
from app.texts.numbers import number

# More offices than that are chosen from a list.
MOST_PILLS = 40


def show_offices(now: Reader, promised: pl.DataFrame, targets: pl.DataFrame) -> None:
    """One office's targets, those of this plan's offices first, and how many targets name no office."""
    texts = now.texts
    assigned = plans.assignments(now)
    of_plan = assigned.filter(pl.col("target_id").is_in(promised["target_id"].to_list()))
    unnamed = promised.height - of_plan["target_id"].n_unique()
    unnamed_everywhere = targets.height - assigned["target_id"].n_unique()
    layout.section(
        texts("plans.offices.title"),
        texts(
            "plans.offices.note",
            unnamed=number(unnamed),
            total=number(promised.height),
            unnamed_everywhere=number(unnamed_everywhere),
            total_everywhere=number(targets.height),
        ),
    )
    if assigned.is_empty():
        st.info(texts("plans.offices.none"), icon=":material/info:")
        return
    counts = dict(assigned.group_by("office_id").agg(pl.col("target_id").n_unique()).iter_rows())
    names = dict(assigned.select("office_id", "office").unique().iter_rows())
    here = set(of_plan["office_id"])
    order = sorted(names, key=lambda office: (office not in here, -counts[office], office))
    office = _choose(now, {one: texts("plans.offices.option", office=names[one], count=counts[one]) for one in order})
    owed = targets.filter(
        pl.col("target_id").is_in(assigned.filter(pl.col("office_id") == office)["target_id"].to_list())
    )
    st.markdown(f"**{layout.as_text(_sentence(now, names[office], owed))}**")
    targets_table(now, owed, PAGE)


def _choose(now: Reader, options: dict[str, str]) -> str:
    key = address.prepare_one(PAGE, "office", next(iter(options)), list(options))
    label = now.texts("filter.department")
    # One click where they can be seen at once.
    chosen = (
        st.pills(label, list(options), format_func=lambda one: options[one], key=key, required=True)
        if len(options) <= MOST_PILLS
        else st.selectbox(label, list(options), format_func=lambda one: options[one], key=key)
    )
    address.write(key, chosen)
    return str(chosen)


def _sentence(now: Reader, office: str, owed: pl.DataFrame) -> str:
    texts = now.texts
    courses = dict(owed.group_by("course").len().iter_rows())
    return texts(
        "plans.offices.sentence",
        office=office,
        total=number(owed.height),
        on_course=number(courses.get(target_counts.ON_COURSE, 0)),
        lagging=number(courses.get(target_counts.LAGGING, 0)),
        other=number(courses.get(None, 0)),
    )
