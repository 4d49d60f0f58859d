"""A wrong figure in a seed stops the build, says which one, and leaves readers with the last good publication."""

from collections.abc import Callable

import pytest

from tests.project import Project, Row

OBSERVATIONS = "seeds/observations/collected_through_2024.csv"
STATEMENTS = "seeds/plans/statements.csv"


def change_one(matches: Callable[[Row], bool], **values: str) -> Callable[[list[Row]], list[Row]]:
    """Gives the first row that matches those values."""

    def change(rows: list[Row]) -> list[Row]:
        position = next(i for i, row in enumerate(rows) if matches(row))
        return [row | values if i == position else row for i, row in enumerate(rows)]

    return change


def row_of(rows: list[Row], matches: Callable[[Row], bool]) -> int:
    """The first matching row as a spreadsheet counts it."""
    return next(i for i, row in enumerate(rows) if matches(row)) + 2


def is_pass_rate(row: Row) -> bool:
    return row.get("indicator_label") == "mfg_product_pass_rate" and row["comparator"] == "eq"


def is_table_target(row: Row) -> bool:
    return row["statement_id"] == "suzhou_t05_target"


def repeat_first(rows: list[Row]) -> list[Row]:
    return [*rows, rows[0]]


def repeat_first_with_another_value(rows: list[Row]) -> list[Row]:
    return [*rows, rows[0] | {"value": "94.01"}]


CASES = {
    "percentage_of_967": (OBSERVATIONS, change_one(is_pass_rate, value="967"), "value_is_in_range", "967"),
    "text_in_a_value": (OBSERVATIONS, change_one(is_pass_rate, value="约九成"), "value_is_a_number", "约九成"),
    "not_a_number_in_a_value": (OBSERVATIONS, change_one(is_pass_rate, value="NaN"), "value_is_a_number", "NaN"),
    "unknown_region": (OBSERVATIONS, change_one(is_pass_rate, region_name_zh="桃花源"), "region_is_known", "桃花源"),
    "year_of_2205": (OBSERVATIONS, change_one(is_pass_rate, period="2205"), "period_is_plausible", "2205"),
    "no_unit": (OBSERVATIONS, change_one(is_pass_rate, unit=""), "unit_fits_the_indicator", "(empty)"),
    "unknown_grade": (OBSERVATIONS, change_one(is_pass_rate, source_grade="rumor"), "source_grade_is_known", "rumor"),
    "repeated_row": (OBSERVATIONS, repeat_first, "key_is_unique", "93.65"),
    "second_value_for_a_key": (OBSERVATIONS, repeat_first_with_another_value, "key_is_unique", "94.01"),
    "target_with_no_unit": (STATEMENTS, change_one(is_table_target, unit=""), "unit_is_given", "(empty)"),
    "target_of_967_percent": (
        STATEMENTS,
        change_one(lambda row: row["statement_id"] == "suzhou_t01_target", value="967"),
        "value_is_in_range",
        "967",
    ),
    "target_due_in_2205": (STATEMENTS, change_one(is_table_target, due_year="2205"), "year_is_plausible", "2205"),
    "target_in_words": (STATEMENTS, change_one(is_table_target, value="二十二"), "value_is_a_number", "二十二"),
    "target_of_an_unknown_region": (
        STATEMENTS,
        change_one(is_table_target, region_code="999999"),
        "region_is_known",
        "999999",
    ),
    "repeated_statement": (STATEMENTS, repeat_first, "statement_id_is_unique", "suzhou_t01_target"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_row_stops_the_build_and_is_named(case: str, project: Project) -> None:
    file, change, expectation, value = CASES[case]
    before = project.publication()
    project.edit(file, change)

    # The data tests of seeds are not what is under test; the gates stop the build either way.
    answer = project.dbt("build")

    assert answer.returncode != 0
    line = next(line for line in answer.stdout.splitlines() if "STOPPED" in line and expectation in line)
    after = answer.stdout.split(line)[1]
    assert file in after and ", row " in after and value in after
    assert "Traceback" not in answer.stdout
    assert "Readers still see the last good publication" in answer.stdout
    assert project.publication() == before


def test_the_row_named_is_the_row_in_the_file(project: Project) -> None:
    places: list[int] = []

    def change(rows: list[Row]) -> list[Row]:
        places.append(row_of(rows, is_pass_rate))
        return change_one(is_pass_rate, value="967")(rows)

    project.edit(OBSERVATIONS, change)
    answer = project.dbt("build")
    assert f"{OBSERVATIONS}, row {places[0]}, column value: 967" in answer.stdout


def test_the_results_of_a_stopped_build_are_kept(project: Project) -> None:
    project.edit(OBSERVATIONS, change_one(is_pass_rate, value="967"))
    assert project.dbt("build").returncode != 0
    project.edit(OBSERVATIONS, change_one(lambda row: row["value"] == "967", value="93.65"))
    assert project.dbt("build").returncode == 0
    kept = project.rows("select * from fct_quality_result where expectation = 'value_is_in_range' and not success")
    assert kept["is_latest_run"].to_list() == [False]
    assert '"value": 967' in kept["sample"][0]
