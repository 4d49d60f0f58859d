"""What `check` says of files before they are loaded."""

import subprocess
from pathlib import Path

import pytest

from plan_targets.command.drafts import draft_lines
from plan_targets.command.exits import Exit
from plan_targets.command.preview import Figure, Preview, Refusal
from tests.command.calls import call
from tests.project import Project

FIGURES = """地区,指标,单位,年份,数值,来源,来源等级,发布日期
衢州市,森林覆盖率,%,2001,71.6,草稿公报,官方,2002-03-01
全国,制造业产品质量合格率,%,2023,93.65,草稿公报,官方,2024-03-01
衢州市,制造业产品合格抽检率,%,2022,95,草稿公报,官方,2023-03-01
"""
PLAN = """规划名称,舟山市质量强市规划,,
地区,舟山市,,
规划期,2024-2027,,
指标,单位,目标值,目标年份
空气质量优良天数比例,%,稳定在96以上,2027
森林覆盖,%,82,2027
"""


@pytest.fixture(scope="module")
def answer(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The answer for a file of figures and one of a plan, each with a name that nobody knows, and one that is none."""
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    landing = folder / "landing"
    landing.mkdir()
    files = [str(folder / name) for name in ("figures.csv", "plan.csv", "坏.xlsx")]
    answered = call(built_project, "check", *files, LANDING_PATH=str(landing))
    # Nothing is loaded.
    assert list(landing.iterdir()) == []
    return answered


def lines_of(answer: subprocess.CompletedProcess[str], file: str) -> list[str]:
    return [line.partition(": ")[2] for line in answer.stdout.splitlines() if line.partition(": ")[0].endswith(file)]


def test_figures_are_shown_with_what_changes_and_end_with_counts(answer: subprocess.CompletedProcess[str]) -> None:
    lines = lines_of(answer, "figures.csv")
    assert any("衢州市 森林覆盖率 2001: 71.6%（new 新增）" in line for line in lines)
    assert any("“指标”列 column（制造业产品合格抽检率）" in line and "-抽检" in line for line in lines)
    assert lines[-1] == "2 taken, 1 refused, 0 unchanged 采用 2，未采用 1，未变 0 (1 new 新增, 0 changed 更改)"
    assert answer.returncode == Exit.STOPPED


def test_a_plan_is_shown_alike(answer: subprocess.CompletedProcess[str]) -> None:
    lines = lines_of(answer, "plan.csv")
    assert any("空气质量优良天数比例 target 2027: hold 96%（new 新增）" in line for line in lines)
    assert any("“方向”列 column（森林覆盖）" in line and "森林覆盖率" in line for line in lines)
    assert lines[-1] == "1 taken, 1 refused, 0 unchanged 采用 1，未采用 1，未变 0 (1 new 新增, 0 changed 更改)"


def test_a_file_that_is_no_table_is_refused_as_a_whole(answer: subprocess.CompletedProcess[str]) -> None:
    refused, counted = lines_of(answer, "坏.xlsx")
    assert counted.startswith("0 taken, 1 refused") and "Traceback" not in refused


def test_no_remedy_for_a_clerk_speaks_of_the_projects_files(answer: subprocess.CompletedProcess[str]) -> None:
    assert "seeds/" not in answer.stdout and "Traceback" not in answer.stdout + answer.stderr


def test_changes_are_told_from_what_stays() -> None:
    figures = [Figure(2, "甲", "1 %", None), Figure(3, "乙", "2 %", "3 %"), Figure(4, "丙", "4 %", "4 %")]
    refusal = Refusal("表", 5, "数值", "约", "text_in_value", "不是数字。", "Not a number.", None)
    lines = list(draft_lines(Preview(Path("a.csv"), figures, [refusal, refusal])))
    assert lines == [
        "a.csv: 第 2 行 row, 甲: 1 %（new 新增）",
        "a.csv: 第 3 行 row, 乙: 2 %（changed 更改，原为 3 %）",
        "a.csv: 工作表 sheet 表, 第 5 行 row, “数值”列 column（约）: 不是数字。 Not a number.",
        "a.csv: 3 taken, 2 refused, 0 unchanged 采用 3，未采用 2，未变 0 (1 new 新增, 1 changed 更改)",
    ]
