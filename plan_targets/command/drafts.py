"""Looks at a draft of a plan before it is loaded."""

import csv
from datetime import datetime
from pathlib import Path

from plan_targets.settings import SEEDS_FOLDER

REASONS = SEEDS_FOLDER / "reference" / "rejection_reasons.csv"


def draft_problems(draft: Path) -> list[str]:
    """What is missing from the draft, one sentence each; none when all of it would be taken. Nothing is loaded."""
    # Here, because the other commands should not wait for what reads workbooks.
    from plan_targets.landing.grammar.plan_lists import Lists
    from plan_targets.landing.grammar.vocabulary import Vocabulary
    from plan_targets.landing.plans import read_file
    from plan_targets.landing.records import Load

    load = Load("draft", draft.name, draft, 0, datetime.now(), "", draft.stat().st_size, None)
    readings = read_file(load, Vocabulary.from_seeds(), Lists.from_seeds())
    with REASONS.open(encoding="utf-8", newline="") as stream:
        reasons = {row["reason_code"]: f"{row['reason_zh']} {row['reason_en']}" for row in csv.DictReader(stream)}
    sentences = [_sentence(rejection, reasons) for reading in readings for rejection in reading.rejections]
    if not sentences and all(reading.plan is None for reading in readings):
        sentences.append("没有读到任何目标。No target was found.")
    return list(dict.fromkeys(sentences))


def _sentence(rejection: dict[str, object], reasons: dict[str, str]) -> str:
    place = ", ".join(
        part
        for part in (
            f"工作表 sheet {rejection['sheet']}" if rejection.get("sheet") else "",
            f"第 {rejection['row_number']} 行 row",
            f"“{rejection['column_name']}”列 column" if rejection["column_name"] else "",
        )
        if part
    )
    value = f"（{rejection['raw_value']}）" if rejection["raw_value"] else ""
    return f"{place}{value}: {reasons[str(rejection['reason_code'])]}"
