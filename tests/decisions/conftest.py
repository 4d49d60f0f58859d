"""A project into which a plan with unknown words and figures under unknown names were dropped."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project import Project

PLAN = """规划名称,舟山市桃花岛规划,,,,
地区,舟山市,,,,
规划期,2024-2027,,,,
指标,单位,基期值,目标值,目标年份,方向
桃花岛渡轮上座率,%,60,80以上,2027,
桃花岛渡轮噪声值,分,,50,2027,越低越好
桃花岛渡轮晚点率,%,,3,2027,
制造业产品抽检合格率,%,,95以上,2027,
制造业产品质量合格率,%,,95以上,2027,
"""
FIGURES = """地区,指标,单位,年份,数值,来源,来源等级,发布日期
舟山市,桃花岛渡轮上座率,%,2024,70,舟山公报,官方,2025-03-01
舟山市,制造业产品抽检合格率,%,2024,94.1,舟山公报,官方,2025-03-01
舟山市,桃花岛游客投诉办结比,%,2024,97,舟山公报,官方,2025-03-01
舟山市,桃花岛游客投诉办结比,%,2023,96,舟山公报,官方,2025-03-01
"""


@pytest.fixture(scope="session")
def waiting_project(built_project: Project, once: Callable[..., Project]) -> Project:
    """The project after one build with those files; read it, or clone it."""

    def build(project: Project) -> str:
        drop(project.folder / "landing", **{"桃花岛/plan.csv": PLAN, "海事局/figures.csv": FIGURES})
        answer = project.dbt("build")
        return "" if answer.returncode == 0 else answer.stdout or "failed"

    return once("waiting", built_project.clone_to, build)


@pytest.fixture
def reference(waiting_project: Project, tmp_path: Path) -> Path:
    """A copy of its lists, to write to."""
    return Path(shutil.copytree(waiting_project.folder / "seeds" / "reference", tmp_path / "reference"))


def drop(landing: Path, **files: str) -> None:
    """Puts the files into the drop folder."""
    for name, text in files.items():
        path = landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
