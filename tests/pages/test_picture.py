"""A chart is built once for what it is made from, and every page draws through the component that keeps it."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import altair as alt
import polars as pl

from app.charts.named_bars import named_bars
from app.components.picture import finished
from app.queries.session import Reader
from plan_targets.access.access import EVERYTHING, Access
from tests.pages.conftest import REPOSITORY

OTHER_WAYS = re.compile(r"st\.(altair_chart|vega_lite_chart|bar_chart|line_chart|area_chart|scatter_chart|pyplot)\(")


def reader(build_id: str = "one", access: Access = EVERYTHING, language: str = "zh") -> Reader:
    publication = SimpleNamespace(build_id=build_id)
    return cast(Reader, SimpleNamespace(publication=publication, access=access, language=language))


def rows(middle: int = 0) -> pl.DataFrame:
    counts = [*range(100, 300)]
    counts[100] += middle
    return pl.DataFrame({"name": [f"n{i}" for i in range(200)], "count": counts, "color": ["#000000"] * 200})


def test_only_the_component_draws() -> None:
    drawing = {
        str(file.relative_to(REPOSITORY))
        for file in Path(REPOSITORY / "app").rglob("*.py")
        if OTHER_WAYS.search(file.read_text(encoding="utf-8"))
    }
    assert drawing == {"app/components/picture.py"}


def test_a_chart_is_built_anew_only_for_another_reader_or_other_content() -> None:
    built = []

    def build(frame: pl.DataFrame, title: str) -> Any:
        built.append(title)
        return named_bars(frame, title, "个数")

    for now, frame, title in (
        (reader(), rows(), "标题"),
        (reader(), rows(), "标题"),
        (reader(), rows(middle=1), "标题"),
        (reader(), rows(), "别的标题"),
        (reader(access=Access(regions=frozenset({"330000"}))), rows(), "标题"),
        (reader(build_id="two"), rows(), "标题"),
        (reader(language="en"), rows(), "标题"),
    ):
        finished(now, "test", build, frame, title)
    assert len(built) == 6


def test_a_finished_chart_is_the_chart_itself() -> None:
    made = finished(reader(), "whole", named_bars, rows(), "标题", "个数")
    with alt.data_transformers.enable(consolidate_datasets=True):
        assert made.document() == named_bars(rows(), "标题", "个数").to_dict()
    assert all(isinstance(data, bytes) for data in made.datasets.values())


def test_no_page_calls_python_inside_a_polars_expression() -> None:
    # With twenty readers clicking, the threads of polars and of the pages waited for each other for ever.
    files = (REPOSITORY / "app").rglob("*.py")
    assert [file for file in files if "map_elements" in file.read_text(encoding="utf-8")] == []
