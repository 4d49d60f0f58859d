"""How well the reader of plans drafts: `uv run python -m tests.benchmarks.reader [FOLDER] [--missed]`.

Five documents whose targets people typed by hand (`seeds/plans/statements.csv`) are drafted and compared. The reader's
rules were tuned on three of them; the other two stand apart.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from plan_targets.drafting.candidates import Candidates
from plan_targets.drafting.document import read_document
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.plan import plan_reader
from plan_targets.drafting.rows import DraftRow
from plan_targets.drafting.units import known_units
from plan_targets.settings import SEEDS_FOLDER
from tests.drafting.sixty_pages import write_sixty_pages

PLANS = Path(__file__).parents[1] / "drafting" / "data" / "plans"
# The two that no rule was tuned on, by their place in the list of plans.
APART = (3, 4)
FIELDS = ("value", "unit", "comparator", "due_year", "accumulation", "indicator_among_three", "indicator_first")

Statement = dict[str, str | None]


@dataclass
class Score:
    """How a draft compares with what people typed."""

    wanted: int = 0
    found: int = 0
    offered: int = 0
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.wanted += other.wanted
        self.found += other.found
        self.offered += other.offered
        self.right += other.right

    def share(self, name: str) -> float:
        return self.right[name] / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        return self.found / self.offered if self.offered else 0.0


def numeric_targets(plan_id: str) -> list[Statement]:
    """The targets with a number that people typed for that plan."""
    statements = pl.read_csv(SEEDS_FOLDER / "plans" / "statements.csv", infer_schema=False)
    is_numeric = pl.col("value").is_not_null() & (pl.col("unit") != "是/否")
    return statements.filter((pl.col("plan_id") == plan_id) & (pl.col("kind") == "target") & is_numeric).to_dicts()


def is_of(row: DraftRow, statement: Statement) -> bool:
    """Whether the row's value (one of the readings that are offered), unit and due year are the statement's."""
    high = statement["value_high"]
    wanted = (float(statement["value"] or "nan"), float(high) if high else None)
    has_value = any((reading.value, reading.value_high) == wanted for reading in row.readings)
    return has_value and row.unit == statement["unit"] and str(row.due_year) == statement["due_year"]


def score(rows: list[DraftRow], statements: list[Statement], candidates: Candidates) -> Score:
    """The rows beside the statements, each taken once; those that propose the statement's indicator come first."""
    result = Score(wanted=len(statements), offered=len(rows))
    left = list(rows)
    proposed = {id(row): [one.indicator_id for one in candidates.of(row)] for row in rows}

    def fitness(row: DraftRow, statement: Statement) -> tuple[bool, bool]:
        return statement["indicator_id"] in proposed[id(row)], row.location == statement["location"]

    pairs: list[tuple[DraftRow, Statement]] = []
    waiting = list(statements)
    for least in ((True, True), (True, False), (False, True), (False, False)):
        for statement in list(waiting):
            fitting = [row for row in left if is_of(row, statement) and fitness(row, statement) >= least]
            if fitting:
                best = max(fitting, key=lambda row: fitness(row, statement))
                left.remove(best)
                waiting.remove(statement)
                pairs.append((best, statement))
    result.missed = [
        " ".join(str(statement[name]) for name in ("location", "indicator_id", "value", "unit"))
        for statement in waiting
    ]
    for row, statement in pairs:
        result.found += 1
        result.right.update(_fields(row, statement, proposed[id(row)]))
        result.missed += _wrong(row, statement, proposed[id(row)])
    result.missed += [f"extra: {row.location} {row.phrase} | {row.printed} {row.unit} {row.due_year}" for row in left]
    return result


def _fields(row: DraftRow, statement: Statement, proposed: list[str]) -> dict[str, int]:
    high = statement["value_high"]
    first = (row.reading.value, row.reading.value_high)
    return {
        "value": int(first == (float(statement["value"] or "nan"), float(high) if high else None)),
        "unit": 1,
        "due_year": 1,
        "comparator": int(row.comparator == statement["comparator"]),
        "accumulation": int(row.accumulation == statement["accumulation"]),
        "indicator_among_three": int(statement["indicator_id"] in proposed),
        "indicator_first": int(statement["indicator_id"] in proposed[:1]),
    }


def _wrong(row: DraftRow, statement: Statement, proposed: list[str]) -> list[str]:
    told = f"{row.location} {row.phrase} {row.printed}"
    wrong = [
        f"{name}: {getattr(row, name)} is not {statement[name]}: {told}"
        for name in ("comparator", "accumulation")
        if getattr(row, name) != statement[name]
    ]
    if statement["indicator_id"] not in proposed:
        wrong.append(f"indicator: {statement['indicator_id']} is not among {proposed}: {told}")
    return wrong


def seconds_for_sixty_pages() -> float:
    """How long a PDF of sixty pages with tables takes on one core, from the file to the draft with its indicators."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "规划.pdf"
        write_sixty_pages(file)
        reader = plan_reader()
        begin = time.process_time()
        reader.read(file)
        return time.process_time() - begin


def main() -> None:
    """Prints what was found, by document and by field, what was missed, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PLANS)
    parser.add_argument("--missed", action="store_true", help="list what was missed, and what was offered too much")
    arguments = parser.parse_args()
    plans = pl.read_csv(SEEDS_FOLDER / "plans" / "plans.csv", infer_schema=False).to_dicts()
    candidates = plan_reader().candidates
    whole, apart = Score(), Score()
    for position, plan in enumerate(plans):
        document = read_document(arguments.folder / f"{plan['document']}.txt")
        drafted = draft_of(document.blocks, known_units())
        rows = [row for row in drafted.rows if row.kind == "target" and row.reading.value is not None]
        one = score(rows, numeric_targets(plan["plan_id"]), candidates)
        whole.add(one)
        if position in APART:
            apart.add(one)
        fields = "  ".join(f"{name} {one.share(name):.3f}" for name in FIELDS)
        print(f"{plan['plan_id']}: {one.found} of {one.wanted} found, {one.offered} offered\n    {fields}")
        if arguments.missed:
            print("".join(f"    {line}\n" for line in one.missed), end="")
    print("all      " + "  ".join(f"{name} {whole.share(name):.3f}" for name in FIELDS))
    print("apart    " + "  ".join(f"{name} {apart.share(name):.3f}" for name in FIELDS))
    seconds = seconds_for_sixty_pages()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"recall={whole.recall:.3f}")
    print(f"precision={whole.precision:.3f}")
    print(f"indicator_among_three={whole.share('indicator_among_three'):.3f}")
    print(f"apart_recall={apart.recall:.3f}")
    print(f"apart_precision={apart.precision:.3f}")
    print(f"sixty_pages_s={seconds:.1f}")


if __name__ == "__main__":
    main()
