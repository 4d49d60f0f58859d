"""However dbt is called, nothing that a gate or a test would have stopped is published, and the log is true."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import duckdb
import pytest

from plan_targets.publication.read import snapshot_folders
from tests.gates.test_bad_seeds import OBSERVATIONS, REGIONS, change_one, is_pass_rate, name_no_level
from tests.project import Project

REFUSED = "Nothing was published."
STILL_SEE = "Readers still see the last good publication"
MART = re.compile("(dim|fct|mart)_.*")
UNCHECKED = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")

# In this order, because `retry` takes up what the command before it left. Each is the whole call, and what its
# sentence has to say beside that nothing was published.
CALLS = [
    (("build",), "word_is_in_its_list"),
    (("retry",), "gate_passes"),
    (("run",), "word_is_in_its_list"),
    (("build", *UNCHECKED), "word_is_in_its_list"),
    (("build", "--resource-type", "model"), "word_is_in_its_list"),
    (("build", "--empty"), "--empty"),
    (("build", "--select", "publication"), "left out"),
    (("build", "--select", "gate_marts+"), "inputs_are_built"),
    (("build", "--select", "fct_publication+", "--indirect-selection", "empty"), "left out"),
    (("build", "--defer", "--state", "target/state", "--select", "publication.publication"), "left out"),
    (("run", "--select", "publication.publication", "fct_publication", "current_build"), "left out"),
]


@pytest.fixture(scope="module")
def spoilt(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built and published copy with one word in a list that is not of its own list."""
    project = built_project.clone_to(tmp_path_factory.mktemp("spoilt") / "project")
    project.edit(REGIONS, name_no_level)
    state = project.folder / "target" / "state"
    state.mkdir()
    (state / "manifest.json").write_bytes((project.folder / "target" / "manifest.json").read_bytes())
    let_the_clock_have_run_ahead(project)
    return project


def let_the_clock_have_run_ahead(project: Project) -> None:
    """When the gates of the last build judged."""
    build_file = project.folder / "target" / "warehouse.duckdb"
    with duckdb.connect(str(build_file)) as session:
        for (gate,) in session.execute(
            "select table_name from duckdb_tables() where schema_name = 'quality' and table_name like 'gate_%'"
        ).fetchall():
            session.execute(f"update quality.{gate} set ran_at = ran_at + interval 1 day")
    # As that build would have left it.
    state = build_file.stat()
    left = {"size": state.st_size, "changed_at": state.st_mtime_ns}
    build_file.with_name(build_file.name + ".left").write_text(json.dumps(left), encoding="utf-8")


def assert_refused(project: Project, answer: subprocess.CompletedProcess[str], because: str) -> None:
    """Nothing moved, dbt ended as failed, and its sentences say so and why in both languages, without a traceback."""
    said = answer.stdout
    assert answer.returncode == 1, said
    assert said.count(f"  {REFUSED}") == 1 and STILL_SEE in said and "本次未发布" in said, said
    assert because in said and "Traceback" not in said, said
    assert "Published" not in said.replace("Nothing was published", "")


@pytest.mark.parametrize(("call", "because"), CALLS, ids=lambda value: " ".join(value) if type(value) is tuple else "")
def test_no_call_of_dbt_publishes_past_a_gate(call: tuple[str, ...], because: str, spoilt: Project) -> None:
    before, pointer = spoilt.publication(), (spoilt.published / "current").readlink()
    assert_refused(spoilt, spoilt.dbt(*call), because)
    assert (spoilt.published / "current").readlink() == pointer
    assert spoilt.publication() == before and len(snapshot_folders(spoilt.published)) == 1


def test_a_failed_test_beside_the_graph_of_the_publication_holds_it_back(project: Project) -> None:
    """A mart that somebody adds is published with the others (the analyst's walk), and its tests hold that back."""
    before = project.publication()
    marts = project.folder / "models" / "marts"
    (marts / "mart_mine.sql").write_text("select count(*) as target_count from {{ ref('fct_target') }}\n")
    description = (
        "models:\n  - name: mart_mine\n    description: How many targets there are. One row.\n    columns:\n"
        "      - name: target_count\n        data_type: bigint\n        description: How many.\n        data_tests:\n"
        "          - accepted_values:\n              arguments:\n                values: [-1]\n"
    )
    (marts / "mart_mine.yml").write_text(description)
    answer = project.dbt("build")
    assert_refused(project, answer, "accepted_values_mart_mine_target_count")
    assert project.publication() == before


def test_a_part_may_be_built_on_purpose_and_publishes_nothing(project: Project) -> None:
    before = project.publication()
    answer = project.dbt("build", "--select", "stg_plans", "stg_statements")
    assert answer.returncode == 0, answer.stdout
    assert "ublished" not in answer.stdout
    assert project.publication() == before


def test_a_gate_alone_never_judges_what_an_earlier_command_left(project: Project) -> None:
    project.edit(OBSERVATIONS, change_one(is_pass_rate, value="939.3"))
    for command in ("build", "run"):
        answer = project.dbt(command, "--select", "gate_observations")
        assert answer.returncode == 1, answer.stdout
        assert "observations.inputs_are_built" in answer.stdout
        assert re.search(r"gate_observations: int_observations_mapped", answer.stdout)
        assert "--select +gate_observations" in answer.stdout


def test_every_mart_that_reads_anything_waits_for_the_gate_of_the_lists(built_project: Project) -> None:
    """Else a wrong word in a list is a fault of the project, in the database's words."""
    text = (built_project.folder / "target" / "manifest.json").read_text(encoding="utf-8")
    read = {name: set(node["depends_on"].get("nodes", [])) for name, node in json.loads(text)["nodes"].items()}

    @cache
    def before(node: str) -> set[str]:
        return read.get(node, set()).union(*map(before, read.get(node, ())))

    marts = [name for name in read if name.startswith("model.") and read[name] and MART.fullmatch(name.split(".")[2])]
    assert len(marts) > 20
    waiting = {mart for mart in marts if any(name.endswith(".gate_lists") for name in before(mart))}
    assert set(marts) - waiting == set()


def test_every_table_that_a_suite_reads_is_an_input_of_its_gate() -> None:
    repository = Path(__file__).resolve().parents[2]
    for suite in (repository / "expectations" / "suites").glob("*.yml"):
        gate = (repository / "models" / "quality" / f"gate_{suite.stem}.py").read_text(encoding="utf-8")
        text = suite.read_text(encoding="utf-8")
        read = {table for _, table in re.findall(r"\b(seeds|staging|intermediate|marts)\.([a-z]\w+)", text)}
        read |= set(re.findall(r"^    name: (\w+)", text, re.MULTILINE))
        assert read <= set(re.findall(r'dbt\.ref\("(\w+)"\)', gate)), suite.name


def test_what_every_gate_found_is_shown() -> None:
    repository = Path(__file__).resolve().parents[2]
    shown = re.findall(r"ref\('(gate_\w+)'\)", (repository / "models/marts/fct_quality_result.sql").read_text())
    assert set(shown) == {path.stem for path in (repository / "models" / "quality").glob("*.py")}
    assert {f"gate_{path.stem}" for path in (repository / "expectations" / "suites").glob("*.yml")} == set(shown)
