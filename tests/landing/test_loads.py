"""What becomes of a load over time: repeated, corrected, withdrawn, revised, and seen as of a date."""

import json
import re
import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from plan_targets.landing.dropped import dropped_files
from plan_targets.landing.store import UnknownLoadError, loads, register_files, restore, withdraw
from tests.project import REPOSITORY, Project

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"
FIRST = HEADER + (
    "常州市,食品抽检合格率,%,2011,97.1,甲公报2011,官方,2012-03-01\n"
    "常州市,食品抽检合格率,%,2012,97.6,甲公报2012,官方,2013-03-01\n"
)
CORRECTED = FIRST.replace("97.6", "97.9")
REVISION = HEADER + "常州市,食品抽检合格率,%,2012,98.2,甲公报2013,官方,2014-03-01\n"
PLAN = (
    "规划名称,常州市质量强市规划,,,,\n地区,常州市,,,,\n发布机构,常州市人民政府,,,,\n印发日期,2024年3月1日,,,,\n"
    "规划期,2024-2027,,,,\n,,,,,\n指标,单位,基期值,基期年份,目标值,目标年份\n"
    "制造业产品质量合格率,%,93.5,2023,95以上,2027年\n食品抽检合格率,%,,,98,2027\n桃花指数,%,,,98,2027\n"
)
CHANGZHOU, TAIZHOU, HUZHOU = "320400", "321200", "330500"


def drop(project: Project, name: str, text: str) -> None:
    landing = project.folder / "landing"
    landing.mkdir(exist_ok=True)
    (landing / name).write_text(text, encoding="utf-8")


def run(project: Project, *arguments: str) -> None:
    """Rebuilds what stands between the drop folder and the list of loads, without publishing."""
    answer = project.dbt("run", "--select", "+fct_load", "+fct_observation", *arguments)
    assert answer.returncode == 0, answer.stdout


def series(project: Project, region: str = CHANGZHOU) -> list[tuple[object, ...]]:
    rows = project.build_rows(
        "select year, value, is_preferred from marts.fct_observation where indicator_id = 'food_sampling_pass_rate'"
        f" and region_code = '{region}' and year in (2011, 2012) order by year, value"
    )
    return rows.rows()


def load_list(project: Project) -> pl.DataFrame:
    return project.build_rows("select * from marts.fct_load where form <> 'seed' order by first_seen_at, load_id")


def collected_later() -> str:
    """A year more, in the form of the figures that the project keeps."""
    lines = (REPOSITORY / "seeds/observations/collected_through_2024.csv").read_text(encoding="utf-8").splitlines()
    last = next(
        line for line in lines if line.startswith("全国,country,制造业产品质量合格率") and ",2023,93.65," in line
    )
    later = last.replace(",2023,93.65,", ",2024,93.93,").replace("2024-02-09", "2025-02-10")
    return f"{lines[0]}\n{later}\n"


# What this module drops into the project that is built once.
FILES = {
    "changzhou_plan.csv": PLAN,
    "collected_through_2025.csv": collected_later(),
    "huzhou_first.csv": FIRST.replace("常州", "湖州"),
    "huzhou_later.csv": REVISION.replace("常州", "湖州"),
    "figures_and_targets.csv": "地区,指标,单位,年份,数值\n盐城市,食品抽检合格率,%,2013,97.3\n"
    "地区,指标,单位,目标年份,目标值\n盐城市,食品抽检合格率,%,2025,99\n",
}


