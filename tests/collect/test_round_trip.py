"""A collecting workbook is written, filled in with LibreOffice and dropped: its figures are taken, the rest stays."""

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from plan_targets.command.exits import Exit
from tests.command.calls import call
from tests.project import Project

SCRIPT = Path(__file__).with_name("fill_in_libreoffice.py")
# The Python that has LibreOffice's bindings is the system's.
SYSTEM_PYTHON = "/usr/bin/python3"
ANSWERS = ("98.5", "超过96", "约97.2")
OBSERVED = "select observation_id, value, comparator, is_preferred from fct_observation"


def can_use_libreoffice() -> bool:
    if shutil.which("soffice") is None:
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def fill(workbook: Path, filled: Path, answers: dict[int, dict[str, str]], profile: Path) -> None:
    """Types the answers in with LibreOffice; where there is none, with the library that reads workbooks."""
    if can_use_libreoffice():
        subprocess.run(
            [SYSTEM_PYTHON, str(SCRIPT), str(profile), str(workbook), str(filled), json.dumps(answers)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[2]}
    for row, texts in answers.items():
        for header, text in texts.items():
            sheet.cell(row + 1, columns[header], text)
    book.save(filled)


@pytest.fixture(scope="module")
def asked(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """A project, and the workbook of one of its offices with shares to report."""
    project = built_project.clone_to(tmp_path_factory.mktemp("round") / "project")
    written = call(project, "collect", str(project.folder / "out"), "--region", "140100")
    assert written.returncode == Exit.DONE, written.stderr
    workbook = max((project.folder / "out").iterdir(), key=lambda file: len(questions(file)))
    return project, workbook


def questions(workbook: Path) -> list[dict[str, str]]:
    """What the workbook asks for, row by row."""
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    names = [str(cell.value) for cell in sheet[2]]
    rows = sheet.iter_rows(min_row=3, values_only=True)
    return [dict(zip(names, map(str, row), strict=True)) for row in rows if row[0]]


def test_what_is_filled_in_is_taken_and_what_is_left_blank_is_neither_figure_nor_refusal(
    asked: tuple[Project, Path], tmp_path: Path
) -> None:
    project, workbook = asked
    shares = [row for row, one in enumerate(questions(workbook)) if one["单位"] == "%"]
    chosen = dict(zip(shares, ANSWERS, strict=False))
    assert len(chosen) == len(ANSWERS) < len(questions(workbook))
    answers = {
        row + 2: {"数值": text, "来源": "太原市统计公报", "发布日期": "2026-03-05", "备注": "年报数"}
        for row, text in chosen.items()
    }
    # A source without a figure is no answer either.
    answers[next(row for row in range(len(questions(workbook))) if row not in chosen) + 2] = {"来源": "太原市统计公报"}
    filled = tmp_path / "改了名的表.xlsx"
    fill(workbook, filled, answers, tmp_path / "profile")
    before = project.rows(OBSERVED)
    loaded = call(project, "load", str(filled), LANDING_PATH=str(project.folder / "landing"))
    assert loaded.returncode == Exit.DONE, loaded.stderr + loaded.stdout
    assert f"{filled}: {len(chosen)} taken, 0 refused, 0 unchanged" in loaded.stdout
    listed = call(project, "list", "loads", LANDING_PATH=str(project.folder / "landing"))
    assert f"{len(chosen)} taken, 0 refused, 0 unchanged" in listed.stdout

    after = project.rows(OBSERVED)
    assert before.join(after, on=before.columns, how="anti", nulls_equal=True).is_empty()
    taken = project.rows(
        "select region_code, printed_indicator_zh, period, value, comparator, published_on::varchar as day"
        " from fct_observation where file like '%改了名的表.xlsx'"
    )
    assert after.height == before.height + taken.height
    expected = {
        (one["地区代码"], one["指标"], one["年份"], float(text.strip("超过约")), comparator, "2026-03-05")
        for (row, text), comparator in zip(chosen.items(), ("eq", "gt", "approx"), strict=True)
        for one in [questions(workbook)[row]]
    }
    assert set(taken.rows()) == expected
    # A workbook in which nothing is known to be wrong asks nobody for anything.
    said = project.rows("select reason_code from fct_rejected_row where file like '%改了名的表.xlsx'")
    assert said.is_empty()
    told = project.rows(
        "select sample from fct_quality_result where is_latest_run and not success and sample like '%改了名的表%'"
    )
    assert told.filter(pl.col("sample").str.contains("formerly")).is_empty()
