"""Overview: how many targets there are, on what course they are, what lags, and what nobody has observed."""

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.pace import LEAST_PACE, PaceTexts, pace_dots
from app.charts.theme import STATUS_STYLES, status_column, status_style
from app.components import address, explained, layout
from app.components.overview.bars import show_bars
from app.components.overview.filters import ALL, PAGE, chosen_targets
from app.components.overview.glance import overdue, show_glance
from app.components.overview.plans_table import show_plans
from app.components.picture import picture
from app.components.targets_table import targets_table
from app.components.verdict import observed_figure
from app.queries import progress, reference, target_counts
from app.queries.session import Reader, as_of_year, reader
from app.queries.target_counts import LAGGING, NOT_OBSERVED
from app.texts.numbers import difference, figure, number

# More rows than that are a list, not a chart.
MOST_ROWS = 20


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    family, chosen = chosen_targets(now)
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
    _lagging(now, targets)
    show_plans(now, targets)
    _list(now, targets, statuses)


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


def _lagging(now: Reader, targets: pl.DataFrame) -> None:
    """Draws the lagging targets that have a pace, slowest first, and says of the others that they have none."""
    texts = now.texts
    judged = targets.filter(pl.col("course").is_not_null())
    lagging = targets.filter(pl.col("course") == LAGGING)
    layout.section(texts("overview.lagging.title"))
    if judged.is_empty():
        st.info(texts("overview.lagging.unjudged"), icon=":material/info:")
        return
    if lagging.is_empty():
        st.info(texts("overview.lagging.none", judged=number(judged.height)), icon=":material/info:")
        return
    title = texts("overview.lagging.sentence", lagging=number(lagging.height), judged=number(judged.height))
    paced = lagging.filter(pl.col("pace").is_not_null()).sort("pace", "target_id")
    if paced.is_empty():
        st.info(texts("overview.lagging.paceless", sentence=title), icon=":material/info:")
        return
    notes = [texts("overview.lagging.subtitle")]
    if paced.height < lagging.height:
        notes.append(texts("overview.lagging.without_pace", count=number(lagging.height - paced.height)))
    if paced.height > MOST_ROWS:
        notes.append(texts("overview.lagging.cut", shown=number(MOST_ROWS), total=number(paced.height)))
    if paced.head(MOST_ROWS).filter(pl.col("pace") < LEAST_PACE).height:
        notes.append(texts("overview.lagging.clipped"))
    words = PaceTexts(title=title, pace=texts("column.pace"), status=texts("column.status"))
    note = texts("list.sentences").join(notes)
    picture(now, "lagging", pace_dots, _lagging_rows(now, paced.head(MOST_ROWS)), words, alternative=title, note=note)


def _lagging_rows(now: Reader, paced: pl.DataFrame) -> pl.DataFrame:
    texts = now.texts
    named = [
        texts("overview.lagging.row", indicator=row["indicator"], region=row["region"], due=row["due_year"])
        for row in paced.iter_rows(named=True)
    ]
    return pl.DataFrame(
        [
            {
                # Two plans may promise the same for the same year: the plan then tells them apart.
                "name": name if named.count(name) == 1 else f"{name} · {row['plan']}",
                "detail": texts(
                    "overview.lagging.detail",
                    year=row["verdict_year"],
                    figure=observed_figure(texts, row),
                    expected=figure(texts, row["expected_value"], row["unit"]),
                    gap=difference(texts, row["gap"], row["unit"]),
                ),
                "pace": row["pace"],
                "status": row["status"],
                "status_label": row["status_label"],
            }
            for name, row in zip(named, paced.iter_rows(named=True), strict=True)
        ]
    )


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
