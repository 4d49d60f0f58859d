"""Times whole builds beside the build of a dbt project of one model, in turn, and prints their ratios.

The one-model project is what dbt and DuckDB cost on this machine before anything is done; the ratio is what the
warehouse adds, where nothing is new, where one figure was revised, and where everything is made anew:
`uv run python -m tests.benchmarks.build_time`.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.project import Project, Row

ROUNDS = 3

ONE_MODEL = {
    "dbt_project.yml": "name: one_model\nprofile: one_model\nflags:\n  send_anonymous_usage_stats: false\n",
    "profiles.yml": "one_model:\n  target: duckdb\n  outputs:\n    duckdb: {type: duckdb, path: one_model.duckdb}\n",
    "models/one.sql": "select 1 as one\n",
}


def one_model_project(folder: Path) -> Project:
    """The smallest project that dbt builds."""
    for name, text in ONE_MODEL.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(folder)


def seconds(project: Project, *arguments: str) -> float:
    """How long one `dbt build` takes, from the start of the process to its end."""
    start = time.perf_counter()
    answer = project.dbt_command("build", *arguments)
    if answer.returncode != 0:
        sys.exit(answer.stdout)
    return time.perf_counter() - start


def revise(project: Project) -> None:
    """Changes one collected figure, as somebody does who found it misread."""

    def change(rows: list[Row]) -> list[Row]:
        row = next(row for row in rows if row["indicator_zh"] == "制造业产品质量合格率")
        row["value"] = f"{float(row['value']) - 0.01:.2f}"
        return rows

    project.edit("seeds/observations/collected_through_2024.csv", change)


def main() -> None:
    """Prints medians over rounds after uncounted runs, which leave dbt's parse and a settled publication in place."""
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = Project.copy_to(Path(scratch) / "warehouse")
        one_model = one_model_project(Path(scratch) / "one_model")
        first = seconds(warehouse)
        seconds(warehouse)
        seconds(one_model)
        rounds = []
        for _ in range(ROUNDS):
            smallest, nothing_new = seconds(one_model), seconds(warehouse)
            revise(warehouse)
            rounds.append((smallest, nothing_new, seconds(warehouse), seconds(warehouse, "--full-refresh")))
            # What the publication before this one said is new to the next build.
            seconds(warehouse)
        record = warehouse.publication().record
    print(f"dbt build, whole warehouse ({record['observation_count']} observations, {record['target_count']} targets):")
    print(f"  the first of a clone, which parses the project too: {first:.1f} s")
    print(f"dbt build, one model: {statistics.median(times[0] for times in rounds):.1f} s (medians of {ROUNDS} rounds)")
    for column, name in enumerate(("nothing_new", "one_figure_revised", "everything_anew"), start=1):
        median = statistics.median(times[column] for times in rounds)
        ratio = statistics.median(times[column] / times[0] for times in rounds)
        print(f"  {name.replace('_', ' ')}: {median:.1f} s")
        print(f"{name}_ratio={ratio:.1f}")


if __name__ == "__main__":
    main()
