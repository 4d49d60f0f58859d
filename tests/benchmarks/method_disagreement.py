"""Prints, as tables for docs/progress-methods.md, the real targets on which the methods disagree.

The real targets are those of the current publication, and the published series with a target of the progress files
beside the repository: `uv run python -m tests.benchmarks.method_disagreement`. The first table is also on the page of
worked verdicts.
"""

import csv
import tempfile
from collections import Counter
from pathlib import Path

from plan_targets.publication.read import Publication, connect
from tests.benchmarks.large_publication import publication_to_measure
from tests.progress.methods import CUTOFFS, METHODS, Methods, Row
from tests.progress.published import FILES, as_input, read_series
from tests.project import Project

VERDICTS = ("achieved", "ahead", "on_track", "behind", "off_track")
# Ahead and on track are the same answer to "are we on course?".
ON_COURSE = {
    "achieved": "on course",
    "ahead": "on course",
    "on_track": "on course",
    "behind": "behind",
    "off_track": "off track",
}

# Every year in which a target is judged, whether its verdict still speaks or not.
PUBLISHED = """
    select concat(target_id, ', ', year), year, method, status, pace
    from marts.fct_progress
    where observed_value is not null
"""

Verdicts = dict[str, dict[str, Row]]


def plan_targets(publication: Publication) -> Verdicts:
    """The verdicts of a publication on each target in each year, by every method."""
    with connect(publication) as connection:
        rows = connection.execute(PUBLISHED).fetchall()
    verdicts: Verdicts = {}
    for target_id, year, method, status, pace in rows:
        verdicts.setdefault(target_id, {})[method] = {"year": year, "status": status, "pace": pace}
    return verdicts


def published_targets(methods: Methods) -> Verdicts:
    """The verdicts on published series with a target, on a linear path and, where growth allows, a compound one."""
    verdicts: Verdicts = {}
    for file in FILES:
        rows = [as_input(*item) for item in read_series(file).items() if item[1]["target"] is not None]
        for method in METHODS:
            for row in methods.judge(method, rows):
                verdicts.setdefault(row["target_id"], {})[method] = row
        compound = [row | {"path": "compound"} for row in rows]
        for row in methods.judge("distance_pace", compound):
            verdicts[row["target_id"]]["distance_pace, compound path"] = row
    return verdicts


def shown(row: Row) -> str:
    """A verdict with its measure."""
    if row["status"] not in VERDICTS:
        return "–"
    return row["status"] if row["pace"] is None else f"{row['status']} ({row['pace']:.2f})"


def official_band(measure: float) -> str:
    """Where a measure falls in Open SDG's own bands, which are finer than on course or behind."""
    with CUTOFFS.open(encoding="utf-8") as file:
        bands = [row for row in csv.DictReader(file) if row["cutoff_set"] == "open_sdg_cagr"]
    reached = [row for row in bands if not row["lower_bound"] or measure >= float(row["lower_bound"])]
    return max(reached, key=lambda row: float(row["lower_bound"] or "-inf"))["category"]


def has_other_answers(judged: dict[str, Row]) -> bool:
    """Whether two methods answer "are we on course?" differently."""
    return len({ON_COURSE[row["status"]] for row in judged.values()}) > 1


def has_other_bands(judged: dict[str, Row]) -> bool:
    """Whether linear pace and the official ratio, both unmet, fall into different official bands."""
    both = [judged.get(method) for method in ("distance_pace", "open_sdg_cagr")]
    if any(row is None or row["status"] == "achieved" or row["pace"] is None for row in both):
        return False
    return len({official_band(row["pace"]) for row in both if row}) > 1


def table(title: str, verdicts: Verdicts) -> str:
    """One row for each target on which two methods give different answers, after how many were compared."""
    judged = {
        target: {method: row for method, row in by_method.items() if row["status"] in VERDICTS}
        for target, by_method in verdicts.items()
    }
    comparable = {target: by_method for target, by_method in judged.items() if len(by_method) > 1}
    differing = {
        target: by_method
        for target, by_method in comparable.items()
        if has_other_answers(by_method) or has_other_bands(by_method)
    }
    methods = [method for method, _ in Counter(m for row in comparable.values() for m in row).most_common()]
    answers = sum(has_other_answers(by_method) for by_method in comparable.values())
    bands = sum(has_other_bands(by_method) for by_method in comparable.values())
    lines = [
        f"{title}: {len(verdicts)}, of which {len(comparable)} are judged by two methods or more.",
        f"On {answers} of them two methods give different answers; on {bands} the linear pace and the",
        "official ratio fall into different official bands.",
        "",
    ]
    if differing:
        lines += ["| target | " + " | ".join(methods) + " |", "|---|" + "---|" * len(methods)]
        for target in sorted(differing):
            cells = [shown(verdicts[target].get(method, {"status": None})) for method in methods]
            lines.append("| " + " | ".join([target.replace(" | ", ": "), *cells]) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """A table for the plans' targets, and one for the published series."""
    print(table("Targets of the plans in the years with a figure", plan_targets(publication_to_measure())))
    with tempfile.TemporaryDirectory() as folder:
        methods = Methods(Project.copy_to(Path(folder) / "project"))
        print(table("Published series with a target", published_targets(methods)))


if __name__ == "__main__":
    main()
