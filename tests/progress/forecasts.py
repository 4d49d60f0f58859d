"""The project's own forecast model, run on series that a caller states."""

import re
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from tests.compiling import compile_models
from tests.progress.methods import SEEDS, Row, without_schemas
from tests.project import Project

MODEL = "int_progress_forecasts"
DAY = re.compile(r"'\d{4}-\d{2}-\d{2}'")

# What the model reads of a target in a year, with what a caller may leave out.
TARGET_COLUMNS: dict[str, tuple[str, Any]] = {
    "target_id": ("varchar", None),
    "year": ("integer", None),
    "due_year": ("integer", None),
    "direction": ("integer", 1),
    "accumulation": ("varchar", "level"),
    "required_value": ("double", None),
    "valid_min": ("double", None),
    "valid_max": ("double", None),
}
# And of a point of its series.
POINT_COLUMNS: dict[str, tuple[str, Any]] = {
    "target_id": ("varchar", None),
    "year": ("integer", None),
    "value": ("double", None),
    "lowest_value": ("double", None),
    "highest_value": ("double", None),
    "run": ("integer", 0),
}


class Forecasts:
    """A database in memory with the model as a view over the series stated; no due year is over."""

    def __init__(self, project: Project, as_of: str = "1990-01-01") -> None:
        """`project` is a copy to compile the model in; `as_of` stands in it for the day of the build."""
        self.connection = duckdb.connect()
        self.connection.execute(
            f"create table student_quantiles as select * from read_csv('{SEEDS / 'student_quantiles.csv'}')"
        )
        for name, columns in (("int_progress_inputs", TARGET_COLUMNS), ("int_progress_series", POINT_COLUMNS)):
            declared = ", ".join(f"{column} {kind}" for column, (kind, _) in columns.items())
            self.connection.execute(f"create table {name} ({declared})")
        model, count = DAY.subn(f"'{as_of}'", compile_models(project, [MODEL])[MODEL])
        assert count == 1
        self.connection.execute(f"create view {MODEL} as {without_schemas(model)}")

    def carry_on(self, targets: Iterable[Row], points: Iterable[Row]) -> list[Row]:
        """The forecast of every target, by its id."""
        self._state("int_progress_inputs", TARGET_COLUMNS, targets)
        self._state("int_progress_series", POINT_COLUMNS, points)
        result = self.connection.execute(f"select * from {MODEL} order by target_id, year")
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

    def _state(self, table: str, columns: dict[str, tuple[str, Any]], rows: Iterable[Row]) -> None:
        self.connection.execute(f"delete from {table}")
        stated = [[row.get(name, default) for name, (_, default) in columns.items()] for row in rows]
        if stated:
            filled = pa.table([pa.array(column) for column in zip(*stated, strict=True)], names=list(columns))
            self.connection.register("filled", filled)
            self.connection.execute(f"insert into {table} select * from filled")
