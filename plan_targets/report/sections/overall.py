"""总体情况: the plan, how many of its targets are judged and how they stand."""

import polars as pl

from plan_targets.look import status_style
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Block, Column, Heading, Paragraph, Table
from plan_targets.report.charts import status_chart
from plan_targets.report.numbers import Parts, joined
from plan_targets.report.wording import Words

MODALITIES = ("binding", "anticipated", "strive", "unstated")


def blocks(now: Assessment) -> tuple[Block, ...]:
    """The section."""
    words = now.words
    made: list[Block] = [Heading(words("part.overall")), Paragraph(_plan(now)), Paragraph(_account(now))]
    if now.verdict_count().value:
        made += [status_chart(now), _by_modality(now)]
    return tuple(made)


def _account(now: Assessment) -> Parts:
    if not now.verdict_count(status__is_refusal=True).value:
        return summary(now)
    return (*summary(now), *now.words.parts("overall.see"))


def summary(now: Assessment) -> Parts:
    """How the targets stand in the year, in sentences."""
    words = now.words
    judged = [now.verdict_count(status__course=course) for course in ("on_course", "lagging")]
    refused = now.verdict_count(status__is_refusal=True)
    said: list[Parts] = []
    if judged[0].value + judged[1].value:
        said.append(
            words.parts(
                "overall.judged",
                year=now.year,
                judged=now.verdict_count(status__is_refusal=False),
                on_course=judged[0],
                lagging=judged[1],
            )
        )
    else:
        said.append(words.parts("overall.none_judged", year=now.year))
    if refused.value:
        said.append(words.parts("overall.refused", refused=refused, each=_each(now, words)))
    return joined(said, "")


def _each(now: Assessment, words: Words) -> Parts:
    present = [
        words.parts("overall.each", status=one["label"], count=number)
        for one in now.statuses.filter(pl.col("is_refusal")).iter_rows(named=True)
        if (number := now.verdict_count(status=one["status"])).value
    ]
    return joined(present, words("separator"))


def _plan(now: Assessment) -> Parts:
    words, plan = now.words, now.plan
    issuer, day = plan["issuer_zh"], plan["issued_on"]
    key = "issued" if issuer and day else "issued_by" if issuer else "issued_on" if day else "issued_unknown"
    said = [
        words.parts(
            f"overall.{key}",
            plan=plan["title"],
            issuer=str(issuer),
            day=str(day),
            start=plan["period_start"],
            end=plan["period_end"],
        )
    ]
    if plan["is_inferred_region"]:
        said.append(words.parts("overall.region_inferred", region=plan["region"]))
    is_whole = plan["is_whole_document"]
    extent = "unknown_part" if is_whole is None else "whole" if is_whole in (True, "true") else "in_part"
    said.append(words.parts(f"overall.{extent}", total=now.target_count()))
    said.append(words.parts("overall.in_year", count=now.verdict_count(), year=now.year))
    years = now.verdicts.filter(pl.col("judged_year") < now.year)["judged_year"].unique().sort().to_list()
    said += [words.parts("overall.past", count=now.due_count(year), year=year) for year in years]
    if now.verdicts["judged_year"].null_count():
        said.append(words.parts("overall.later", year=now.year))
    return joined(said, "")


def _by_modality(now: Assessment) -> Table:
    words = now.words
    present = [one for one in MODALITIES if now.verdict_count(target__modality=one).value]
    rows: list[tuple[Parts, ...]] = [
        _counts(now, words(f"modality.{one}"), {"target__modality": one}) for one in present
    ]
    if len(rows) > 1:
        rows.append(_counts(now, words("column.all"), {}))
    columns = (
        Column(words("column.kind"), 3),
        *(Column(words(f"column.{name}"), 2, True) for name in ("assessed", "on_course", "lagging", "refused")),
    )
    return Table(words("overall.by_modality", year=now.year), columns, tuple(rows))


def _counts(now: Assessment, name: str, where: dict[str, str]) -> tuple[Parts, ...]:
    return (
        (name,),
        (now.verdict_count(**where),),
        (now.verdict_count(status__course="on_course", **where),),
        (now.verdict_count(status__course="lagging", **where),),
        (now.verdict_count(status__is_refusal=True, **where),),
    )


def marked(status: str, label: str) -> str:
    """A status with its mark."""
    return f"{status_style(status).mark} {label}"
