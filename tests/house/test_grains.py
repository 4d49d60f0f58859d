"""Each intermediate model has a data test of its grain: joins are where rows double."""

from typing import Any

import pytest
import yaml

from tests.project import REPOSITORY

MODELS = [
    model
    for path in sorted((REPOSITORY / "models" / "intermediate").rglob("*.yml"))
    for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
]
# A view or table of the marts has its key as a constraint of the contract.
KEYED = [
    yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]
    for path in sorted((REPOSITORY / "models" / "marts").glob("*.yml"))
]


def names_of(tests: list[Any]) -> set[str]:
    return {test if isinstance(test, str) else next(iter(test)) for test in tests}


def keys_of(model: dict[str, Any]) -> list[list[str]]:
    """The keys that are tested: of several columns, or written at one."""
    several = [
        test["unique_key"]["arguments"]["columns"]
        for test in model.get("data_tests", [])
        if isinstance(test, dict) and "unique_key" in test
    ]
    one = [
        [column["name"]]
        for column in model.get("columns", [])
        if "unique_key" in names_of(column.get("data_tests", []))
    ]
    return several + one


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_the_grain_is_described_and_tested(model: dict[str, Any]) -> None:
    assert "One row for each" in " ".join(model["description"].split())
    assert keys_of(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_no_test_says_again_what_the_key_says(model: dict[str, Any]) -> None:
    """The test of a key fails for an empty part of it as well."""
    keys = {column for key in keys_of(model) for column in key}
    again = [
        column["name"]
        for column in model.get("columns", [])
        if column["name"] in keys and "not_null" in names_of(column.get("data_tests", []))
    ]
    assert again == []


@pytest.mark.parametrize("model", KEYED, ids=lambda model: model["name"])
def test_keys_nulls_and_accepted_values_of_marts_are_constraints(model: dict[str, Any]) -> None:
    constraints = [
        constraint["type"]
        for described in (model, *model["columns"])
        for constraint in described.get("constraints", [])
    ]
    assert "primary_key" in constraints or "unique" in constraints
    for column in model["columns"]:
        assert not {"not_null", "unique", "accepted_values"} & names_of(column.get("data_tests", [])), column["name"]
