"""What is wrong with a question is said in words, with the nearest names."""

import pytest

from plan_targets.semantic import (
    Condition,
    ConditionError,
    NotAvailableError,
    RequestError,
    SemanticError,
    SnapshotReader,
    UnknownDimensionError,
    UnknownMetricError,
    UnknownSavedQueryError,
    parse_condition,
    write_condition,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("observed_valu", "observed_value"),
        ("Observed Value", "observed_value"),
        ("观测值", "observed_value"),
        ("targets", "target_count"),
        ("gate_passrate", "gate_pass_rate"),
    ],
)
def test_an_unknown_metric_names_the_nearest(reader: SnapshotReader, written: str, meant: str) -> None:
    with pytest.raises(UnknownMetricError) as raised:
        reader.query([written], ["plan"])
    assert meant in raised.value.suggestions
    assert meant in str(raised.value)


def test_an_unknown_dimension_names_the_nearest_that_fit(reader: SnapshotReader) -> None:
    with pytest.raises(UnknownDimensionError) as raised:
        reader.query(["target_count"], ["plan_title"])
    assert "plan__title_zh" in raised.value.suggestions


def test_an_unknown_saved_query_names_the_nearest(reader: SnapshotReader) -> None:
    with pytest.raises(UnknownSavedQueryError) as raised:
        reader.run_saved("question_lag")
    assert "question_lagging" in raised.value.suggestions


def test_a_part_of_a_metric_is_no_metric(reader: SnapshotReader) -> None:
    hidden = [metric.name for metric in reader.catalogue.metrics.values() if metric.is_hidden]
    assert hidden
    for name in hidden:
        with pytest.raises(UnknownMetricError) as raised:
            reader.query([name], ["indicator"])
        assert name not in raised.value.suggestions


def test_a_dimension_of_another_table_is_not_available(reader: SnapshotReader) -> None:
    with pytest.raises(NotAvailableError, match="target_count cannot be grouped or filtered by quality_result__suite"):
        reader.query(["target_count"], ["quality_result__suite"])


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"metrics": "target_count"},
        {"metrics": ["target_count"], "group_by": "plan"},
        {"metrics": ["target_count", "target_count"]},
        {"metrics": ["target_count"], "group_by": ["plan", "plan"]},
        {"metrics": ["target_count"], "limit": 0},
        {"metrics": ["target_count"], "limit": -1},
        {"metrics": ["target_count"], "limit": True},
        {"metrics": ["target_count"], "limit": 1.5},
        {"metrics": ["target_count"], "limit": 10**9},
        {"metrics": ["target_count"], "order_by": ["plan"]},
        {"metrics": ["target_count"] * 21},
        {"metrics": ["target_count"], "where": [Condition("plan", "=", "x")] * 51},
    ],
)
def test_an_impossible_request_says_why(reader: SnapshotReader, arguments: dict) -> None:
    with pytest.raises(RequestError) as raised:
        reader.query(**arguments)
    assert raised.value.message_zh


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("in", "x"),
        ("in", []),
        ("in", range(2_000)),
        ("between", [1]),
        ("between", [1, 2, 3]),
        ("contains", 1),
        ("is null", 1),
        ("=", None),
        ("=", [1]),
        ("like", "x"),
        ("=", "x" * 1_001),
    ],
)
def test_an_unfit_filter_says_why(operator: str, value: object) -> None:
    with pytest.raises(ConditionError) as raised:
        Condition("plan", operator, value)  # type: ignore[arg-type]
    assert raised.value.message_zh


def test_a_value_of_the_wrong_kind_says_which(reader: SnapshotReader) -> None:
    with pytest.raises(ConditionError, match="twenty"):
        reader.query(["target_count"], ["plan"], [("calendar_year", ">=", "twenty")])


def test_dimensions_that_have_no_table_in_common_cannot_be_asked_together(reader: SnapshotReader) -> None:
    with pytest.raises(SemanticError):
        reader.query([], ["quality_result__suite", "plan__title_zh"])


@pytest.mark.parametrize(
    "condition",
    [
        Condition("calendar_year", ">=", 2020),
        Condition("calendar_year", "between", (2020, 2024)),
        Condition("region__level", "=", "city"),
        Condition("status", "in", ("behind", "off_track")),
        Condition("status", "not in", ("behind",)),
        Condition("plan__title_zh", "contains", '“十五五” "x" \\ \' ; -- {{ }}'),
        Condition("plan__title_zh", "starts with", "关于"),
        Condition("source", "is null"),
        Condition("source", "is not null"),
        Condition("target__has_conflict", "=", True),
        Condition("observed", "<", -0.5),
    ],
)
def test_a_filter_survives_its_text_form(condition: Condition) -> None:
    assert parse_condition(write_condition(condition)) == condition