def test_loads_are_read_corrected_withdrawn_and_restored(project: Project) -> None:
    """Of one city a file is corrected, withdrawn and restored; of the other the clock ran ahead when it first came."""
    landing = project.folder / "landing"
    undated = FIRST.replace("常州", "泰州").replace("2012-03-01", "").replace("2013-03-01", "")
    drop(project, "changzhou.csv", FIRST)
    drop(project, "the_same_bytes.csv", FIRST)
    drop(project, "taizhou.csv", undated)
    run(project)
    assert series(project) == series(project, TAIZHOU) == [(2011, 97.1, True), (2012, 97.6, True)]
    first, ahead = load_list(project).sort("file").to_dicts()
    assert (first["row_count"], first["taken_count"], first["rejected_count"], first["revised_count"]) == (2, 2, 0, 0)

    # The file is corrected under its name: both versions are kept, and the later one holds.
    drop(project, "changzhou.csv", CORRECTED)
    (of_taizhou,) = [load for load in loads(landing) if load.load_id == ahead["load_id"]]
    record = of_taizhou.path.parent / "record.json"
    record.write_text(
        record.read_text(encoding="utf-8").replace(f"{of_taizhou.first_seen_at:%Y}-", "2099-"), encoding="utf-8"
    )
    run(project)
    assert series(project) == [(2011, 97.1, True), (2012, 97.6, False), (2012, 97.9, True)]
    assert series(project, TAIZHOU) == [(2011, 97.1, True), (2012, 97.6, True)]
    listed = load_list(project).filter(pl.col("file") == "changzhou.csv")
    assert listed.height == 2
    second = listed.filter(pl.col("load_id") != first["load_id"]).to_dicts()[0]
    assert (second["taken_count"], second["rejected_count"], second["revised_count"]) == (1, 1, 1)

    withdraw(second["load_id"], "数字有误", landing, by="tester")
    drop(project, "taizhou.csv", undated.replace("97.6", "97.9"))
    run(project)
    assert series(project) == [(2011, 97.1, True), (2012, 97.6, True)]
    assert series(project, TAIZHOU) == [(2011, 97.1, True), (2012, 97.6, False), (2012, 97.9, True)]
    withdrawn = load_list(project).filter("is_withdrawn").to_dicts()
    assert [(row["load_id"], row["withdrawn_reason"], row["taken_count"]) for row in withdrawn] == [
        (second["load_id"], "数字有误", 0)
    ]

    restore(second["load_id"], landing)
    # Removed from the folder it stays loaded.
    for path in dropped_files(landing):
        path.unlink()
    run(project)
    assert series(project) == [(2011, 97.1, True), (2012, 97.6, False), (2012, 97.9, True)]


def test_what_day_it_is_depends_on_where_the_project_is(project: Project) -> None:
    # Where it is another day than at the project's own place for most of the day.
    zone = "Pacific/Pago_Pago"
    inline = """select {{ today() }} as today, {{ day_of("timestamp '2026-11-25 10:12:00'") }} as seen"""
    days = [datetime.now(ZoneInfo(zone)).date()]
    answer = project.dbt("show", "--inline", inline, "--output", "json", "--vars", f"time_zone: {zone}")
    assert answer.returncode == 0, answer.stdout
    days.append(datetime.now(ZoneInfo(zone)).date())
    (today,) = re.findall(r'"today": ?"(\d{4}-\d\d-\d\d)', answer.stdout)
    assert date.fromisoformat(today) in days
    # A load that is recorded in UTC was first seen on the day that it was there.
    assert re.findall(r'"seen": ?"(\d{4}-\d\d-\d\d)', answer.stdout) == ["2026-11-24"]


def test_a_build_as_of_a_day_reproduces_what_held_then(project: Project) -> None:
    preferred = (
        "select observation_id, value from marts.fct_observation where is_preferred and known_on <= date '2013-06-30'"
        " order by observation_id"
    )
    drop(project, "first.csv", FIRST)
    run(project, "--vars", "{as_of: 2013-06-30}")
    then = project.build_rows(preferred)
    assert (2012, 97.6, True) in series(project)

    drop(project, "second.csv", REVISION)
    run(project, "--vars", "{as_of: 2013-06-30}")
    assert project.build_rows(preferred).equals(then)
    assert series(project) == [(2011, 97.1, True), (2012, 97.6, True), (2012, 98.2, False)]


