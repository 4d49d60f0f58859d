"""What a build would take of files that are not loaded yet, what it would refuse, and what would change.

The files are laid beside a copy of the drop folder, and the models that read and judge loads run on it in a database of
their own: the rules are those of a build, and nothing of it stays. Gates, marts and the publication are left out.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from plan_targets.command.dbt import run_dbt
from plan_targets.command.exits import CommandError, Exit
from plan_targets.command.progress import Progress
from plan_targets.landing.arrivals import Delivery
from plan_targets.landing.layout import CONTENT, DATASET
from plan_targets.landing.store import deliver
from plan_targets.publication.read import NoPublicationError, connect, current_publication
from plan_targets.settings import PROJECT_FOLDER, landing_folder, variables
from plan_targets.words import figure

SELECTION = (
    "--select", "+fct_load", "--exclude", "path:models/quality", "path:models/publication",
    "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
)  # fmt: skip
# The same source said the same before.
TAKEN_BEFORE = "repeated_figure"
# Reasons that ask for nothing: a remark, a blank, a figure that is held already.
NOTHING_TO_DO = frozenset({"remark_row", "absent_value", TAKEN_BEFORE, "repeated_header", "hidden_left_out"})

# A comparator that no sign stands for.
WORDS_ALONE = ("hold",)

_FIGURE_COLUMNS = ("observation_id", "indicator_id", "region_code", "period", "comparator", "value")
_TARGET_COLUMNS = ("statement_id", "comparator", "unit", "value", "value_high")
_SEEN_FIGURES = f"select {', '.join(_FIGURE_COLUMNS)} from marts.fct_observation where is_preferred"
_SEEN_TARGETS = f"select {', '.join(_TARGET_COLUMNS)} from marts.fct_statement"

_FIGURES = """
select
    one.row_number,
    concat_ws(' ', regions.name_zh, indicators.name_zh, one.period),
    [one.comparator, one.value::varchar, null, indicators.unit],
    [seen.comparator, seen.value::varchar, null, indicators.unit],
    seen.observation_id is null,
    one.region_code
from intermediate.int_observations as one
left join staging.stg_indicators as indicators on one.indicator_id = indicators.indicator_id
left join seeds.regions as regions on one.region_code = regions.region_code
left join seen_figures as seen
    on one.indicator_id = seen.indicator_id and one.region_code = seen.region_code and one.period = seen.period
where one.load_id = ?
order by one.line_number
"""
_TARGETS = """
select
    one.row_number,
    concat_ws(' ', indicators.name_zh, one.kind, one.due_year),
    [one.comparator, try_cast(one.value as double)::varchar, try_cast(one.value_high as double)::varchar, one.unit],
    [seen.comparator, seen.value::varchar, seen.value_high::varchar, seen.unit],
    seen.statement_id is null,
    one.region_code
from staging.stg_landed_plan_rows as one
left join staging.stg_indicators as indicators on one.indicator_id = indicators.indicator_id
left join seen_targets as seen on one.statement_id = seen.statement_id
where one.load_id = ? and one.record = 'statement'
order by one.line_number
"""
_REFUSED = """
select sheet, row_number, column_name, raw_value, reason_code, reason_zh, reason, candidates
from marts.fct_rejected_row
where load_id = ?
order by line_number
"""


@dataclass(frozen=True)
class Figure:
    """A figure or a target that would be taken; `before` is what readers see for it now, as a text."""

    row: int
    text: str
    value: str
    before: str | None
    # The region it speaks of.
    region_code: str | None = None

    @property
    def change(self) -> str:
        """What is new about it."""
        if self.before is None:
            return "new 新增"
        return "unchanged 不变" if self.before == self.value else f"changed 更改，原为 {self.before}"


@dataclass(frozen=True)
class Refusal:
    """A row that would not be taken."""

    sheet: str | None
    row: int
    column: str | None
    value: str | None
    reason_code: str
    reason_zh: str
    reason_en: str
    candidates: str | None


@dataclass
class Preview:
    """What would become of one file."""

    file: Path
    taken: list[Figure] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    is_known: bool = False

    @property
    def has_problem(self) -> bool:
        """Whether somebody has to do something before it is loaded."""
        return any(refusal.reason_code not in NOTHING_TO_DO for refusal in self.refused)


def preview(files: list[Path], sender: str | None = None) -> list[Preview]:
    """What would become of each of the files, were they loaded from that sender in that order.

    Raises CommandError when the models cannot be run, and OSError when a file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="check-") as name:
        folder = Path(name)
        landing = folder / "landing"
        _copy_landing(landing)
        delivered = {file: deliver(file, landing, sender) for file in files}
        if not any(delivery.is_new for delivery in delivered.values()):
            return [Preview(file, is_known=True) for file in delivered]
        database = folder / "warehouse.duckdb"
        with _environment(LANDING_PATH=str(landing), WAREHOUSE_BUILD_PATH=str(database)):
            code = run_dbt(["build", *SELECTION, *_folders(folder, landing)], Progress(is_terminal=False))
        if code != Exit.DONE:
            raise CommandError(code, "The files could not be looked at.", "无法检查这些文件。")
        with duckdb.connect(str(database), read_only=True) as built:
            _attach_published(built)
            return [_preview(built, file, delivery) for file, delivery in delivered.items()]


