"""Whatever an office sends in: no wrong row gets through, and no right row gets lost."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
import pytest

from tests.landing.mutations import BadFile, Row, file_files, row_files
from tests.project import Project

OBSERVATIONS = "seeds/observations/collected_through_2024.csv"

# A spliced series (41.8, then another definition's 13.6, then 46.2), and one of its own that merely grows.
SPLICED = """地区,指标,单位,年份,数值,来源,发布日期
常州市,食品抽检合格率,%,2015,41.8,甲统计公报2015,2016-03-01
常州市,食品抽检合格率,%,2016,13.6,甲统计公报2016,2017-03-01
常州市,食品抽检合格率,%,2017,46.2,甲统计公报2017,2018-03-01
"""


@dataclass(frozen=True)
class Dropped:
    """A project whose drop folder held all the bad files, after one build."""

    project: Project
    files: list[BadFile]
    refused: pl.DataFrame
    taken: pl.DataFrame


def distinct_rows(project: Project) -> list[Row]:
    """The real rows that one source states once."""
    with (project.folder / OBSERVATIONS).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # The same figure under two labels of one source, or with other quotes in its title, is a repetition too.
    names = ("region_name_zh", "period", "value", "source_title", "published_on")
    keys = [tuple(re.sub(r"\W", "", row[name]) for name in names) for row in rows]
    return [row for row, key in zip(rows, keys, strict=True) if keys.count(key) == 1]


@pytest.fixture(scope="module")
def dropped(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dropped]:
    project = built_project.unbuilt_clone_to(tmp_path_factory.mktemp("bad_files") / "project")
    rows = distinct_rows(project)
    # Every second row stays with the project, so that the series of the others have a history.
    offered = rows[::2]
    files, used = row_files(offered)
    rest = iter([row for row in offered if row not in used])
    handed_out: list[Row] = []

    def take() -> Row:
        handed_out.append(next(rest))
        return handed_out[-1]

    files += file_files(take)
    gone = [*used, *handed_out]
    project.edit(OBSERVATIONS, lambda kept: [row for row in kept if row not in gone])
    landing = project.folder / "landing"
    landing.mkdir(exist_ok=True)
    for file in files:
        (landing / file.name).write_bytes(file.content)
    (landing / "spliced.csv").write_text(SPLICED, encoding="utf-8")
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout
    yield Dropped(
        project,
        files,
        project.rows("select * from fct_rejected_row where file not like 'seeds/%'"),
        project.rows("select * from fct_observation where file not like 'seeds/%'"),
    )


def test_there_are_enough_of_them(dropped: Dropped) -> None:
    assert len(dropped.files) >= 120


def test_every_wrong_row_is_refused_at_its_place_for_its_reason(dropped: Dropped) -> None:
    problems = []
    for file in dropped.files:
        found = dropped.refused.filter(pl.col("file") == file.name)
        for row, reasons in file.refused.items():
            reported = found.filter(pl.col("row_number") == row)["reason_code"].to_list()
            if not reported or not set(reported) <= reasons:
                problems.append(f"{file.name}, row {row}: {reported or 'not refused'}, expected {sorted(reasons)}")
    assert not problems, "\n".join(problems)


def test_no_wrong_row_is_taken(dropped: Dropped) -> None:
    wrong = {(file.name, row) for file in dropped.files for row in file.refused}
    taken = set(dropped.taken.select("file", "row_number").iter_rows())
    assert not wrong & taken


def test_no_right_row_is_lost(dropped: Dropped) -> None:
    lost = []
    for file in dropped.files:
        refused = dropped.refused.filter(pl.col("file") == file.name)
        for row in refused.iter_rows(named=True):
            if row["row_number"] not in file.refused:
                lost.append(f"{file.name}, row {row['row_number']}: {row['raw_value']} {row['reason']}")
        taken = dropped.taken.filter(pl.col("file") == file.name)
        if taken.height != len(file.right):
            lost.append(f"{file.name}: {taken.height} taken of {len(file.right)}")
        figures = {row["printed_value"] for row in taken.iter_rows(named=True)}
        lost += [f"{file.name}: {row}" for row in file.right if float(row["value"]) not in figures]
    assert not lost, "\n".join(lost)


def test_every_refusal_is_a_sentence_in_two_languages(dropped: Dropped) -> None:
    for reason, reason_zh in dropped.refused.select("reason", "reason_zh").unique().iter_rows():
        assert reason.endswith(".") and len(reason.split()) > 3
        assert any("\u4e00" <= character <= "\u9fff" for character in reason_zh)


def test_a_spliced_definition_is_caught_and_its_neighbours_stay(dropped: Dropped) -> None:
    refused = dropped.refused.filter(pl.col("file") == "spliced.csv").select("row_number", "raw_value", "reason_code")
    assert refused.rows() == [(3, "13.6", "jump")]
    taken = dropped.taken.filter(pl.col("file") == "spliced.csv")
    assert sorted(taken["value"]) == [41.8, 46.2]


def test_every_row_of_every_load_is_accounted_for(dropped: Dropped) -> None:
    loads = dropped.project.rows("select * from fct_load")
    # Beside the files the spliced one, and the two lists of figures that the project keeps.
    assert loads.height == len(dropped.files) + 3
    assert loads.filter(pl.col("row_count") != pl.col("taken_count") + pl.col("rejected_count")).is_empty()


def test_the_gate_says_what_was_found(dropped: Dropped) -> None:
    found = dropped.project.rows(
        "select expectation, severity, unexpected_count from fct_quality_result where suite = 'loads' and not success"
    )
    assert set(found["severity"]) == {"warn"}
    assert {"rows_can_be_read", "names_are_known", "units_fit", "value_out_of_range", "jump"} <= set(
        found["expectation"]
    )


def test_of_many_findings_the_first_in_their_files_are_shown(dropped: Dropped) -> None:
    many = dropped.project.rows(
        "select sample from fct_quality_result "
        "where model = 'int_findings' and suite = 'loads' and unexpected_count > 20"
    )
    assert many.height
    columns = ["file", "row_number"]
    for sample in many["sample"]:
        shown = pl.DataFrame(json.loads(sample), infer_schema_length=None)
        # A rule is about several reasons: those shown come before all others.
        alike = dropped.refused.join(shown.select("reason").unique(), on="reason", how="semi")
        codes = alike["reason_code"].unique().to_list()
        found = dropped.refused.filter(pl.col("reason_code").is_in(codes)).sort("file", "sheet", "row_number")
        assert shown.select(columns).rows() == found.head(shown.height).select(columns).rows()
