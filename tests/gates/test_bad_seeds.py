"""A wrong figure in a seed stops the build, says which one, and leaves readers with the last good publication."""

from collections.abc import Callable
from itertools import takewhile

from plan_targets.publication.confirm import confirm_removal
from tests.project import Project, Row

OBSERVATIONS = "seeds/observations/collected_through_2024.csv"
STATEMENTS = "seeds/plans/statements.csv"
REGIONS = "seeds/reference/regions.csv"
REMOVED = "observations_outnumber_half_of_the_last_publication"


def change_one(matches: Callable[[Row], bool], **values: str) -> Callable[[list[Row]], list[Row]]:
    """Gives the first row that matches those values."""

    def change(rows: list[Row]) -> list[Row]:
        position = next(i for i, row in enumerate(rows) if matches(row))
        return [row | values if i == position else row for i, row in enumerate(rows)]

    return change


def row_of(rows: list[Row], matches: Callable[[Row], bool]) -> int:
    """The first matching row as a spreadsheet counts it."""
    return next(i for i, row in enumerate(rows) if matches(row)) + 2


def labelled(label: str) -> Callable[[Row], bool]:
    """Rows with that label that state a figure, not a bound."""
    return lambda row: row["indicator_label"] == label and row["comparator"] == "eq"


def named(statement_id: str) -> Callable[[Row], bool]:
    """The statement with that id."""
    return lambda row: row["statement_id"] == statement_id


is_pass_rate = labelled("mfg_product_pass_rate")
is_rd_intensity = labelled("rd_intensity")
is_index = labelled("mfg_quality_competitiveness_index")
is_pm25 = labelled("pm25_annual_mean")
is_water = labelled("surface_water_good_ratio")
is_air = labelled("air_good_days_ratio")
is_certificate = labelled("iso9001_certificates")
is_patent = labelled("invention_patents_per_10k")
is_food = labelled("food_sampling_pass_rate")
is_drug = labelled("drug_sampling_pass_rate")
is_rd_spending = labelled("rd_expenditure")
is_satisfaction = labelled("public_service_satisfaction")
is_project = labelled("project_acceptance_pass_rate")


def name_no_level(rows: list[Row]) -> list[Row]:
    """Gives the last region a level that there is not: what the gate of the lists stops, before most is made."""
    return [*rows[:-1], rows[-1] | {"level": "realm"}]


def finding_of(output: str, expectation: str) -> list[str]:
    """The lines below the headline of that blocking finding, without dbt's clock."""
    lines = [line.partition("  ")[2] for line in output.splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("STOPPED") and f".{expectation}]" in line)
    below = takewhile(lambda line: line.startswith("    "), lines[start + 1 :])
    return [line.strip() for line in below]


def repeat_last(rows: list[Row]) -> list[Row]:
    return [*rows, rows[-1]]


def repeat_first_with_another_value(rows: list[Row]) -> list[Row]:
    return [*rows, rows[0] | {"value": "94.01"}]


