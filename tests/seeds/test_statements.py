"""The statements against the documents they were read from."""

import csv
import re

import duckdb

from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY, Project

DOCUMENTS = REPOSITORY / "tests" / "drafting" / "data" / "plans"


def statements() -> list[dict[str, str]]:
    with (REPOSITORY / "seeds" / "plans" / "statements.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def documents() -> dict[str, str]:
    with (REPOSITORY / "seeds" / "plans" / "plans.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["plan_id"]: re.sub(r"\s", "", (DOCUMENTS / f"{row['document']}.txt").read_text(encoding="utf-8"))
            for row in csv.DictReader(stream)
        }


def test_every_number_that_was_not_inferred_stands_in_its_document() -> None:
    texts = documents()
    absent = [
        row["statement_id"]
        for row in statements()
        if row["value"]
        and row["is_inferred_value"] == "false"
        and row["value"].removesuffix(".0") not in texts[row["plan_id"]]
        # Small counts are also written as words.
        and float(row["value"]) > 10
        # 100O: the letter stands for a zero.
        and row["value"] != "1000"
    ]
    assert absent == []


def test_the_table_of_the_city_plan_is_whole() -> None:
    text = documents()["suzhou_quality_2030"]
    table = text[text.index("主要目标表序号") :]
    cells = {row["statement_id"]: row["value"] for row in statements() if row["form"] == "table"}
    assert len(cells) == 26 + 24
    for number in range(1, 27):
        glued = cells.get(f"suzhou_t{number:02}_baseline", "") + cells[f"suzhou_t{number:02}_target"]
        following = str(number + 1) if number not in (5, 10, 17, 26) else ""
        assert glued + following in table, f"row {number}: {glued}{following}"


def test_no_sentence_of_a_document_is_in_the_notes() -> None:
    texts = documents()
    copied = [
        (row["statement_id"], part)
        for row in statements()
        for part in re.findall(r"[\u4e00-\u9fff，、。]{18,}", row["note_zh"])
        if part in texts[row["plan_id"]]
    ]
    assert copied == []


def test_a_note_says_the_same_in_both_languages_and_each_holds_its_own(built_project: Project) -> None:
    han, number = re.compile(r"[\u3000-\u9fff\uff00-\uffef]"), re.compile(r"\d+(?:[.。]\d+)?")
    noted = built_project.rows(
        "select statement_id, note, note_zh from fct_statement where note is not null or note_zh is not null"
    )
    assert noted.height > 400
    for statement_id, english, chinese in noted.iter_rows():
        assert english, statement_id
        assert not han.search(english), english
        assert chinese, statement_id
        assert han.search(chinese), chinese
        # English also counts chapters and plan periods, which Chinese writes in words.
        told = [figure.replace("。", ".") for figure in number.findall(chinese)]
        assert set(told) <= set(number.findall(english)), statement_id
        # What is an id in the code names nothing to a reader.
        assert not re.search(r"[a-z0-9]_[a-z]", english + chinese), statement_id


def test_a_list_with_a_note_in_one_language_or_in_the_wrong_one_is_warned_of() -> None:
    suite = read_yaml((REPOSITORY / "expectations" / "suites" / "statements.yml").read_text(encoding="utf-8"))
    rule = next(rule for rule in suite["tables"][0]["rules"] if rule["name"] == "note_is_in_both_languages")
    notes = [
        ("seeds/plans/statements.csv", "a fall", "下降"),
        ("seeds/plans/statements.csv", None, None),
        ("seeds/plans/statements.csv", "a fall", None),
        ("seeds/plans/statements.csv", None, "下降"),
        ("seeds/plans/statements.csv", "累计", "累计"),
        ("seeds/plans/statements.csv", "a fall", "a fall"),
        ("landing/plan.xlsx", "累计", "累计"),
    ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table stated (row_number integer, statement_id text, file text, note text, note_zh text)"
        )
        rows = [(number, f"s{number}", *note) for number, note in enumerate(notes)]
        connection.executemany("insert into stated values (?, ?, ?, ?, ?)", rows)
        found = connection.sql(rule["arguments"]["unexpected_rows_query"].format(batch="stated")).fetchall()
    assert [statement_id for _, _, statement_id, _ in found] == ["s2", "s3", "s4", "s5"]


def test_both_sides_of_every_known_conflict_are_kept(built_project: Project) -> None:
    conflicts = built_project.rows(
        "select target.indicator_id, target.value as taken, statement.indicator_value as other, resolution_reason"
        " from fct_target as target inner join fct_statement as statement"
        " on target.plan_id = statement.plan_id and target.indicator_id = statement.indicator_id"
        " and statement.kind = 'target' and target.due_year = statement.due_year"
        " where target.plan_id = 'suzhou_quality_2030' and statement.indicator_value <> target.value"
    )
    assert set(conflicts.rows()) == {
        ("provincial_inspection_centers", 25.0, 27.0, "table_over_prose"),
        ("standards_led_new", 2500.0, 500.0, "table_over_prose"),
        ("quality_common_problem_projects", 100.0, 200.0, "table_over_prose"),
    }
    baselines = built_project.rows(
        "select target.indicator_id, target.baseline_value as taken, statement.indicator_value as other"
        " from fct_target as target inner join fct_statement as statement"
        " on target.plan_id = statement.plan_id and target.indicator_id = statement.indicator_id"
        " and statement.kind = 'achievement' and statement.due_year = target.baseline_year"
        " where target.baseline_conflict_count > 0 and statement.indicator_value <> target.baseline_value"
    )
    assert set(baselines.rows()) == {
        ("standards_led_new", 2120.0, 3404.0),
        ("provincial_quality_award_new", 15.0, 16.0),
    }


def test_an_aim_at_a_rank_has_no_value_and_full_coverage_says_that_it_was_inferred() -> None:
    rows = statements()
    assert all(not row["value"] for row in rows if row["accumulation"] == "rank")
    assert {row["is_inferred_value"] for row in rows if "full coverage" in row["note"].lower()} == {"true"}


def test_every_collected_row_is_an_observation_or_a_rejected_row(built_project: Project) -> None:
    file = "seeds/observations/collected_through_2024.csv"
    observed = built_project.rows(f"select row_number from fct_observation where file = '{file}'")["row_number"]
    rejected = built_project.rows(f"select row_number from fct_rejected_row where file = '{file}'")["row_number"]
    assert sorted([*observed, *rejected]) == list(range(2, 1_438 + 2))
    assert len(rejected) < 0.05 * 1_438
