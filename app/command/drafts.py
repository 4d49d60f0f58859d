"""Looks at a draft of a plan before it is loaded."""

import csv
from pathlib import Path

from app.publication.layout import PROJECT_FOLDER

REASONS = PROJECT_FOLDER / "seeds" / "reference" / "rejection_reasons.csv"


def draft_problems(draft: Path) -> list[str]:
    """What is missing from the draft, one sentence each; none when all of it would be taken."""
    # Here, because the other commands should not wait for what reads workbooks.
    from app.loads.plans import Lists, check_plan
    from app.loads.vocabulary import Vocabulary

    with REASONS.open(encoding="utf-8", newline="") as stream:
        reasons = {row["reason_code"]: f"{row['reason_zh']} {row['reason_en']}" for row in csv.DictReader(stream)}
    return check_plan(draft, reasons, Vocabulary.from_seeds(), Lists.from_seeds())
