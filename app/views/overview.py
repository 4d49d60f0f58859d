"""Overview: how many targets there are, on what course they are, what lags, and what nobody has observed."""

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.theme import STATUS_STYLES, status_column, status_style
from app.components import address, explained, layout
from app.components.overview.bars import show_bars
from app.components.overview.glance import overdue, show_glance
from app.components.overview.lagging import show_lagging
from app.components.overview.plans_table import show_plans
from app.components.picture import picture
from app.components.targets_table import targets_table
from app.queries import families, progress, reference, target_counts
from app.queries.session import Reader, as_of_year, reader
from app.queries.target_counts import LAGGING, NOT_OBSERVED
from app.texts.numbers import number

PAGE = "overview"
# Instead of one plan's family.
ALL = "all"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    family, chosen = _filters(now)
    targets = chosen.of(progress.targets(now))
    statuses = reference.statuses(now)
    with head:
        names = dict(reference.plans(now).select("plan_id", "plan").iter_rows())
        scope = texts("overview.family.all") if family == ALL else texts("overview.family.of", plan=names[family])
        layout.headline(f"{texts('page.overview')} · {scope}", _sentence(now, targets))
    if targets.is_empty():
        st.info(texts("overview.nothing_left"))
        return
    layout.status_chips(statuses, target_counts.by_status(targets), explained.status_address(now))
    show_glance(now, targets, chosen)
    by_plan, by_theme = st.columns(2, gap="large")
    with by_plan:
        # All plans are too many bars to compare; their levels are not.
        if family == ALL and not chosen.plans:
            show_bars(now, target_counts.by_level(now, targets), "level")
        else:
            show_bars(now, target_counts.by_plan(targets), "plan")
        _unjudged(now, targets)
    with by_theme:
        show_bars(now, target_counts.by_theme(targets), "theme")
    st.caption(texts("overview.bars.note"))
    show_lagging(now, targets)
    show_plans(now, targets)
    _list(now, targets, statuses)


def _filters(now: Reader) -> tuple[str, progress.TargetFilter]:
    """The plan whose family is shown, or all; and the filter."""
    texts = now.texts
    plans = reference.plans(now)
    names = dict(plans.select("plan_id", "plan").iter_rows())
    themes = dict(reference.themes(now).iter_rows())
    family = _family(now, names)
    members = list(names) if family == ALL else families.family_of(plans, family)
    left, right = st.columns(2)
    with left:
        key = address.prepare_many(PAGE, "plan", [], members)
        chosen_plans = st.multiselect(
            texts("filter.plan"),
            members,
            format_func=lambda plan: names.get(plan, plan),
            key=key,
            placeholder=texts("filter.all_plans"),
        )
        address.write(key, chosen_plans)
    with right:
        key = address.prepare_many(PAGE, "theme", [], list(themes))
        chosen_themes = st.multiselect(
            texts("filter.theme"),
            list(themes),
            format_func=lambda theme: themes.get(theme, theme),
            key=key,
            placeholder=texts("filter.all_themes"),
        )
        address.write(key, chosen_themes)
    shown = chosen_plans or ([] if family == ALL else members)
    return family, progress.TargetFilter(plans=shown, themes=chosen_themes)


def _family(now: Reader, names: dict[str, str]) -> str:
    """Asks whose family is shown. An address that names plans and no family means those plans among all."""
    texts = now.texts
    options = [ALL, *names]
    default = ALL if "plan" in st.query_params else families.default_plan(now) or ALL
    key = address.prepare_one(PAGE, "family", default, options)
    chosen = st.selectbox(
        texts("overview.family.ask"),
        options,
        format_func=lambda plan: (
            texts("overview.family.all") if plan == ALL else texts("overview.family.of", plan=names.get(plan, plan))
        ),
        key=key,
        help=texts("overview.family.help"),
    )
    address.write(key, chosen)
    return str(chosen)


def _sentence(now: Reader, targets: pl.DataFrame) -> str:
    texts = now.texts
    count = {metric: target_counts.count(metric, targets) for metric in target_counts.METRICS}
    total = count["target_count"]
    if total == 0:
        return texts("overview.sentence.none")
    able, judged = count["judgeable_target_count"], count["assessed_target_count"]
    unobserved = count["targets_not_observed"]
    counts = {
        "total": number(total),
        "able": number(able),
        "unable": number(total - able),
        "judged": number(judged),
        "on_course": number(count["targets_on_course"]),
        "lagging": number(count["targets_lagging"]),
        "unobserved": number(unobserved),
        "other": number(able - judged - unobserved),
    }
    if able == 0:
        return texts("overview.sentence.not_yet", **counts)
    # What there is none of is not told.
    rest = {"unobserved": unobserved, "other": able - judged - unobserved, "unable": total - able}
    said = ["judged" if judged else "unjudged", *(clause for clause, count in rest.items() if count)]
    return texts("overview.sentence.joint").join(texts(f"overview.sentence.{clause}", **counts) for clause in said)


def _unjudged(now: Reader, targets: pl.DataFrame) -> None:
    texts = now.texts
    reasons = target_counts.by_reason(targets)
    if reasons.is_empty():
        return
    unjudged = targets.filter(pl.col("course").is_null()).height
    late = overdue(targets, as_of_year(now)).height
    title = texts("overview.unjudged.sentence", unjudged=number(unjudged), total=number(targets.height))
    note = texts("overview.unjudged.overdue", count=number(late)) if late else ""
    colored = reasons.with_columns(
        color=status_column("color"),
        name=pl.col("status").replace_strict({s: style.mark for s, style in STATUS_STYLES.items()}, default="")
        + pl.lit(" ")
        + pl.col("name"),
    )
    picture(now, "unjudged", named_bars, colored, title, texts("column.targets"), alternative=title, note=note)


@st.fragment
def _list(now: Reader, targets: pl.DataFrame, statuses: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("overview.list.title"), texts("overview.list.note"))
    labels = dict(statuses.select("status", "label").iter_rows())
    counts = dict(targets.group_by("status").len().iter_rows())
    present = [status for status in labels if status in counts]
    # What needs acting on comes first; where nothing lags, what is not observed does.
    course = dict(statuses.select("status", "course").iter_rows())
    lagging = [status for status in present if course[status] == LAGGING]
    default = lagging or [status for status in (NOT_OBSERVED,) if status in counts] or present
    key = address.prepare_many(PAGE, "status", default, present)
    chosen = st.pills(
        texts("column.status"),
        present,
        selection_mode="multi",
        format_func=lambda status: f"{status_style(status).mark} {labels[status]} {counts[status]}",
        key=key,
        label_visibility="collapsed",
    )
    address.write(key, chosen)
    listed = targets.filter(pl.col("status").is_in(chosen)) if chosen else targets
    targets_table(now, listed, PAGE)


render()
