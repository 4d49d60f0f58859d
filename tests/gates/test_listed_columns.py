"""What a seed's column must hold (a key, a filled cell, a word of a list) is held by a gate that names file and row."""

import csv
from pathlib import Path

import polars as pl

from plan_targets.yaml_text import read_yaml
from tests.gates.test_bad_seeds import finding_of
from tests.project import REPOSITORY, Project, Row

SEEDS = {path.stem: path for path in sorted((REPOSITORY / "seeds").rglob("*.csv"))}
# Few words and yet no list: a number, a method's own word, or what another gate looks up with more to say about it.
NOT_A_LIST = {
    ("progress_cutoffs", "category"), ("statements", "plan_id"), ("statements", "region_code"),
    ("collected_through_2024", "comparator"), ("collected_through_2024", "source_grade"),
    ("collected_2025_on", "comparator"), ("collected_2025_on", "source_grade"),
    ("collected_through_2024", "scope"), ("collected_2025_on", "scope"),
    ("statements_collected", "location"),
    ("figure_remarks", "note"),
    ("plans_collected", "parent_plan_id"), ("plans_collected", "supersedes_plan_id"),
}  # fmt: skip
TYPED = ("boolean", "integer", "double", "date")


def described() -> list[tuple[str, str, dict[str, object], str]]:
    """Every column of every seed: seed, column, what its yml says it must hold, and its type."""
    return [
        (
            seed["name"],
            column["name"],
            column.get("config", {}).get("meta", {}),
            seed["config"]["column_types"].get(column["name"], "varchar"),
        )
        for path in (REPOSITORY / "seeds").rglob("_*.yml")
        for seed in read_yaml(path.read_text(encoding="utf-8"))["seeds"]
        for column in seed["columns"]
    ]


def file_of(seed: str) -> str:
    return str(SEEDS[seed].relative_to(REPOSITORY))


def spoil(project: Project, spoilt: list[tuple[str, str, str]]) -> dict[tuple[str, str], int]:
    """Gives each (seed, column) that value, each in a row of its own, and says in which row of the file."""
    rows_of: dict[tuple[str, str], int] = {}
    for seed in {seed for seed, _, _ in spoilt}:
        columns = [(column, value) for of_seed, column, value in spoilt if of_seed == seed]

        def change(rows: list[Row], columns: list[tuple[str, str]] = columns, seed: str = seed) -> list[Row]:
            for number, (column, value) in enumerate(columns):
                rows_of[seed, column] = number % len(rows) + 2
                rows[number % len(rows)][column] = value
            return rows

        project.edit(file_of(seed), change)
    return rows_of


def test_every_word_that_is_not_in_its_list_stops_the_build_and_is_named(
    built_project: Project, tmp_path: Path
) -> None:
    project = built_project.unbuilt_clone_to(tmp_path / "project")
    spoilt = [
        (seed, column, "7" if type_ == "integer" else "expected")
        for seed, column, meta, type_ in described()
        if "list" in meta and type_ != "boolean"
    ]
    assert ("statements", "modality", "expected") in spoilt
    rows_of = spoil(project, spoilt)

    answer = project.dbt("build", "--select", "+gate_lists")

    assert answer.returncode != 0
    finding = project.build_rows(
        "select unexpected_count from quality.gate_lists where expectation = 'word_is_in_its_list' order by ran_at desc"
    )
    wrong = project.build_rows(
        "select file, row_number, column_name from staging.stg_seed_cells where not is_in_its_list"
    )
    assert finding["unexpected_count"][0] == wrong.height
    for (seed, column), row in rows_of.items():
        assert (file_of(seed), row, column) in wrong.rows(), (seed, column)
    shown = finding_of(answer.stdout, "word_is_in_its_list")
    assert shown[0].startswith("seeds/") and ", row " in shown[0] and ", column " in shown[0] and "expected" in shown[0]
    assert not project.published.exists()


def test_every_empty_or_repeated_cell_of_a_list_stops_the_build_and_is_named(
    built_project: Project, tmp_path: Path
) -> None:
    project = built_project.unbuilt_clone_to(tmp_path / "project")
    required = [(seed, column, "") for seed, column, meta, _ in described() if meta.get("required")]
    assert ("statements", "modality", "") in required
    # An empty cell of a typed column is as absent as one of text.
    rows_of = spoil(project, required)
    project.edit(file_of("units"), lambda rows: [*rows, rows[-1]])

    answer = project.dbt("build", "--select", "+gate_lists")

    assert answer.returncode != 0
    empty = project.build_rows(
        "select file, row_number, column_name from staging.stg_seed_cells where is_required and value is null"
    ).rows()
    for (seed, column), row in rows_of.items():
        assert (file_of(seed), row, column) in empty, (seed, column)
    assert ", row " in finding_of(answer.stdout, "cell_is_filled")[0]
    assert f"{file_of('units')}, row " in finding_of(answer.stdout, "key_is_not_repeated")[0]


def test_no_column_of_few_words_is_without_a_list() -> None:
    known = {(seed, column): meta for seed, column, meta, type_ in described() if type_ not in TYPED}
    for seed, path in SEEDS.items():
        frame = pl.read_csv(path, infer_schema=False)
        for column in frame.columns:
            words = frame[column].drop_nulls().unique().to_list()
            is_a_list = 1 < len(words) <= 12 and frame.height > 20 and not any(word[:1].isdigit() for word in words)
            if is_a_list and (seed, column) in known and (seed, column) not in NOT_A_LIST:
                assert "list" in known[seed, column], f"{seed}.{column} holds only {words}: name its list in its meta"


def test_every_list_that_a_column_names_is_there() -> None:
    with Path(SEEDS["list_values"]).open(encoding="utf-8") as stream:
        lists = {row["list_name"] for row in csv.DictReader(stream)}
    for seed, column, meta, _ in described():
        name = str(meta.get("list", ""))
        if "." in name:
            of_seed, of_column = name.split(".")
            assert of_column in pl.read_csv(SEEDS[of_seed], infer_schema=False, n_rows=1).columns, (seed, column)
        elif name:
            assert name in lists, (seed, column)