# One wrong row each: what is changed, which expectation says so, and the value it shows.
MISTAKES = {
    OBSERVATIONS: [
        (change_one(is_pass_rate, value="约九成"), "rows_can_be_read", "约九成"),
        (change_one(is_rd_intensity, value="NaN"), "rows_can_be_read", "NaN"),
        (change_one(is_index, value="967"), "value_out_of_range", "967"),
        (change_one(is_pm25, region_name_zh="桃花源"), "names_are_known", "桃花源"),
        (change_one(is_water, period="2205"), "periods_are_plausible", "2205"),
        (change_one(is_air, unit=""), "units_fit", "(empty)"),
        (change_one(is_certificate, source_grade="rumor"), "names_are_known", "rumor"),
        (change_one(is_patent, comparator="circa"), "names_are_known", "circa"),
        (change_one(is_food, published_on="去年"), "rows_can_be_read", "去年"),
        (change_one(is_drug, published_on="2099-01"), "publication_is_not_in_the_future", "2099-01"),
        # A rule that says `not in` is blind where nothing is given.
        (change_one(is_rd_spending, source_grade=""), "names_are_known", "(empty)"),
        (change_one(is_satisfaction, comparator=""), "names_are_known", "(empty)"),
        (change_one(is_project, source_title=""), "names_are_known", "(empty)"),
        (repeat_last, "key_is_unique", "88.6"),
        (repeat_first_with_another_value, "key_is_unique", "94.01"),
    ],
    STATEMENTS: [
        (change_one(named("suzhou_t01_target"), value="967"), "value_is_in_range", "967"),
        (change_one(named("suzhou_t02_target"), due_year="2205"), "year_is_plausible", "2205"),
        (change_one(named("suzhou_t03_target"), value="九十九"), "value_is_a_number", "九十九"),
        (change_one(named("suzhou_t14_target"), value="nan"), "value_is_a_number", "nan"),
        (change_one(named("suzhou_t15_target"), value_high="inf"), "value_is_a_number", "inf"),
        # A cast would make 2025 of it.
        (change_one(named("suzhou_t16_target"), due_year="2029.6"), "year_is_plausible", "2029.6"),
        (change_one(named("suzhou_t17_target"), accumulation="change_vs_base"), "change_is_declared", "change_vs_base"),
        (change_one(named("suzhou_t05_target"), unit=""), "unit_is_stated", "(empty)"),
        (change_one(named("suzhou_t06_target"), region_code="999999"), "region_is_known", "999999"),
        (change_one(named("suzhou_t07_target"), indicator_id="happiness"), "indicator_is_known", "happiness"),
        (change_one(named("suzhou_t08_target"), plan_id="nowhere_2030"), "plan_is_known", "nowhere_2030"),
        (change_one(named("suzhou_t09_target"), unit="亿元"), "unit_fits_the_indicator", "亿元"),
        (change_one(named("suzhou_t10_target"), comparator=""), "cell_is_filled", "comparator"),
        (change_one(named("suzhou_t11_target"), kind=""), "cell_is_filled", "kind"),
        (change_one(named("suzhou_t12_target"), form=""), "cell_is_filled", "form"),
        (change_one(named("suzhou_t13_target"), accumulation=""), "cell_is_filled", "accumulation"),
        (repeat_last, "statement_id_is_unique", "liangjiang"),
    ],
}


def test_every_wrong_row_stops_the_build_and_is_named_and_a_mended_build_keeps_its_result(project: Project) -> None:
    before = project.publication()
    right = {file: (project.folder / file).read_bytes() for file in MISTAKES}
    numbers: list[int] = []

    def note(rows: list[Row]) -> list[Row]:
        numbers.append(row_of(rows, is_index))
        return rows

    project.edit(OBSERVATIONS, note)
    for file, mistakes in MISTAKES.items():
        for change, _, _ in mistakes:
            project.edit(file, change)

    answer = project.dbt("build")

    assert answer.returncode != 0
    for file, mistakes in MISTAKES.items():
        for _, expectation, value in mistakes:
            finding = finding_of(answer.stdout, expectation)
            assert any(line.startswith(f"{file}, row ") and value in line for line in finding), (expectation, value)
    assert finding_of(answer.stdout, "value_out_of_range")[0].startswith(
        f"{OBSERVATIONS}, row {numbers[0]}, column value: 967"
    )
    assert "Traceback" not in answer.stdout
    assert "Readers still see the last good publication" in answer.stdout
    assert project.publication() == before

    # And the next mistake: figures that are gone stop a build once, until somebody says that they were removed.
    for file, content in right.items():
        (project.folder / file).write_bytes(content)
    project.edit(OBSERVATIONS, lambda rows: rows[: len(rows) // 10])
    stopped = project.dbt("build")
    assert stopped.returncode == 1
    assert stopped.stdout.count("STOPPED") == 1
    assert any("plan-targets confirm removal" in line for line in finding_of(stopped.stdout, REMOVED))
    assert project.publication() == before

    confirm_removal(project.published, "the collection was replaced")
    assert project.dbt("build").returncode == 0
    assert project.publication().record["previous_build_id"] == before.build_id
    kept = project.rows("select * from fct_quality_result where expectation = 'value_out_of_range' and not success")
    assert kept["is_latest_run"].to_list() == [False]
    assert '"value": "967"' in kept["sample"][0]
