"""The explore page: the address carries the whole question, and the answer leaves as it was shown."""

import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from app.components import downloads
from app.queries.session import Reader
from app.texts import texts_of
from plan_targets.semantic import Condition, client, parse_condition
from tests.pages.conftest import LANGUAGES, open_page, words

ADDRESS = {
    "metrics": "observed_value",
    "by": "region__name_zh,calendar_year",
    "where": ['indicator = "air_good_days_ratio"', 'region__level in ["province"]', "calendar_year >= 2020"],
    "order": "observed_value",
    "direction": "desc",
    "limit": "100",
}


def test_an_address_asks_its_question_again(readers_folder: Path) -> None:
    app = open_page("explore", **ADDRESS)
    expected = client(str(readers_folder)).query(
        ["observed_value"],
        ["region__name_zh", "calendar_year"],
        [parse_condition(text) for text in ADDRESS["where"]],
        ["-observed_value", "region__name_zh", "calendar_year"],
        100,
    )
    assert not app.exception
    # As text: a year without a figure is no number, and no such thing equals another.
    assert (
        app.dataframe[0].value.astype(str).to_numpy().tolist() == expected.to_pandas().astype(str).to_numpy().tolist()
    )


def test_the_page_writes_the_address_that_asks_the_same(readers_folder: Path) -> None:
    first = open_page("explore", **ADDRESS)
    written = {name: _texts(first.query_params[name]) for name in ADDRESS}
    second = open_page("explore", **{name: value if name == "where" else value[0] for name, value in written.items()})
    assert second.dataframe[0].value.equals(first.dataframe[0].value)


def _texts(value: list[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_mixes_figures_is_refused_in_words_and_mended_by_a_click(
    readers_folder: Path, language: str
) -> None:
    app = open_page("explore", lang=language, metrics="observed_value", by=f"region__name_{language}")
    assert not app.exception
    assert len(app.warning) == 1
    app.button("explore.group_by_these").click().run()
    assert not app.warning
    assert len(app.dataframe) == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "1=1; drop table x",
        'indicator = "x" or 1=1',
        "region__level = \"'; attach '/etc/passwd' as x; --\"",
        "no_such_dimension = 1",
        "{{ Dimension('x') }}",
        'calendar_year = "now"',
    ],
)
def test_a_filter_that_cannot_be_read_is_told_in_words(readers_folder: Path, hostile: str) -> None:
    app = open_page("explore", metrics="target_count", where=[hostile])
    assert not app.exception
    assert not app.error
    assert len(app.warning) == 1
    # The rest of the page stays in use.
    app.run()
    assert not app.exception


def test_an_address_cannot_put_a_picture_or_a_link_on_the_page(readers_folder: Path) -> None:
    app = open_page("explore", metrics="target_count", where=['plan = "![x](https://example.invalid/x.png)"'])
    assert "\\!\\[x\\]\\(" in app.warning[0].value


def test_a_saved_question_can_be_opened_with_its_sql(readers_folder: Path) -> None:
    reader = client(str(readers_folder)).current()
    questions = [query.name for query in reader.catalogue.saved_queries.values() if query.serves == "question"]
    assert len(questions) >= 10
    for name in questions:
        app = open_page("explore", question=name)
        assert not app.exception
        assert not app.warning
        assert "SELECT" in app.code[0].value


def test_a_figure_can_be_given_its_evidence_by_a_click(readers_folder: Path) -> None:
    app = open_page("explore", **ADDRESS)
    texts = texts_of("zh")
    next(button for button in app.button if button.label == texts("explore.add_evidence")).click().run()
    columns = list(app.dataframe[0].value.columns)
    catalogue = client(str(readers_folder)).current().catalogue
    for name in ("source__title", "figure__is_inferred", "figure__observed_comparator", "data_age_days"):
        assert catalogue.label(name, "zh") in columns


