"""The progress methods as the marts use them: the macros are compiled by dbt, and run on rows that a caller states."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

ROOT = Path(__file__).resolve().parents[2]
MACROS = ROOT / "macros" / "progress"
CUTOFFS = ROOT / "seeds" / "reference" / "progress_cutoffs.csv"
METHODS = ("distance_pace", "open_sdg_cagr", "un_extrapolation", "completion", "hold")

# The columns that a method reads, as `progress_terms` documents them, with what a caller may leave out.
INPUT_COLUMNS: dict[str, tuple[str, Any]] = {
    "target_id": ("varchar", None),
    "year": ("integer", None),
    "direction": ("integer", 1),
    "comparator": ("varchar", None),
    "accumulation": ("varchar", "level"),
    "path": ("varchar", "linear"),
    "baseline_year": ("integer", None),
    "baseline_value": ("double", None),
    "first_year": ("integer", None),
    "due_year": ("integer", None),
    "target_value": ("double", None),
    "target_high": ("double", None),
    "path_from_year": ("integer", None),
    "path_from_value": ("double", None),
    "path_to_year": ("integer", None),
    "path_to_value": ("double", None),
    "change_sign": ("integer", None),
    "limit_value": ("double", None),
    "valid_min": ("double", None),
    "valid_max": ("double", None),
    "observed_value": ("double", None),
    "observed_comparator": ("varchar", None),
    "observed_note": ("varchar", None),
    "drift_year": ("integer", None),
    "drift_value": ("double", None),
    "is_year_over": ("boolean", True),
}
CUTOFF_COLUMNS = {
    "cutoff_set": "varchar",
    "category": "varchar",
    "status": "varchar",
    "lower_bound": "double",
    "upper_bound": "double",
}

Row = dict[str, Any]

_MARK = "-- progress method: "


def compile_methods(folder: Path) -> dict[str, str]:
    """The SQL of every method, compiled by dbt in a project of its own that holds nothing but the macros."""
    (folder / "dbt_project.yml").write_text(
        "name: progress_methods\nprofile: progress_methods\n"
        f"macro-paths: ['{MACROS}']\nflags: {{send_anonymous_usage_stats: false}}\n"
    )
    (folder / "profiles.yml").write_text(
        "progress_methods: {target: duckdb, outputs: {duckdb: {type: duckdb, path: ':memory:'}}}\n"
    )
    inline = (
        "{% for method in progress_methods() %}"
        + _MARK
        + "{{ method }}\n{{ progress_method(method, 'progress_inputs', 'progress_cutoffs') }}\n{% endfor %}"
    )
    dbt = Path(sys.executable).with_name("dbt")
    folders = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    done = subprocess.run(
        [str(dbt), "--quiet", "compile", *folders, "--inline", inline],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("DBT_")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    parts = (part.split("\n", 1) for part in done.stdout.split(_MARK)[1:])
    return {name.strip(): sql.strip() for name, sql in parts}


class Methods:
    """A database in memory with the project's cut-offs, and the compiled methods."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(
            f"create table progress_cutoffs as select * from read_csv('{CUTOFFS}', columns = {CUTOFF_COLUMNS})"
        )
        declared = ", ".join(f"{name} {kind}" for name, (kind, _) in INPUT_COLUMNS.items())
        self.connection.execute(f"create table progress_inputs ({declared})")

    @cached_property
    def compiled(self) -> dict[str, str]:
        """The SQL of every method; dbt is asked once."""
        with tempfile.TemporaryDirectory() as folder:
            methods = compile_methods(Path(folder))
        assert tuple(methods) == METHODS
        return methods

    def judge(self, method: str, rows: Iterable[Row]) -> list[Row]:
        """The verdicts of one method; the comparator follows the direction where a row does not state it."""
        stated = []
        for number, row in enumerate(rows):
            unknown = set(row) - set(INPUT_COLUMNS)
            assert not unknown, f"no such input: {unknown}"
            filled = {name: default for name, (_, default) in INPUT_COLUMNS.items()} | {"target_id": str(number)} | row
            if filled["comparator"] is None:
                filled["comparator"] = "ge" if filled["direction"] == 1 else "le"
            stated.append(list(filled.values()))
        columns = [pa.array(column) for column in zip(*stated, strict=True)]
        self.connection.register("stated", pa.table(columns, names=list(INPUT_COLUMNS)))
        self.connection.execute("delete from progress_inputs")
        self.connection.execute("insert into progress_inputs select * from stated")
        result = self.connection.execute(f"select * from ({self.compiled[method]}) order by target_id, year")
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]
