"""What pages show as files: every chart as PNG and SVG, every table as CSV and workbook, without a network."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import polars as pl
import pytest
from PIL import Image

from app.components import downloads
from app.components.paged import ROWS_ON_A_PAGE
from app.texts import texts_of
from plan_targets.semantic import client
from tests.pages.conftest import PAGES, open_page
from tests.pages.test_browser import CHARTS

Kind = tuple[str, str, str, Callable[[], bytes]]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def offered(published_path: Path) -> dict[str, list[Kind]]:
    """The files that each page offers."""
    found: dict[str, list[Kind]] = {}
    buttons = downloads.buttons
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLISHED_PATH", str(published_path))
        for page in PAGES:
            kinds: list[Kind] = []

            def recorded(buttons_asked: Any, key: str, into: list[Kind] = kinds) -> None:
                into.extend(buttons_asked)
                buttons(buttons_asked, key)

            patch.setattr(downloads, "buttons", recorded)
            app = open_page(page, indicator="air_good_days", regions="320000") if page == "trend" else open_page(page)
            assert not app.exception, page
            found[page] = kinds
    return found


def test_every_page_with_a_chart_offers_pictures(offered: dict[str, list[Kind]]) -> None:
    for page, count in CHARTS.items():
        pictures = [kind for kind in offered[page] if kind[0] == "SVG"]
        assert len(pictures) >= count, page


def test_every_picture_opens_and_says_its_publication(offered: dict[str, list[Kind]], published_path: Path) -> None:
    build_id = client(str(published_path)).current().publication.build_id
    # A PNG is made of the SVG beside it, and takes ten times as long: one of each page is looked at.
    pictures = [kind for kinds in offered.values() for kind in kinds if kind[0] == "SVG"]
    pictures += [kind for kinds in offered.values() for kind in [one for one in kinds if one[0] == "PNG"][:1]]
    assert len({kind[0] for kind in pictures}) == 2
    for label, name, _, make in pictures:
        if label == "SVG":
            written = ElementTree.fromstring(make().decode("utf-8"))
            text = "".join(part for node in written.iter(f"{SVG}text") for part in node.itertext())
            assert build_id in text and "规划目标数据仓库" in text, name
            families = {node.get("font-family") for node in written.iter(f"{SVG}text")}
            assert all("CJK SC" in str(family) for family in families), families
        else:
            drawn = Image.open(io.BytesIO(make())).convert("RGB")
            assert drawn.width >= 1200 and len(drawn.getcolors(1 << 24) or []) > 20, name
        assert name.rsplit("_", 1)[0] and "/" not in name


def test_every_table_opens_with_plain_headers_and_its_publication(
    offered: dict[str, list[Kind]], published_path: Path
) -> None:
    publication = client(str(published_path)).current().publication
    for page in ("overview", "trend", "due", "quality"):
        assert {kind[0] for kind in offered[page]} >= {"CSV", "XLSX"}, page
    tables = [kind for kinds in offered.values() for kind in kinds if kind[0] in ("CSV", "XLSX")]
    last = texts_of("zh")("column.origin")
    for label, name, _, make in tables:
        if label == "CSV":
            read = pl.read_csv(io.BytesIO(make()), infer_schema=False)
            assert read.height and publication.build_id in read[last][0], name
            headers = read.columns
        else:
            book = openpyxl.load_workbook(io.BytesIO(make()))
            headers = [str(cell.value) for cell in book.worksheets[0][1]]
            facts = {str(row[0]): str(row[1]) for row in book.worksheets[1].iter_rows(values_only=True)}
            assert facts["版本"] == publication.build_id
        assert headers[-1] == last
        # No name of a column in the warehouse, no address that only holds within the pages.
        assert not [header for header in headers if "__" in header or header.isascii()], headers


def test_a_list_of_targets_has_bare_numbers_units_and_sources_in_its_file(offered: dict[str, list[Kind]]) -> None:
    texts = texts_of("zh")
    name = texts("overview.list.title")
    make = next(kind[3] for kind in offered["overview"] if kind[0] == "CSV" and kind[1].startswith(name))
    read = pl.read_csv(io.BytesIO(make()), infer_schema_length=None)
    assert read[texts("column.target_number")].dtype.is_numeric()
    assert read[texts("column.unit")].drop_nulls().len() > 0
    assert texts("column.judged_source") in read.columns and texts("column.link") not in read.columns


def test_a_file_has_all_rows_where_the_page_shows_one_screen(offered: dict[str, list[Kind]]) -> None:
    name = texts_of("zh")("overview.plans.title")
    make = next(kind[3] for kind in offered["overview"] if kind[0] == "CSV" and kind[1].startswith(name))
    assert pl.read_csv(io.BytesIO(make())).height > ROWS_ON_A_PAGE