def test_a_filter_can_be_added_and_removed(readers_folder: Path) -> None:
    app = open_page("explore")
    texts = texts_of("zh")
    before = len(app.selectbox)
    next(button for button in app.button if button.label == texts("explore.add_filter")).click().run()
    assert len(app.selectbox) == before + 2
    next(button for button in app.button if button.label == "×").click().run()
    assert len(app.selectbox) == before


def test_the_files_hold_the_answer_that_is_shown(readers_folder: Path) -> None:
    now = Reader(client(str(readers_folder)).current(), texts_of("zh"))
    answer = now.snapshot.query(["target_count", "share_not_observed"], ["plan__title_zh"], order_by=["plan__title_zh"])
    labels = {name: now.snapshot.catalogue.label(name) for name in answer.columns}
    assert pl.read_parquet(io.BytesIO(downloads.as_parquet(answer))).equals(answer)
    shown = downloads.for_people(now, answer, labels)
    csv = downloads.as_csv(shown)
    assert csv.startswith(b"\xef\xbb\xbf")
    read = pl.read_csv(io.BytesIO(csv))
    # Plain headers with the unit, whole percents to the metric's decimals, and the publication in every row.
    assert read.columns == ["规划名称", "目标数（个）", "无观测目标占比（%）", "数据版本"]
    assert read["目标数（个）"].to_list() == answer["target_count"].to_list()
    assert read["无观测目标占比（%）"].to_list() == [round(100 * one, 1) for one in answer["share_not_observed"]]
    assert all(now.publication.build_id in one for one in read["数据版本"])
    workbook = openpyxl.load_workbook(io.BytesIO(downloads.as_xlsx(now, shown, [("问题", "q"), ("SQL", "SELECT 1")])))
    rows = list(workbook.worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == read.columns and len(rows) == answer.height + 1
    facts = dict(workbook.worksheets[1].iter_rows(values_only=True))
    assert facts["版本"] == now.publication.build_id and facts["SQL"] == "SELECT 1"
    assert words(open_page("explore")).count(now.publication.build_id) == 1


def test_a_figure_in_a_file_has_its_indicators_unit(readers_folder: Path) -> None:
    now = Reader(client(str(readers_folder)).current(), texts_of("zh"))
    asked = ["observed_value"], ["region__name_zh", "calendar_year"], [Condition("indicator", "=", "air_good_days")]
    for dimensions in (asked[1], ["indicator__name_zh", *asked[1]], ["indicator", *asked[1]]):
        answer = now.snapshot.query(asked[0], dimensions, asked[2])
        labels = {name: now.snapshot.catalogue.label(name) for name in answer.columns}
        shown = downloads.for_people(now, answer, labels, asked[2])
        assert set(shown["单位"]) == {"天"}
        assert shown["观测值"].to_list() == answer["observed_value"].round(2).to_list()


def test_a_text_in_a_workbook_is_never_a_formula(readers_folder: Path) -> None:
    import zipfile

    now = Reader(client(str(readers_folder)).current(), texts_of("zh"))
    workbook = downloads.as_xlsx(now, pl.DataFrame({"=name": ["=1+1"]}), [("=q", "=s")])
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert all(b"<f>" not in sheet for sheet in sheets)


def test_a_chart_never_adds_what_is_not_a_count(readers_folder: Path) -> None:
    address = {"metrics": "observed_value", "by": "indicator,region,calendar_year", "chart": "bar"}
    app = open_page("explore", **address)
    assert not app.exception
    for chart in app.get("vega_lite_chart"):
        encoding = json.loads(chart.proto.spec)["encoding"]
        rows = [pl.read_ipc_stream(io.BytesIO(one.data.data)) for one in chart.proto.datasets]
        # One row, one bar: none lies on top of another.
        assert all(frame[encoding["y"]["field"]].is_unique().all() for frame in rows if frame.height)
    assert app.get("vega_lite_chart")
