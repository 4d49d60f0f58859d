"""One page for a meeting: how many targets stand how, what lags, what cannot be judged, who owes figures."""

from dataclasses import dataclass

import polars as pl

from plan_targets.look import QUIET_INK, status_style
from plan_targets.report import cells
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Picture
from plan_targets.report.charts import course_chart
from plan_targets.report.composition import version_of
from plan_targets.report.numbers import Figure, plain, spans
from plan_targets.report.sections.lagging import lagging_of, owed_by_indicator, owner_of, unjudged_of
from plan_targets.report.sections.overall import summary
from plan_targets.report.sections.progress import judged_of

# What fits on the page.
MOST_LINES = 6
MOST_PANELS = 3
MOST_NAMES = 4


@dataclass(frozen=True)
class StatusCount:
    """How many verdicts have a status."""

    label: str
    mark: str
    color: str
    count: Figure


@dataclass(frozen=True)
class Line:
    """A line of a panel: what it is about, and what is said of it."""

    head: str
    text: str
    color: str = QUIET_INK


@dataclass(frozen=True)
class Panel:
    """A part of the page; the note says what there is beyond its lines, or that there is nothing."""

    title: str
    lines: tuple[Line, ...]
    note: str


@dataclass(frozen=True)
class Brief:
    """The page, before it is typeset. `figures` are all its numbers."""

    language: str
    title: str
    subtitle: str
    summary: str
    counts: tuple[StatusCount, ...]
    panels: tuple[Panel, ...]
    # What is drawn where the page has room; none where no target has a verdict.
    picture: Picture | None
    foot: str
    figures: tuple[Figure, ...]


def brief_of(now: Assessment) -> Brief:
    """The page for that assessment."""
    words = now.words
    counts = []
    for one in now.statuses.iter_rows(named=True):
        number = now.verdict_count(status=one["status"])
        if number.value:
            look = status_style(one["status"])
            counts.append(StatusCount(one["label"], look.mark, look.color, number))
    said = summary(now)
    figures: list[Figure] = [*(part for part in said if isinstance(part, Figure)), *(one.count for one in counts)]
    is_any_judged = not judged_of(now).is_empty()
    panels = (
        _targets(now, "lagging", lagging_of(now), "none_lagging" if is_any_judged else "none_judged", figures),
        _targets(
            now,
            "ahead",
            judged_of(now).filter(pl.col("course") == "on_course"),
            "none_on_course" if is_any_judged else "none_judged",
            figures,
        ),
        _unjudged(now),
        _owed(now),
    )
    picture = None
    if is_any_judged:
        lagging_first = judged_of(now).sort(pl.col("course") == "lagging", descending=True, maintain_order=True)
        picture = course_chart(now, lagging_first, most=MOST_PANELS, columns=MOST_PANELS)
        figures += picture.points
    return Brief(
        language=now.language,
        title=words("brief.title", plan=now.plan["title"], year=now.year),
        subtitle=version_of(now),
        summary=plain(said),
        counts=tuple(counts),
        panels=panels,
        picture=picture,
        foot=words("brief.foot"),
        figures=tuple(figures),
    )


def _targets(now: Assessment, name: str, rows: pl.DataFrame, none: str, figures: list[Figure]) -> Panel:
    words = now.words
    lines = []
    for row in rows.head(MOST_LINES).iter_rows(named=True):
        target, value, expected = cells.target_in_year(now, row), cells.value_of(now, row), cells.expected_of(now, row)
        has_path = row["expected"] is not None
        said = (
            words.parts("brief.figure_line", value=value, expected=expected)
            if has_path
            else words.parts("brief.value_line", value=value)
        )
        whole = (*said, words("sentences"), *words.parts("brief.target_line", target=target))
        figures += [part for part in whole if isinstance(part, Figure)]
        look = status_style(row["status"])
        lines.append(Line(f"{look.mark} {row['number']} {cells.name_of(now, row)}", plain(whole), look.color))
    return _panel(now, name, lines, rows.height > MOST_LINES, none)


def _unjudged(now: Assessment) -> Panel:
    words = now.words
    reasons: dict[str, list[int]] = {}
    for row in unjudged_of(now).iter_rows(named=True):
        reason = row["reason_label"] or row["status_label"] or words("cell.not_begun")
        reasons.setdefault(reason, []).append(row["number"])
    lines = [
        Line(reason, words("brief.numbers", numbers=words.listed(spans(numbers))))
        for reason, numbers in sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    ]
    return _panel(now, "unjudged", lines[:MOST_LINES], len(lines) > MOST_LINES, "none_unjudged")


def _owed(now: Assessment) -> Panel:
    words = now.words
    owners: dict[str, list[str]] = {}
    for (owner, _), figures in owed_by_indicator(now.due).items():
        owners.setdefault(owner_of(words, owner), []).append(figures[0].indicator)
    lines = []
    for name, indicators in sorted(owners.items(), key=lambda pair: -len(pair[1])):
        named = words.listed(list(dict.fromkeys(indicators))[:MOST_NAMES])
        more = words("brief.and_more") if len(indicators) > MOST_NAMES else ""
        lines.append(Line(name, named + more))
    return _panel(now, "owed", lines[:MOST_LINES], len(lines) > MOST_LINES, "none_owed")


def _panel(now: Assessment, name: str, lines: list[Line], is_cut: bool, none: str) -> Panel:
    words = now.words
    note = words("brief.more") if is_cut else "" if lines else words(f"brief.{none}")
    return Panel(words(f"brief.{name}"), tuple(lines), note)
