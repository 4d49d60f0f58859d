"""A name that the project has and the publication has not: the error says that a build is missing."""

from pathlib import Path

import pytest

from plan_targets.semantic import UnknownMetricError, unpublished

MODELS = """
semantic_models:
  - name: own
    entities:
      - {name: slow_target, type: primary, expr: target_id}
    dimensions:
      - {name: slowness, type: categorical}
metrics:
  - {name: slow_target_count, type: simple}
  - {name: any_slow_target, type: simple, config: {meta: {hidden: true}}}
saved_queries:
  - {name: slow_target_list}
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "own.yml").write_text(MODELS, encoding="utf-8")
    (tmp_path / "marts" / "broken.yml").write_text("metrics: [slow_target_count: {", encoding="utf-8")
    return tmp_path


def test_what_the_project_defines_is_found(models: Path) -> None:
    assert unpublished.has_metric("slow_target_count", models)
    assert unpublished.has_dimension("slow_target__slowness", models)
    assert unpublished.has_dimension("slow_target", models)
    assert unpublished.has_saved_query("slow_target_list", models)


@pytest.mark.parametrize("name", ["slowness", "plan__slowness", "slow_target__fastness", "a__slow_target__slowness"])
def test_a_slip_in_a_dimension_is_no_dimension(models: Path, name: str) -> None:
    assert not unpublished.has_dimension(name, models)


@pytest.mark.parametrize("name", ["slow_target", "slow_target_counts", "any_slow_target", "slow target", "", 3, None])
def test_what_it_does_not_define_is_not(models: Path, name: object) -> None:
    assert not unpublished.has_metric(name, models)


def test_the_error_says_to_build_in_both_languages() -> None:
    error = UnknownMetricError("slow_target_count", ["target_count"], is_unpublished=True)
    assert "not yet in the publication" in str(error)
    assert "uv run dbt build" in str(error)
    assert "尚无" in error.message_zh
    assert "uv run dbt build" in error.message_zh
