"""Overview: how many targets there are, on what course they are, what lags, and what nobody has observed."""

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.pace import PaceTexts, pace_dots
from app.charts.status_bars import COUNT, StatusBarTexts, status_bars
from app.charts.theme import STATUS_STYLES, status_style
from app.components import address, layout
from app.components.picture import picture
from app.components.targets_table import targets_table
from app.queries import families, progress, reference, target_counts
from app.queries.session import Reader, reader
from app.queries.target_counts import LAGGING, ON_COURSE
from app.texts.numbers import difference, figure, number, share
from plan_targets.semantic import Condition

PAGE = "overview"
# Instead of one plan's family.
ALL = "all"
NOT_OBSERVED = "not_observed"
# More rows than that are a list, not a chart.
MOST_PACE_ROWS = 20


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    family, chosen = _filters(now)
    where = chosen.where()
    targets = progress.targets(now, where)
    statuses = reference.statuses(now)
    with head:
        names = dict(reference.plans(now).select("plan_id", "plan").iter_rows())
        scope = texts("overview.family.all") if family == ALL else texts("overview.family.of", plan=names[family])
        layout.headline(f"{texts('page.overview')} · {scope}", _sentence(now, targets, where))
    if targets.is_empty():
        st.info(texts("overview.nothing_left"))
        return
    layout.status_chips(statuses, target_counts.by_status(now, where))
    by_plan, by_theme = st.columns(2, gap="large")
    with by_plan:
        # All plans are too many bars to compare; their levels are not.
        by_level = family == ALL and not chosen.plans
        counts = target_counts.by_level(now, where) if by_level else target_counts.by_plan(now, where)
        _bars(now, counts, "level" if by_level else "plan")
        _unjudged(now, targets, where)
    with by_theme:
        _bars(now, target_counts.by_theme(now, where), "theme")
    st.caption(texts("overview.bars.note"))
    _lagging(now, targets)
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


def _sentence(now: Reader, targets: pl.DataFrame, where: list[Condition]) -> str:
    texts = now.texts
    total = targets.height
    if total == 0:
        return texts("overview.sentence.none")
    able = target_counts.judgeable(now, where)
    on_course = targets.filter(pl.col("course") == ON_COURSE).height
    lagging = targets.filter(pl.col("course") == LAGGING).height
    unobserved = targets.filter(pl.col("status") == NOT_OBSERVED).height
    counts = {
        "total": number(total),
        "able": number(able),
        "unable": number(total - able),
        "judged": number(on_course + lagging),
        "on_course": number(on_course),
        "lagging": number(lagging),
        "unobserved": number(unobserved),
        "other": number(able - on_course - lagging - unobserved),
    }
    if able == 0:
        return texts("overview.sentence.not_yet", **counts)
    # What there is none of is not told.
    rest = {"unobserved": unobserved, "other": able - on_course - lagging - unobserved, "unable": total - able}
    said = ["judged" if on_course + lagging else "unjudged", *(clause for clause, count in rest.items() if count)]
    return texts("overview.sentence.joint").join(texts(f"overview.sentence.{clause}", **counts) for clause in said)


def _bars(now: Reader, counts: pl.DataFrame, group: str) -> None:
    texts = now.texts
    most = (
        counts.group_by("group", "group_order")
        .agg(
            total=pl.col("count").sum(),
            lagging=pl.col("count").filter(pl.col("course") == LAGGING).sum(),
            unobserved=pl.col("count").filter(pl.col("status") == NOT_OBSERVED).sum(),
        )
        .sort("lagging", "unobserved", "group_order", descending=[True, True, False])
        .row(0, named=True)
    )
    worst = "lagging" if most["lagging"] else "unobserved"
    if most[worst]:
        title = texts(
            f"overview.bars.{group}.{worst}",
            group=most["group"],
            count=number(most[worst]),
            total=number(most["total"]),
            share=share(most[worst], most["total"]),
        )
    else:
        title = texts(f"overview.bars.{group}.none")
    words = StatusBarTexts(
        title=title,
        group=texts(f"filter.{group}"),
        status=texts("column.status"),
        count=texts("column.targets"),
        total=texts("overview.bars.total", count=COUNT),
    )
    picture(now, f"by_{group}", status_bars, counts, words, alternative=title)


