"""Passages of plans with what a careful person enters for them, and how far a draft of them agrees."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plan_targets.drafting.blocks import Line
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.rows import Draft, DraftRow
from plan_targets.drafting.units import known_units
from plan_targets.yaml_text import read_yaml

PASSAGES = Path(__file__).parent / "data" / "passages.yml"
HEADING = "二、主要目标"


@dataclass(frozen=True)
class Wanted:
    """A target that a person entered."""

    text: str
    value: float | None
    value_high: float | None
    unit: str
    comparator: str
    due_year: int | None
    start_year: int | None
    accumulation: str
    modality: str
    phrase: str

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """From `value[~high] unit comparator due[<start] accumulation [modality] | words of the phrase`."""
        told, _, phrase = text.partition(" | ")
        words = told.split()
        modality = words.pop() if words[-1] in ("strive", "binding", "anticipated") else "unstated"
        numbers, *unit, comparator, due, accumulation = words
        low, _, high = numbers.partition("~")
        year, _, start = due.partition("<")
        return cls(
            text,
            None if low == "-" else float(low),
            float(high) if high else None,
            " ".join(unit),
            comparator,
            None if year == "-" else int(year),
            int(start) if start else None,
            accumulation,
            modality,
            phrase.strip().strip('"'),
        )


@dataclass(frozen=True)
class Outcome:
    """How a draft of a passage compares with what a person entered."""

    missed: list[str]
    extra: list[DraftRow]
    wrong: list[str]


def cases() -> list[dict[str, Any]]:
    """The passages."""
    return list(read_yaml(PASSAGES.read_text(encoding="utf-8")))


def draft(case: dict[str, Any]) -> Draft:
    """What the reader drafts for a passage."""
    lines = [case["plan"], case.get("heading", HEADING), *case["text"].strip().splitlines()]
    return draft_of([Line(line) for line in lines], known_units())


def compare(case: dict[str, Any]) -> Outcome:
    """The draft of a passage beside what a person entered for it."""
    loose = set(case.get("loose", ()))
    rows = [row for row in draft(case).rows if row.kind == "target"]
    missed, wrong = [], []
    for wanted in map(Wanted.of, case["want"]):
        fitting = [row for row in rows if _is_same(row, wanted)]
        if not fitting:
            missed.append(wanted.text)
            continue
        best = min(fitting, key=lambda row: len(_differences(row, wanted, loose)))
        rows.remove(best)
        wrong += [f"{difference} in {wanted.text}" for difference in _differences(best, wanted, loose)]
    return Outcome(missed, [] if "extra" in loose else rows, wrong)


def _is_same(row: DraftRow, wanted: Wanted) -> bool:
    fits = any((one.value, one.value_high) == (wanted.value, wanted.value_high) for one in row.readings)
    return fits and row.unit.replace("-", "") == wanted.unit.replace("-", "")


def _differences(row: DraftRow, wanted: Wanted, loose: set[str]) -> list[str]:
    compared = {
        "due": (row.due_year, wanted.due_year),
        "start": (row.start_year, wanted.start_year),
        "comparator": (row.comparator, wanted.comparator),
        "accumulation": (row.accumulation, wanted.accumulation),
        "modality": (row.modality, wanted.modality),
    }
    found = [
        f"{name}: {is_} is not {ought}" for name, (is_, ought) in compared.items() if is_ != ought and name not in loose
    ]
    if wanted.phrase and wanted.phrase not in row.phrase:
        found.append(f"phrase: {row.phrase}")
    return found


if __name__ == "__main__":
    missed = extra = wrong = total = 0
    for number, case in enumerate(cases()):
        outcome = compare(case)
        total += len(case["want"])
        missed, extra, wrong = missed + len(outcome.missed), extra + len(outcome.extra), wrong + len(outcome.wrong)
        if outcome.missed or outcome.extra or outcome.wrong:
            print(f"--- {number} {case['plan']}")
            for text in outcome.missed:
                print("   missed ", text)
            for row in outcome.extra:
                print("   extra  ", row.phrase, "|", row.printed, row.reading.value, row.unit, row.due_year)
            for text in outcome.wrong:
                print("   wrong  ", text)
    print(f"{total} wanted, {missed} missed, {extra} extra, {wrong} wrong")
