"""The project's own models from a target in a year to its verdict, run on rows that a caller states."""

import csv
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot

from tests.compiling import compile_models
from tests.project import REPOSITORY, Project

SEEDS = REPOSITORY / "seeds" / "reference"
CUTOFFS = SEEDS / "progress_cutoffs.csv"
with (SEEDS / "progress_methods.csv").open(encoding="utf-8") as _file:
    METHODS = tuple(row["method"] for row in csv.DictReader(_file))

# From the inputs to the verdicts, each after what it reads.
MODELS = ("int_progress_terms", "int_progress_hold", *(f"int_progress_{m}" for m in METHODS if m != "hold"))
MODELS = (*MODELS, "int_progress_by_method", "int_progress_by_reading", "int_progress_verdicts")

# The columns of `int_progress_inputs` that the models read, with what a caller may leave out.
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
    "least_required_value": ("double", None),
    "limit_value": ("double", None),
    "valid_min": ("double", None),
    "valid_max": ("double", None),
    "change_sign": ("integer", None),
    "observed_value": ("double", None),
    "observed_comparator": ("varchar", None),
    "observed_note": ("varchar", None),
    "first_figure_year": ("integer", None),
    "first_figure_value": ("double", None),
    "is_year_over": ("boolean", True),
    "has_part_of_year": ("boolean", False),
    "lowest_value": ("double", None),
    "highest_value": ("double", None),
    "baseline_lowest": ("double", None),
    "baseline_highest": ("double", None),
    "figure_time": ("double", None),
    "is_whole_year": ("boolean", None),
    "is_inferred": ("boolean", None),
    "is_told_by_plan": ("boolean", None),
    "figure_refusal": ("varchar", None),
    "cutoff_edition": ("varchar", "current"),
}
# A step on the way to the target, which `int_target_path` reads from the plan's earlier due years.
STEP_COLUMNS: dict[str, tuple[str, Any]] = {
    "interim_year": ("integer", None),
    "interim_value": ("double", None),
}
STATED = INPUT_COLUMNS | STEP_COLUMNS
# What `int_progress_inputs` works out from them.
WORKED_OUT = """
    create view int_progress_inputs as
    select
        stated.*,
        int_progress_targets.required_value,
        int_target_path.from_year,
        int_target_path.from_value,
        int_target_path.to_year,
        int_target_path.to_value
    from stated
    inner join int_progress_targets using (target_id)
    left join int_target_path using (target_id, year)
"""
TARGETS = """
    create view int_progress_targets as
    with targets as (
        select
            target_id, path, accumulation, comparator, direction, change_sign, due_year,
            any_value(target_value) as value, any_value(target_high) as value_high,
            any_value(baseline_year) as counted_from_year, any_value(baseline_value) as counted_from_value,
            any_value(interim_year) as interim_year, any_value(interim_value) as interim_value
        from stated
        group by all
    )
    select
        *,
        case when comparator = 'between' and direction = -1 then value_high else value end as required_value,
        target_id as plan_id, 'i' as indicator_id, 'r' as region_code
    from targets
    union all
    select
        * replace (
            target_id || ' interim' as target_id, interim_year as due_year, interim_value as value, 'linear' as path
        ),
        interim_value as required_value, target_id as plan_id, 'i' as indicator_id, 'r' as region_code
    from targets
    where interim_year is not null
"""

Row = dict[str, Any]


def without_schemas(sql: str) -> str:
    """The same query over tables named without database and schema."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for table in tree.find_all(sqlglot.exp.Table):
        table.set("db", None)
        table.set("catalog", None)
    return tree.sql(dialect="duckdb")


class Methods:
    """A database in memory with the project's lists and, as views, its progress models."""

    def __init__(self, project: Project) -> None:
        """`project` is a copy whose models are compiled when the first row is judged."""
        self.project = project
        # A few rows' verdicts take the time that planning the question takes: it is planned once, for one thread.
        self.connection = duckdb.connect(config={"threads": 1})
        # A plan must not rest on what the tables held when it was made.
        self.connection.execute("set disabled_optimizers = 'statistics_propagation'")
        self._judged: dict[tuple[tuple[tuple[str, Any], ...], ...], dict[str, list[Row]]] = {}

    @cached_property
    def models(self) -> dict[str, str]:
        """The models, compiled once, and made views over the rows stated."""
        compiled = compile_models(self.project, ("int_target_path", *MODELS))
        for seed in ("progress_cutoffs", "progress_methods", "progress_reasons", "progress_statuses"):
            self.connection.execute(f"create table {seed} as select * from read_csv('{SEEDS / seed}.csv')")
        self.connection.execute(
            "create view int_progress_cutoffs as select 'current' as edition, * from progress_cutoffs"
        )
        declared = ", ".join(f"{name} {kind}" for name, (kind, _) in STATED.items())
        self.connection.execute(f"create table stated ({declared})")
        self.connection.execute(TARGETS)
        for name in ("int_target_path", *MODELS):
            if name == MODELS[0]:
                self.connection.execute(WORKED_OUT)
            # The terms are a table, made anew for the rows stated: six models read them.
            kind = "table" if name == "int_progress_terms" else "view"
            self.connection.execute(f"create {kind} {name} as {without_schemas(compiled[name])}")
        terms = without_schemas(compiled["int_progress_terms"])
        self.connection.execute(f"prepare terms as insert into int_progress_terms {terms}")
        verdicts = "select * from int_progress_verdicts order by target_id, year"
        self.connection.execute(f"prepare verdicts as {verdicts}")
        return compiled

    def judge(self, method: str, rows: Iterable[Row]) -> list[Row]:
        """The verdicts of one method; the comparator follows the direction where a row does not state it."""
        return self.judge_by_all(rows)[method]

    def judge_by_all(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        """The same by every method. Rows that were judged before are not judged again."""
        rows = list(rows)
        key = tuple(tuple(row.items()) for row in rows)
        if key not in self._judged:
            self._state(rows)
            verdicts = self._verdicts()
            self._judged[key] = {method: [row for row in verdicts if row["method"] == method] for method in METHODS}
        return {method: [dict(row) for row in judged] for method, judged in self._judged[key].items()}

    def _state(self, rows: Iterable[Row]) -> None:
        assert self.models
        stated = []
        for number, row in enumerate(rows):
            unknown = set(row) - set(STATED)
            assert not unknown, f"no such input: {unknown}"
            filled = {name: default for name, (_, default) in STATED.items()} | {"target_id": str(number)} | row
            if filled["comparator"] is None:
                filled["comparator"] = "ge" if filled["direction"] == 1 else "le"
            stated.append(list(filled.values()))
        columns = [pa.array(column) for column in zip(*stated, strict=True)]
        self.connection.register("filled", pa.table(columns, names=list(STATED)))
        self.connection.execute("delete from stated")
        self.connection.execute("insert into stated select * from filled")
        self.connection.execute("delete from int_progress_terms")
        self.connection.execute("execute terms")

    def _verdicts(self) -> list[Row]:
        result = self.connection.execute("execute verdicts")
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]