def _lagging(now: Reader, targets: pl.DataFrame) -> None:
    texts = now.texts
    judged = targets.filter(pl.col("course").is_not_null())
    lagging = targets.filter(pl.col("course") == LAGGING)
    layout.section(texts("overview.lagging.title"))
    if judged.is_empty():
        st.info(texts("overview.lagging.unjudged"), icon=":material/info:")
        return
    if lagging.is_empty():
        st.info(texts("overview.lagging.none", judged=number(judged.height)), icon=":material/info:")
    paced = judged.filter(pl.col("pace").is_not_null()).sort("pace").head(MOST_PACE_ROWS)
    if paced.is_empty():
        return
    rows = [
        {
            "name": texts(
                "overview.lagging.row", indicator=row["indicator"], region=row["region"], due=row["due_year"]
            ),
            "detail": texts(
                "overview.lagging.detail",
                year=row["verdict_year"],
                figure=figure(texts, row["latest_value"], row["unit"], row["observed_comparator"]),
                expected=figure(texts, row["expected_value"], row["unit"]),
                gap=difference(texts, row["gap"], row["unit"]),
            ),
            "pace": row["pace"],
            "status": row["status"],
            "status_label": row["status_label"],
        }
        for row in paced.iter_rows(named=True)
    ]
    title = texts("overview.lagging.sentence", lagging=number(lagging.height), judged=number(judged.height))
    words = PaceTexts(title=title, pace=texts("column.pace"), status=texts("column.status"))
    note = texts("overview.lagging.subtitle")
    picture(now, "lagging", pace_dots, pl.DataFrame(rows), words, alternative=title, note=note)


def _unjudged(now: Reader, targets: pl.DataFrame, where: list[Condition]) -> None:
    texts = now.texts
    reasons = target_counts.by_reason(now, where)
    if reasons.is_empty():
        return
    unjudged = int(reasons["count"].sum())
    overdue = targets.filter(
        (pl.col("status") == NOT_OBSERVED) & (pl.col("due_year") < _as_of_year(now, targets))
    ).height
    title = texts("overview.unjudged.sentence", unjudged=number(unjudged), total=number(targets.height))
    note = texts("overview.unjudged.overdue", count=number(overdue)) if overdue else ""
    colored = reasons.with_columns(
        color=pl.col("status").map_elements(lambda status: status_style(status).color, return_dtype=pl.String),
        name=pl.col("status").replace_strict({s: style.mark for s, style in STATUS_STYLES.items()}, default="")
        + pl.lit(" ")
        + pl.col("name"),
    )
    picture(now, "unjudged", named_bars, colored, title, texts("column.targets"), alternative=title, note=note)


def _as_of_year(now: Reader, targets: pl.DataFrame) -> int:
    as_of = now.fact("as_of")
    return int(str(as_of)[:4]) if as_of else int(targets["verdict_year"].max() or 0)  # type: ignore[arg-type]


def _list(now: Reader, targets: pl.DataFrame, statuses: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("overview.list.title"), texts("overview.list.note"))
    labels = dict(statuses.select("status", "label").iter_rows())
    held = dict(targets.group_by("status").len().iter_rows())
    present = [status for status in labels if status in held]
    # What needs acting on comes first; where nothing lags, what is not observed does.
    course = dict(statuses.select("status", "course").iter_rows())
    lagging = [status for status in present if course[status] == LAGGING]
    default = lagging or [status for status in (NOT_OBSERVED,) if status in held] or present
    key = address.prepare_many(PAGE, "status", default, present)
    chosen = st.pills(
        texts("column.status"),
        present,
        selection_mode="multi",
        format_func=lambda status: f"{status_style(status).mark} {labels[status]} {held[status]}",
        key=key,
        label_visibility="collapsed",
    )
    address.write(key, chosen)
    listed = targets.filter(pl.col("status").is_in(chosen)) if chosen else targets
    targets_table(now, listed)


render()
