"""Writes docs/worked-verdicts.md: every verdict of the current publication with its figure and why.

uv run dbt build && uv run python -m tests.progress.worked_verdicts
"""

from pathlib import Path
from typing import Any

from plan_targets.publication.read import Publication, connect, current_publication
from tests.benchmarks.method_disagreement import plan_targets, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "worked-verdicts.md"

INTRODUCTION = """\
# Every verdict, one by one

What the default method says of every target in every year that has a figure, on the shipped data: the aim, what it is
counted from, the figure with what its printed digits can stand for, where the path stands, and the verdict with its
reason. Read it as a careful statistician would; a line that could not be signed is a defect of a rule in
[progress-methods.md](progress-methods.md). The page is written by
`uv run python -m tests.progress.worked_verdicts`, and a test holds it to the marts.

| target | aim | from | year | figure | can be | path | pace | verdict | why |
|---|---|---|---|---|---|---|---|---|---|
"""

VERDICTS = """
    select
        progress.target_id,
        progress.comparator,
        progress.target_value,
        progress.baseline_year,
        progress.baseline_value,
        progress.year,
        progress.observed_comparator,
        progress.observed_value,
        progress.observed_basis,
        progress.figure_count,
        progress.is_inferred_figure,
        progress.is_partial_year,
        progress.lowest_value,
        progress.highest_value,
        progress.expected_value,
        progress.pace,
        progress.status,
        progress.best_status,
        progress.worst_status,
        fct_target.is_approximate,
        dim_reason.label_en
    from marts.fct_progress as progress
    inner join marts.fct_target on progress.target_id = fct_target.target_id
    left join marts.dim_reason on progress.reason = dim_reason.reason
    where
        progress.method = 'distance_pace'
        and progress.observed_value is not null
        and progress.reason is distinct from 'rank_target'
        and progress.reason is distinct from 'milestone_target'
    order by progress.target_id, progress.year
"""

SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ ", "hold": "hold "}
BASES = {
    "total_since_base": "since the base",
    "sum_of_years": "sum of {count}",
    "difference_of_stocks": "difference of {count}",
    "compounded_years": "{count} compounded",
}


DISAGREEMENT = """
## Where the methods disagree

On the same targets and years. "Ahead" and "on track" are one answer to "are we on course?"; the official bands are
finer.

"""

WAITING = """
## What the others wait for

{judged} of the {able} targets that a number can judge have a verdict in one year or more. Every other one waits for a
figure of the year it is due, and a gap that is known needs no verdict:

| plan | targets without a verdict | the figures they wait for |
|---|---|---|
"""

TARGETS = """
    select
        targets.plan_id,
        concat(targets.indicator_id, ' ', targets.region_code, ' ', targets.due_year) as figure,
        count(case when progress.method = 'distance_pace' and not progress.is_refusal then 1 end) > 0 as is_judged
    from marts.fct_target as targets
    inner join marts.fct_progress as progress on targets.target_id = progress.target_id
    where targets.accumulation not in ('rank', 'milestone')
    group by all
    order by all
"""


def page(publication: Publication) -> str:
    """The page for that publication."""
    with connect(publication) as connection:
        result = connection.execute(VERDICTS)
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, values, strict=True)) for values in result.fetchall()]
        targets = connection.execute(TARGETS).fetchall()
    verdicts = "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)
    differing = table("Targets of the plans in the years with a figure", plan_targets(publication))
    return INTRODUCTION + verdicts + DISAGREEMENT + differing + _waiting(targets)


def _waiting(targets: list[tuple[str, str, bool]]) -> str:
    waiting: dict[str, list[str]] = {}
    for plan, figure, is_judged in targets:
        if not is_judged:
            waiting.setdefault(plan, []).append(figure)
    lines = [f"| {plan} | {len(figures)} | {'; '.join(figures)} |\n" for plan, figures in waiting.items()]
    judged = sum(is_judged for _, _, is_judged in targets)
    return WAITING.format(judged=judged, able=len(targets)) + "".join(lines)


def _cells(row: dict[str, Any]) -> list[str]:
    said = [BASES[row["observed_basis"]].format(count=row["figure_count"])] if row["observed_basis"] in BASES else []
    said += ["inferred"] * bool(row["is_inferred_figure"]) + ["part of the year"] * bool(row["is_partial_year"])
    made_of = f" ({', '.join(said)})" if said else ""
    status = row["status"]
    if row["best_status"] and row["best_status"] != row["worst_status"]:
        status += f" ({row['best_status']} to {row['worst_status']})"
    ends = (row["lowest_value"], row["highest_value"])
    return [
        row["target_id"],
        SIGNS.get(row["comparator"], "") + _number(row["target_value"]) + " or so" * bool(row["is_approximate"]),
        f"{_number(row['baseline_value'])} ({row['baseline_year']})" if row["baseline_value"] is not None else "–",
        str(row["year"]),
        SIGNS.get(row["observed_comparator"], "") + _number(row["observed_value"]) + made_of,
        "–" if ends == (None, None) or ends[0] == ends[1] else f"{_number(ends[0])} to {_number(ends[1])}",
        _number(row["expected_value"]),
        _number(row["pace"], decimals=2),
        status,
        row["label_en"] or "",
    ]


def _number(value: float | None, decimals: int = 4) -> str:
    return "–" if value is None else f"{round(value, decimals):g}" if abs(value) < 1e6 else f"{value:.0f}"


if __name__ == "__main__":
    PAGE.write_text(page(current_publication(None)), encoding="utf-8")
    print(f"{PAGE.name} is written.")
