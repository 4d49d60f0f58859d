"""数据说明: the method, what the statuses mean, how exact the figures are, where they come from, which version."""

from typing import Any

import polars as pl

from plan_targets.look import GRADE_MARKS
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Block, Column, Heading, Paragraph, Table
from plan_targets.report.numbers import Parts, joined, spans
from plan_targets.report.sections.overall import marked
from plan_targets.words import NOTHING

# What is said of a figure or a target, and the rows of which it is true.
KINDS: dict[str, pl.Expr] = {
    "approximate": pl.col("observed_comparator") == "approx",
    "bound": pl.col("observed_comparator").is_in(["ge", "gt", "le", "lt"]),
    "inferred": pl.col("is_inferred_figure"),
    "partial": pl.col("is_partial_year"),
    "inferred_value": pl.col("is_inferred_value"),
    "inferred_year": pl.col("is_inferred_year"),
    "conflict": pl.col("conflict_count") > 0,
}


def blocks(now: Assessment) -> tuple[Block, ...]:
    """The section."""
    words = now.words
    return (
        Heading(words("part.notes")),
        Heading(words("section.method"), 2),
        *_methods(now),
        _statuses(now),
        Heading(words("section.exactness"), 2),
        Paragraph(_exactness(now)),
        Paragraph(words.parts("notes.missing")),
        Heading(words("section.sources"), 2),
        *_sources(now),
        Heading(words("section.publication"), 2),
        Paragraph(_publication(now)),
    )


def _methods(now: Assessment) -> list[Block]:
    words = now.words
    methods = now.verdicts["method"].drop_nulls().unique().sort().to_list()
    said = [words.parts(f"notes.method.{one}") for one in methods if f"notes.method.{one}" in words.entries]
    return [*(Paragraph(one) for one in said), Paragraph(words.parts("notes.cutoffs"))]


def _statuses(now: Assessment) -> Table:
    words = now.words
    present = set(now.verdicts["status"].drop_nulls())
    rows = tuple(
        ((marked(one["status"], one["label"]),), (one["description"],))
        for one in now.statuses.iter_rows(named=True)
        if one["status"] in present
    )
    return Table(
        words("notes.statuses"), (Column(words("column.status"), 2), Column(words("column.meaning"), 10)), rows
    )


def _exactness(now: Assessment) -> Parts:
    words = now.words
    said = []
    for kind, holds in KINDS.items():
        numbers = now.verdicts.filter(holds.fill_null(False))["number"].to_list()
        if numbers:
            listed = words.listed(spans(numbers))
            said.append(words.parts("notes.kind", kind=words(f"notes.{kind}"), numbers=listed))
    if not said:
        return words.parts("notes.none_special")
    return words.parts("notes.special", kinds=joined(said, words("sentences")))


def _sources(now: Assessment) -> list[Block]:
    words = now.words
    used: dict[Any, tuple[dict[str, Any], list[int]]] = {}
    joined_rows = now.verdicts.filter(pl.col("observation_id").is_not_null()).select("number", "observation_id")
    for row in joined_rows.join(now.observations, on="observation_id", how="inner").iter_rows(named=True):
        used.setdefault(row["source_id"], (row, []))[1].append(row["number"])
    made: list[Block] = []
    if used:
        columns = (
            Column(words("column.source"), 6),
            Column(words("column.grade"), 1.8),
            Column(words("column.published_on"), 2),
            Column(words("column.used_for"), 2),
            Column(words("column.url"), 5),
        )
        made.append(Table(words("notes.sources"), columns, tuple(_source(now, *one) for one in used.values())))
    else:
        made.append(Paragraph(words.parts("notes.sources_none")))
    if now.verdicts.filter(pl.col("figure_count") > 1).height:
        made.append(Paragraph(words.parts("notes.several"), "note"))
    return made


def _source(now: Assessment, row: dict[str, Any], numbers: list[int]) -> tuple[Parts, ...]:
    words = now.words
    return (
        (str(row["source"] or row["source_id"]),),
        (f"{GRADE_MARKS.get(row['grade'], '')} {row['grade_label']}".strip(),),
        (str(row["published_on"] or words("source.undated")),),
        (words.listed(spans(numbers)),),
        (str(row["url"] or NOTHING),),
    )


def _publication(now: Assessment) -> Parts:
    words = now.words
    said = [
        words.parts(
            "notes.publication",
            build=now.snapshot.publication.build_id,
            as_of=now.record("as_of")[:10],
            published=now.published_at,
        )
    ]
    # What a check warned about is counted over rows of others as well.
    if now.record("quality_passed") == "True" and now.snapshot.access.sees_everything:
        warned = now.record("warning_count") not in ("", "0")
        said.append(words.parts("notes.gates_warned" if warned else "notes.gates"))
    return joined(said, "")
