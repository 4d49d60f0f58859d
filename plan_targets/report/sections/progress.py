"""主要指标进展: the targets with a verdict, what was promised, what is known, what was to be reached."""

import polars as pl

from plan_targets.report import cells
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Block, Column, Heading, Paragraph, Table
from plan_targets.report.charts import MOST_PANELS, course_chart, pace_chart
from plan_targets.report.numbers import Parts


def blocks(now: Assessment) -> tuple[Block, ...]:
    """The section."""
    words = now.words
    judged = judged_of(now)
    if judged.is_empty():
        return (Heading(words("part.progress")), Paragraph(words.parts("progress.none", year=now.year)))
    made: list[Block] = [
        Heading(words("part.progress")),
        Paragraph(words.parts("progress.intro")),
        Table(
            words("progress.table"),
            (
                Column(words("column.number"), 1.1),
                Column(words("column.indicator"), 3.3),
                Column(words("column.baseline"), 2),
                Column(words("column.target"), 2),
                Column(words("column.value", year=now.year), 1.8, True),
                Column(words("column.expected"), 1.7, True),
                Column(words("column.gap"), 1.7, True),
                Column(words("column.status"), 1.7),
                Column(words("column.remarks"), 2.4),
            ),
            tuple(_row(now, row) for row in judged.iter_rows(named=True)),
        ),
    ]
    lagging_first = judged.sort(pl.col("course") == "lagging", descending=True, maintain_order=True)
    if judged["pace"].drop_nulls().len():
        made += [pace_chart(now, judged), Paragraph(words.parts("progress.pace_note"), "note")]
    cut = words("progress.course_cut", shown=MOST_PANELS) if judged.height > MOST_PANELS else ""
    made += [course_chart(now, lagging_first), Paragraph(words.parts("progress.course_note", cut=cut), "note")]
    return tuple(made)


def judged_of(now: Assessment) -> pl.DataFrame:
    """The targets with a verdict, in the order of their numbers."""
    return now.verdicts.filter(pl.col("course").is_not_null())


def _row(now: Assessment, row: cells.Row) -> tuple[Parts, ...]:
    return (
        (str(row["number"]),),
        (cells.name_of(now, row),),
        cells.baseline_of(now, row),
        cells.target_in_year(now, row),
        cells.value_of(now, row),
        cells.expected_of(now, row),
        cells.gap_of(now, row),
        (cells.status_of(now, row),),
        (now.words("sentences").join([*cells.remarks_of(now, row), *_offices(now, row)]),),
    )


def _offices(now: Assessment, row: cells.Row) -> list[str]:
    return [now.words("remark.offices", offices=cells.offices_of(now, row))] if row["offices"] else []
