"""Counts the collected figures that the gates on loads would keep out as jumps or slips, and those slips they catch.

The collected figures are right, so that whatever is kept out of them is a false alarm. They are dropped as a file:
all of them, each held against the others of that file; and a random half, held against the other half, which the
project keeps. Then every figure of that half is dropped ten times too small, and turned: what is taken was missed.
`uv run python -m tests.benchmarks.jump_rates`
"""

import csv
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.project import Project, Row

OBSERVATIONS = "seeds/observations/collected_through_2024.csv"
SEED = 20260101
REASONS = ("jump", "definition_break", "scale_slip")


def divided(row: Row) -> Row:
    """The figure with its decimal point one place too far left."""
    return row | {"value": f"{float(row['value']) / 10:.12g}"}


def turned(row: Row) -> Row:
    """The figure with the other sign."""
    return row | {"value": f"{-float(row['value']):.12g}"}


def measure(name: str, keep: Callable[[int], bool], change: Callable[[Row], Row] = lambda row: row) -> None:
    """Drops the rows that are not kept, each changed, and prints how many came to stand and how many were refused."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Project.copy_to(Path(scratch) / "project")
        dropped: list[Row] = []

        def split(rows: list[Row]) -> list[Row]:
            kept = [row for i, row in enumerate(rows) if keep(i)]
            dropped.extend(change(row) for i, row in enumerate(rows) if not keep(i))
            # A seed needs a row.
            return kept or rows[:1]

        project.edit(OBSERVATIONS, split)
        landing = project.folder / "landing"
        landing.mkdir(exist_ok=True)
        with (landing / "dropped.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(dropped[0]))
            writer.writeheader()
            writer.writerows(dropped)
        for command in (("seed",), ("run", "--select", "+int_findings")):
            answer = project.dbt(*command)
            if answer.returncode != 0:
                sys.exit(answer.stdout)
        # Figures with another figure of their series near, which is all that can be held against anything.
        compared = project.build_rows(
            "select count(*) as n from intermediate.int_landed_standing as one where is_landed and exists ("
            "select 1 from intermediate.int_landed_standing as other where one.indicator_id = other.indicator_id"
            " and one.region_code = other.region_code and one.part_of_year = other.part_of_year"
            " and one.year <> other.year and abs(one.year - other.year) <= 5 and other.is_history)"
        )["n"][0]
        found = project.build_rows(
            f"select reason_code, count(*) as n from intermediate.int_findings where reason_code in {REASONS}"
            " group by reason_code order by reason_code"
        )
        counts = ", ".join(f"{code} {count}" for code, count in found.iter_rows()) or "none"
        refused = int(found["n"].sum())
        print(
            f"{name}: {refused} of n = {compared} with others near kept out ({refused / compared:.0%}); {counts}",
            flush=True,
        )
        if "--list" in sys.argv:
            print(
                project.build_rows(
                    "select found.reason_code, one.indicator_id, one.region_code, one.period, one.value, one.unit"
                    " from intermediate.int_findings as found inner join intermediate.int_landed_standing as one"
                    f" using (load_id, line_number) where found.reason_code in {REASONS}"
                ).rows()
            )


def main() -> None:
    """Prints the counts."""
    halves = random.Random(SEED)
    kept = [halves.random() < 0.5 for _ in range(100_000)]
    measure("all, each beside the others", lambda i: False)
    measure("a random half, beside the other half", lambda i: kept[i])
    measure("that half, ten times too small", lambda i: kept[i], divided)
    measure("that half, with the other sign", lambda i: kept[i], turned)


if __name__ == "__main__":
    main()
