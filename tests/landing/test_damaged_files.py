"""Files that are broken, hostile or not to be opened: each is a rejected row, and the others are read."""

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_headers, read_observations
from plan_targets.landing.reading import formats
from plan_targets.landing.reading.encodings import decode_name
from plan_targets.landing.reading.formats import read_sheets
from plan_targets.landing.reading.sheets import UnreadableFileError
from plan_targets.landing.records import Load
from plan_targets.landing.store import UnknownLoadError, loads, register_files, withdraw
from tests.landing.test_reading import written_by_hand

HEADER = "地区,指标,单位,年份,数值\n"
ROW = "江苏省,食品抽检合格率,%,2023,98.5\n"
TABLE = pl.read_csv((HEADER + ROW * 20).encode(), infer_schema=False)


def reasons(load: Load, vocabulary: Vocabulary) -> list[str | None]:
    """Why the rows of a load were refused; every load has a row."""
    kind_of(load, vocabulary)
    read_headers(load, vocabulary)
    rows = read_observations(load, vocabulary)
    assert rows.height
    return rows["reason_code"].to_list()


def reason_of(content: bytes, folder: Path) -> str:
    (folder / "file").write_bytes(content)
    with pytest.raises(UnreadableFileError) as refusal:
        read_sheets(folder / "file")
    return refusal.value.reason_code


def as_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        percent = book.add_format({"num_format": "0.0%"})
        for position, row in enumerate([tuple(TABLE.columns), *TABLE.rows()]):
            sheet.write_row(position, 0, row)
            sheet.write_number(position + 1, 4, 0.985, percent)
    return stream.getvalue()


def as_parquet() -> bytes:
    stream = io.BytesIO()
    TABLE.write_parquet(stream)
    return stream.getvalue()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, and cut off every third time."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 2, 5, 20])):
        changed[chance.randrange(len(changed))] = chance.choice([0, 10, 13, 34, 44, 255, chance.randrange(256)])
    return bytes(changed[: chance.randrange(4, len(changed))] if chance.random() < 0.3 else changed)


@pytest.mark.parametrize("write", [as_xlsx, as_parquet, lambda: (HEADER + ROW * 20).encode("gb18030")])
def test_damage_is_told_or_does_no_harm(
    write: Callable[[], bytes], tmp_path: Path, vocabulary: Vocabulary, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(7)
    whole = write()
    for number in range(60):
        (tmp_path / f"{number}.csv").write_bytes(whole[:4] + damaged(whole[4:], chance))
    for load in register_files(tmp_path):
        reasons(load, vocabulary)
    # A library that panics says so at length.
    capfd.readouterr()


class Panic(BaseException):
    """As the libraries written in Rust raise: no Exception."""


def test_a_panic_is_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: object, **__: object) -> None:
        raise Panic("called `Result::unwrap()` on an `Err` value")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(formats.pq, "ParquetFile", panic)
    assert reason_of(as_parquet(), tmp_path) == "unreadable_file"
    monkeypatch.setattr(formats.pq, "ParquetFile", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_sheets(tmp_path / "file")


def test_what_a_library_says_is_not_what_stood_in_the_file(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.xlsx").write_bytes(as_xlsx()[:3000])
    (load,) = register_files(tmp_path)
    assert read_observations(load, vocabulary).select("reason_code", "reason_value").rows() == [
        ("half_copied", ".xlsx")
    ]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'>" + "<c><v>1</v></c>" * 300 + "</row>",
    ],
)
def test_a_cell_far_away_takes_no_memory(cells: str, tmp_path: Path) -> None:
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    assert reason_of(written_by_hand(sheet), tmp_path) == "table_too_large"


def test_a_blank_cell_far_away_is_nothing(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (tmp_path / "a").write_bytes(written_by_hand(f"<worksheet><sheetData>{cells}</sheetData></worksheet>"))
    (sheet,) = read_sheets(tmp_path / "a")
    assert sheet.rows.height == 1 and sheet.cells == ["c0"]


def test_a_title_of_very_many_cells_takes_no_memory(tmp_path: Path) -> None:
    # The line break within quotes keeps the file from the quick way.
    text = "x," * 12_000 + '\n"a\nb",\n' + HEADER + ROW * 2_000
    assert reason_of(text.encode(), tmp_path) == "table_too_large"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADER + ROW + ROW.replace("\n", f',"{"x" * 140_000}"\n'), [None, "too_many_cells"]),
        (HEADER + ROW + ROW.replace("98.5", "x" * 140_000), [None, "text_in_value"]),
        (HEADER + ROW.replace("江", '"江') + ROW * 5_000, ["broken_quotes", *[None] * 5_000]),
        ('"统计表\n' + HEADER + ROW * 5_000, [None] * 5_000),
        (HEADER + "\n\n\n\n" + ROW, [None]),
    ],
    ids=["long cell", "long value", "open quote", "open quote in a title", "blank lines"],
)
def test_text_that_is_hard_to_cut_into_cells(
    text: str, expected: list[str | None], tmp_path: Path, vocabulary: Vocabulary
) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (load,) = register_files(tmp_path)
    assert reasons(load, vocabulary) == expected


@pytest.mark.parametrize(
    "name", ["record.json", "withdrawn.json", "content.csv", "a.b c", "a.数据", ".".join("ab" * 60)]
)
def test_a_file_may_have_any_name(name: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / name).write_text(HEADER + ROW, encoding="utf-8")
    (load,) = register_files(tmp_path)
    assert load.file == name and not load.is_withdrawn
    assert reasons(load, vocabulary) == [None]
    assert withdraw(load.load_id, "why", tmp_path).is_withdrawn
    assert reasons(load, vocabulary) == [None]


def test_a_name_in_gbk_is_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = tmp_path / "二季度"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + b"/" + "江苏.csv".encode("gbk"))).write_text(HEADER + ROW, encoding="utf-8")
    (load,) = register_files(tmp_path)
    assert load.file == "二季度/江苏.csv" and load.load_id.startswith("江苏-")
    assert reasons(load, vocabulary) == [None]
    assert decode_name(os.fsdecode(b"\xff\xfe.csv")).endswith(".csv")


def test_a_file_that_cannot_be_opened_is_a_load_as_long_as_that_lasts(tmp_path: Path, vocabulary: Vocabulary) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    elsewhere = landing / ".gone.csv"
    (landing / "a.csv").write_text(HEADER + ROW, encoding="utf-8")
    (landing / "b.csv").symlink_to(elsewhere)
    whole, closed = register_files(landing)
    assert reasons(whole, vocabulary) == [None]
    assert closed.file == "b.csv" and reasons(closed, vocabulary) == ["unreadable_file"]
    # The same in every step of a build, and in the next build.
    assert loads(landing) == [whole, closed] == register_files(landing)
    with pytest.raises(UnknownLoadError):
        withdraw(closed.load_id, "why", landing)

    elsewhere.write_text(HEADER + ROW * 2, encoding="utf-8")
    _, opened = register_files(landing)
    assert opened.file == "b.csv" and reasons(opened, vocabulary) == [None, None]


@pytest.mark.parametrize("name", ["xl/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_broken_part_cannot_be_read(name: str, tmp_path: Path) -> None:
    whole = written_by_hand("<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part)[: 40 if part == name else None])
    assert reason_of(stream.getvalue(), tmp_path) == "unreadable_file"