def test_a_later_publication_supersedes(loaded: Project) -> None:
    assert series(loaded, HUZHOU) == [(2011, 97.1, True), (2012, 97.6, False), (2012, 98.2, True)]
    files = load_list(loaded).filter(pl.col("file").str.starts_with("huzhou")).sort("file")
    assert files["revised_count"].to_list() == [0, 1]


def test_a_plans_table_becomes_targets(loaded: Project) -> None:
    targets = loaded.rows("select * from fct_target where plan_id = 'plan_320400_2024_2027' order by indicator_id")
    assert targets.select("indicator_id", "comparator", "value", "baseline_value", "due_year").rows() == [
        ("food_sampling_pass_rate", "ge", 98.0, None, 2027),
        ("manufacturing_product_pass_rate", "ge", 95.0, 93.5, 2027),
    ]
    refused = loaded.rows(
        "select row_number, column_name, raw_value, reason_code from fct_rejected_row where file like 'changzhou%'"
    )
    assert refused.rows() == [(10, "方向", "桃花指数", "missing_direction")]
    progress = loaded.rows("select distinct target_id from fct_progress where target_id like 'plan_320400%'")
    assert progress.height == 2


def test_a_later_file_of_the_collected_form_just_loads(loaded: Project) -> None:
    loaded = loaded.rows(
        "select row_count, taken_count, rejected_count from fct_load where file = 'collected_through_2025.csv'"
    )
    assert loaded.rows() == [(1, 1, 0)]


def test_a_file_with_figures_and_targets_is_one_load_with_the_rows_of_both(loaded: Project) -> None:
    one = loaded.rows(
        "select kind, row_count, taken_count, rejected_count from fct_load where file = 'figures_and_targets.csv'"
    )
    # The figure is taken; the target names no plan.
    assert one.rows() == [("plan and observations", 2, 1, 1)]


def test_records_are_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a b.csv").write_text("x", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "c.csv").write_text("y", encoding="utf-8")
    for hidden in ("README.md", ".hidden.csv", "~$open.xlsx"):
        (tmp_path / hidden).write_text("z", encoding="utf-8")
    registered = register_files(tmp_path)
    assert {load.file for load in registered} == {"a b.csv", "inside/c.csv"}
    assert sorted(load.number for load in registered) == [1, 2]
    # What a killed build leaves behind is neither a load nor in the way of one; bytes without a record are damage.
    (load,) = [load for load in registered if load.file == "a b.csv"]
    assert load.load_id.startswith("a-b-")
    (load.path.parent / "record.json").unlink()
    (tmp_path / ".loads" / ".unfinished-x").mkdir()
    assert [load.file for load in loads(tmp_path) if load.trouble is None] == ["inside/c.csv"]
    assert {load.load_id for load in register_files(tmp_path)} == {load.load_id for load in registered}


def test_a_withdrawal_says_who_when_and_why(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    (load,) = register_files(tmp_path)
    withdrawn = withdraw(load.load_id, "wrong unit", tmp_path, by="clerk")
    assert withdrawn.is_withdrawn
    marker = json.loads((load.path.parent / "withdrawn.json").read_text(encoding="utf-8"))
    assert (marker["withdrawn_by"], marker["reason"]) == ("clerk", "wrong unit")
    assert not restore(load.load_id, tmp_path).is_withdrawn
    with pytest.raises(UnknownLoadError, match=load.load_id):
        withdraw("nothing", "why", tmp_path)
    with pytest.raises(UnknownLoadError):
        withdraw("../..", "why", tmp_path)
    with pytest.raises(ValueError, match="reason"):
        withdraw(load.load_id, " ", tmp_path)


def test_no_folder_has_no_loads(tmp_path: Path) -> None:
    assert register_files(tmp_path / "nothing") == []
    shutil.rmtree(tmp_path)
    assert loads(tmp_path) == []