def _folders(folder: Path, landing: Path) -> list[str]:
    """Where dbt writes, and what it last read of the project, which it takes seconds to read anew."""
    folders = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    read_before = PROJECT_FOLDER / "target" / "partial_parse.msgpack"
    if read_before.is_file():
        folders += ["--partial-parse-file-path", str(read_before)]
    # What the project's settings say comes before the environment.
    return [*folders, "--vars", f"landing_path: '{landing}'"] if variables()["landing_path"] else folders


def as_json(looked_at: list[Preview]) -> str:
    """The same for another program: for each file its name, whether it is known, what is taken and what is refused."""
    files = [
        {
            "file": each.file.name,
            "is_known": each.is_known,
            "taken": [asdict(figure) for figure in each.taken],
            "refused": [
                asdict(refusal) | {"is_to_mend": refusal.reason_code not in NOTHING_TO_DO} for refusal in each.refused
            ],
        }
        for each in looked_at
    ]
    return json.dumps(files, ensure_ascii=False, indent=1)


def _copy_landing(target: Path) -> None:
    source = landing_folder()
    target.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_link, dirs_exist_ok=True, symlinks=True)


def _link(source: str, target: str) -> None:
    # Kept bytes are never written again, so that a second name for them does; everything else is copied.
    if Path(source).name.startswith(CONTENT) or DATASET in Path(source).parts:
        with suppress(OSError):
            os.link(source, target)
            return
    with suppress(OSError):
        shutil.copy2(source, target, follow_symlinks=False)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _attach_published(built: duckdb.DuckDBPyConnection) -> None:
    """What readers see, as tables `seen_figures` and `seen_targets`; without rows where there is nothing yet."""
    try:
        with connect(current_publication()) as published:
            seen_figures, seen_targets = published.sql(_SEEN_FIGURES).pl(), published.sql(_SEEN_TARGETS).pl()
    except (NoPublicationError, duckdb.Error):
        text, number = pl.String, pl.Float64
        seen_figures = pl.DataFrame(schema=dict(zip(_FIGURE_COLUMNS, [text] * 5 + [number], strict=True)))
        seen_targets = pl.DataFrame(schema=dict(zip(_TARGET_COLUMNS, [text] * 3 + [number] * 2, strict=True)))
    built.register("seen_figures", seen_figures)
    built.register("seen_targets", seen_targets)


def _preview(built: duckdb.DuckDBPyConnection, file: Path, delivery: Delivery) -> Preview:
    if not delivery.is_new:
        return Preview(file, is_known=True)
    load_id = delivery.load.load_id
    taken = [
        Figure(row, text, _written(*value), None if is_new else _written(*before), region_code)
        for query in (_FIGURES, _TARGETS)
        for row, text, value, before, is_new, region_code in built.execute(query, [load_id]).fetchall()
    ]
    refused = [Refusal(*row) for row in built.execute(_REFUSED, [load_id]).fetchall()]
    return Preview(file, taken, refused)


def _written(comparator: str | None, value: str | None, value_high: str | None, unit: str | None) -> str:
    """A figure or a target as a person writes it, with all its digits, so that two that differ are written apart."""
    text = figure(
        float(value) if value else None, unit, comparator, float(value_high) if value_high else None, digits=10
    )
    return f"{comparator} {text}" if comparator in WORDS_ALONE else text
