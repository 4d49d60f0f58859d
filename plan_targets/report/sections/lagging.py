"""滞后指标及原因: what lags, what cannot be judged, and who owes figures. Causes are left for the office to write."""

import polars as pl

from plan_targets.collect.awaited import AwaitedFigure, Owner
from plan_targets.report import cells
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Block, Column, Heading, Paragraph, Table
from plan_targets.report.numbers import Parts, joined, spans
from plan_targets.report.sections.progress import judged_of
from plan_targets.report.wording import Words


def blocks(now: Assessment) -> tuple[Block, ...]:
    """The section."""
    words = now.words
    return (
        Heading(words("part.lagging")),
        Heading(words("section.lagging"), 2),
        *_lagging(now),
        Heading(words("section.unjudged"), 2),
        *_unjudged(now),
        Heading(words("section.owed"), 2),
        *_owed(now),
    )


def lagging_of(now: Assessment) -> pl.DataFrame:
    """The targets that lag."""
    return now.verdicts.filter(pl.col("course") == "lagging")


def _lagging(now: Assessment) -> list[Block]:
    words = now.words
    rows = lagging_of(now)
    if rows.is_empty():
        key = "none_judged" if judged_of(now).is_empty() else "none"
        return [Paragraph(words.parts(f"lagging.{key}", year=now.year))]
    made: list[Block] = []
    for row in rows.iter_rows(named=True):
        heading = words(
            "lagging.heading", number=row["number"], name=cells.name_of(now, row), status=row["status_label"]
        )
        made += [
            Heading(heading, 3),
            Paragraph(_account(now, row)),
            Paragraph(words.parts("lagging.reason"), "blank"),
        ]
    return made


def _account(now: Assessment, row: cells.Row) -> Parts:
    words = now.words
    said = [
        words.parts(
            "lagging.promise",
            target=cells.target_in_year(now, row),
            location=row["location"] or words("lagging.no_location"),
        )
    ]
    if row["expected"] is None or row["gap"] is None:
        said.append(words.parts("lagging.figure_only", year=row["judged_year"], value=_value(now, row)))
    else:
        said.append(
            words.parts(
                "lagging.figure",
                year=row["judged_year"],
                value=_value(now, row),
                expected=cells.expected_of(now, row),
                gap=cells.gap_of(now, row),
            )
        )
    if row["required"] is not None and row["due_year"] > row["judged_year"]:
        said.append(words.parts("lagging.required", required=cells.required_of(now, row)))
    if row["probability"] is not None:
        chance = now.figure(row, "probability", f"{100 * row['probability']:.0f}%")
        said.append(words.parts("lagging.chance", share=chance))
    said.append(words.parts("lagging.source", source=cells.source_of(now, row)))
    remarks = cells.remarks_of(now, row)
    if remarks:
        said.append(words.parts("lagging.remarks", remarks=words("sentences").join(remarks)))
    said.append(words.parts("lagging.offices", offices=cells.offices_of(now, row)))
    return joined(said, "")


def _value(now: Assessment, row: cells.Row) -> Parts:
    # The sentence says the year itself.
    return cells.value_of(now, row)[:1] if row["judged_year"] == now.year else cells.value_of(now, row)


def _unjudged(now: Assessment) -> list[Block]:
    words = now.words
    rows = unjudged_of(now)
    if rows.is_empty():
        return [Paragraph(words.parts("lagging.unjudged_none"))]
    columns = (
        Column(words("column.number"), 1.1),
        Column(words("column.indicator"), 4),
        Column(words("column.target"), 2.6),
        Column(words("column.value", year=now.year), 1.9, True),
        Column(words("column.status"), 1.9),
        Column(words("column.reason"), 3.4),
        Column(words("column.offices"), 2.2),
    )
    table = Table(
        words("lagging.unjudged_table"),
        columns,
        tuple(
            (
                (str(row["number"]),),
                (cells.name_of(now, row),),
                cells.target_in_year(now, row),
                cells.value_of(now, row),
                (cells.status_of(now, row),),
                (words("sentences").join(cells.remarks_of(now, row)),),
                (cells.offices_of(now, row),),
            )
            for row in rows.iter_rows(named=True)
        ),
    )
    return [Paragraph(words.parts("lagging.unjudged", year=now.year)), table]


def unjudged_of(now: Assessment) -> pl.DataFrame:
    """The targets without a verdict."""
    return now.verdicts.filter(pl.col("course").is_null())


def _owed(now: Assessment) -> list[Block]:
    words = now.words
    if not now.due:
        return [Paragraph(words.parts("lagging.owed_none", year=now.year))]
    columns = (
        Column(words("column.owner"), 4),
        Column(words("column.indicator"), 5),
        Column(words("column.years"), 2.4),
        Column(words("column.due_on"), 2.4),
        Column(words("column.state"), 3),
    )
    rows: list[tuple[Parts, ...]] = []
    for (owner, _), figures in owed_by_indicator(now.due).items():
        rows.append(
            (
                (owner_of(words, owner),),
                (figures[0].indicator,),
                (words.listed(spans(one.year for one in figures)),),
                (max(one.due_on for one in figures),),
                (_state(words, figures),),
            )
        )
    return [Paragraph(words.parts("lagging.owed")), Table(words("lagging.owed_table"), columns, tuple(rows))]


def owed_by_indicator(due: list[AwaitedFigure]) -> dict[tuple[Owner, str], list[AwaitedFigure]]:
    """The figures owed, by who owes them and of what."""
    owed: dict[tuple[Owner, str], list[AwaitedFigure]] = {}
    for one in sorted(due, key=lambda one: (one.owner, one.indicator, one.year)):
        owed.setdefault((one.owner, one.indicator_id), []).append(one)
    return owed


def owner_of(words: Words, owner: Owner) -> str:
    """Who owes figures; the region where the plan names no office."""
    return owner.name if owner.department else words("lagging.no_office", region=owner.region)


def _state(words: Words, figures: list[AwaitedFigure]) -> str:
    said = ["overdue" if any(one.is_overdue for one in figures) else "expected"]
    if all(one.is_never_reported for one in figures):
        said.append("never")
    if any(one.is_due_year for one in figures):
        said.append("decides")
    return words.listed([words(f"due.{state}") for state in said])
