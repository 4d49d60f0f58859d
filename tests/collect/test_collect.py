"""What is due and unreported, and the workbooks in which offices report it."""

import io
from pathlib import Path

import openpyxl
import pytest

from app.texts import texts_of
from plan_targets.collect.awaited import AwaitedFigure, Owner, YearFigure, awaited_figures, by_owner
from plan_targets.collect.workbook import COLUMNS, HIDDEN, write_collecting_workbook
from plan_targets.command.exits import Exit
from plan_targets.semantic import SemanticClient
from tests.command.calls import call_here
from tests.pages.conftest import open_page, words

OWNER = Owner("140100", "太原市", "market_regulation", "市场监管局")
FIGURE = AwaitedFigure(
    owner=OWNER,
    plans=("taiyuan_quality_2025",),
    indicator_id="food_pass_rate",
    indicator="食品合格率",
    unit="%",
    year=2024,
    due_on="2025-04-30",
    is_overdue=True,
    is_never_reported=False,
    is_due_year=False,
    targets=(YearFigure("≥ 98%", 2025),),
    last_known=YearFigure("97.5%", 2023),
)


def test_each_figure_that_is_due_is_asked_of_one_owner_once(published_path: Path) -> None:
    snapshot = SemanticClient(str(published_path)).current()
    figures = awaited_figures(snapshot)
    counted = snapshot.query(["figure_due_count"])["figure_due_count"][0]
    keys = [(one.owner.region_code, one.indicator_id, one.year) for one in figures]
    assert len(keys) == counted == len(set(keys)) > 0
    assert sum(len(owed) for owed in by_owner(figures).values()) == counted


def test_a_question_for_one_office_holds_only_its_figures(published_path: Path) -> None:
    snapshot = SemanticClient(str(published_path)).current()
    asked = awaited_figures(snapshot, department="market_regulation", region="140100")
    assert asked
    assert {one.owner.key for one in asked} == {"140100.market_regulation"}


def test_only_the_cells_to_fill_are_open_and_ids_are_out_of_sight() -> None:
    file = io.BytesIO()
    write_collecting_workbook(file, OWNER, [FIGURE])
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet.protection.sheet
    for position, (name, _, is_open) in enumerate(COLUMNS, start=1):
        assert sheet.cell(2, position).value == name
        assert sheet.cell(3, position).protection.locked is not is_open, name
        widths = [one for one in sheet.column_dimensions.values() if one.min <= position <= one.max]
        assert any(one.hidden for one in widths) is (name in HIDDEN), name
    filled = {sheet.cell(2, position).value: sheet.cell(3, position).value for position in range(1, len(COLUMNS) + 1)}
    assert filled["指标"] == "食品合格率" and filled["年份"] == "2024" and filled["数值"] is None
    assert filled["供参考的目标"] == "≥ 98%（2025）" and filled["供参考的上次数据"] == "97.5%（2023）"


def test_the_command_writes_a_workbook_for_each_owner(published_path: Path, tmp_path: Path) -> None:
    written = call_here(published_path, "collect", str(tmp_path / "out"), "--region", "140100")
    assert written.returncode == Exit.DONE, written.stderr
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == len(written.stdout.splitlines()) > 1
    assert all(file.name.startswith("待报数据_太原市") for file in files)


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [("--plan", "taiyuan_quality", "taiyuan_quality_2025"), ("--region", "14010", "140100")],
)
def test_an_id_that_does_not_exist_is_a_sentence_with_near_ones(
    published_path: Path, tmp_path: Path, option: str, value: str, near: str
) -> None:
    refused = call_here(published_path, "collect", str(tmp_path / "out"), option, value)
    assert refused.returncode == Exit.WRONG_CALL
    assert f"'{value}'" in refused.stderr and near in refused.stderr and "没有编号为" in refused.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_counts_what_the_layer_counts(readers_folder: Path, language: str) -> None:
    snapshot = SemanticClient(str(readers_folder)).current()
    counted = snapshot.query(["figure_due_count"], where={"region": "140100"})["figure_due_count"][0]
    figures = awaited_figures(snapshot, region="140100")
    said = texts_of(language)(
        "due.sentence.some",
        total=counted,
        overdue=sum(one.is_overdue for one in figures),
        decides=sum(one.is_overdue and one.is_due_year for one in figures),
        never=sum(one.is_never_reported for one in figures),
        owners=len(by_owner(figures)),
    )
    assert said in words(open_page("due", region="140100", lang=language))
