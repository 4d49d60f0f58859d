"""What the drop folder would say to a checked draft, before it is dropped."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import polars as pl

from plan_targets.drafting.review import Review
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plans.reading import read_file
from plan_targets.landing.records import Load
from plan_targets.landing.template import PLAN
from plan_targets.settings import SEEDS_FOLDER

# The rows of targets begin below the plan's own cells, an empty row and the header; a sheet counts from one.
FIRST_ROW = len(PLAN) + 3


@dataclass(frozen=True)
class Refusal:
    """Why a row, or the plan itself, would not be taken; `row` is its position in the draft."""

    row: int | None
    column: str
    value: str
    chinese: str
    english: str


def refusals(review: Review) -> list[Refusal]:
    """What of the rows that were taken would be refused, in the order of the draft."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.xlsx"
        path.write_bytes(review.workbook())
        load = Load("draft", path.name, path, 1, datetime.now(UTC), "", path.stat().st_size, None)
        found = [one for reading in read_file(load, _vocabulary(), Lists.from_seeds()) for one in reading.rejections]
    taken = [at for at, row in enumerate(review.rows) if row.is_taken]
    sentences = _sentences()
    told: dict[tuple[int | None, str, str], Refusal] = {}
    for one in found:
        at = int(str(one["row_number"])) - FIRST_ROW
        row = taken[at] if 0 <= at < len(taken) else None
        column, value = str(one["column_name"] or ""), str(one["raw_value"] or "")
        told.setdefault(
            (row, column, str(one["reason_code"])), Refusal(row, column, value, *sentences[str(one["reason_code"])])
        )
    return list(told.values())


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_seeds()


@cache
def _sentences() -> dict[str, tuple[str, str]]:
    reasons = pl.read_csv(SEEDS_FOLDER / "reference" / "rejection_reasons.csv", infer_schema=False)
    return {code: (zh, en) for code, zh, en in reasons.select("reason_code", "reason_zh", "reason_en").iter_rows()}
