"""Each intermediate model says what its grain is, and a build holds it to that: joins are where rows double."""

from typing import Any

import pytest

from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY

MODELS = [
    model
    for path in sorted((REPOSITORY / "models" / "intermediate").rglob("*.yml"))
    for model in read_yaml(path.read_text(encoding="utf-8"))["models"]
]
# A view or table of the marts has its key as a constraint of the contract.
KEYED = [
    read_yaml(path.read_text(encoding="utf-8"))["models"][0]
    for path in sorted((REPOSITORY / "models" / "marts").glob("*.yml"))
]


def names_of(tests: list[Any]) -> set[str]:
    return {test if isinstance(test, str) else next(iter(test)) for test in tests}


def keys_of(model: dict[str, Any]) -> list[list[str]]:
    """The keys that are declared, or tested where a part may be empty: of several columns, or written at one."""
    tested = [
        test["unique_key"]["arguments"]["columns"]
        for test in model.get("data_tests", [])
        if isinstance(test, dict) and "unique_key" in test
    ]
    declared = [
        constraint["columns"] for constraint in model.get("constraints", []) if constraint["type"] == "primary_key"
    ]
    one = [
        [column["name"]]
        for column in model.get("columns", [])
        if {"type": "primary_key"} in column.get("constraints", [])
    ]
    return tested + declared + one


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_the_grain_is_described_and_held(model: dict[str, Any]) -> None:
    assert "One row for each" in " ".join(model["description"].split())
    assert keys_of(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_no_test_says_again_what_the_key_says(model: dict[str, Any]) -> None:
    """A key with an empty part is none."""
    keys = {column for key in keys_of(model) for column in key}
    again = [
        column["name"]
        for column in model.get("columns", [])
        if column["name"] in keys and "not_null" in names_of(column.get("data_tests", []))
    ]
    assert again == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_a_key_that_may_not_be_empty_is_declared(model: dict[str, Any]) -> None:
    """Each test is a node, which costs a build as much as a small model; a declared key is part of making its table."""
    for test in model.get("data_tests", []):
        if isinstance(test, dict) and "unique_key" in test:
            assert "may_be_empty" in test["unique_key"]["arguments"] or "config" in test["unique_key"]


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
