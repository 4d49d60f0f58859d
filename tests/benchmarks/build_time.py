"""Times a whole `dbt build` beside the build of a dbt project of one model, in turn, and prints both and their ratio.

The one-model project is what dbt and DuckDB cost on this machine before anything is done; the ratio is what the
warehouse adds: `uv run python -m tests.benchmarks.build_time`.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.project import Project

PAIRS = 3

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


def seconds(project: Project) -> float:
    """How long one `dbt build` takes, from the start of the process to its end."""
    start = time.perf_counter()
    answer = project.dbt_command("build")
    if answer.returncode != 0:
        sys.exit(answer.stdout)
    return time.perf_counter() - start


def main() -> None:
    """Prints medians over pairs after one uncounted run of each, which leaves dbt's parse in place."""
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = Project.copy_to(Path(scratch) / "warehouse")
        one_model = one_model_project(Path(scratch) / "one_model")
        first = seconds(warehouse)
        seconds(one_model)
        pairs = [(seconds(warehouse), seconds(one_model)) for _ in range(PAIRS)]
        record = warehouse.publication().record
    whole = statistics.median(pair[0] for pair in pairs)
    smallest = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"dbt build, whole warehouse ({record['observation_count']} observations, {record['target_count']} targets):")
    print(f"  first build {first:.1f} s; later builds {whole:.1f} s (median of {PAIRS})")
    print(f"dbt build, one model: {smallest:.1f} s (median of {PAIRS})")
    print(f"ratio: {ratio:.1f} (median of pairs)")


if __name__ == "__main__":
    main()
