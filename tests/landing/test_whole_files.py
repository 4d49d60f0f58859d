"""A file that is no table is one sentence: what it is and what to do. Never one for each of its lines."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_observations
from plan_targets.landing.records import Load

DATA = Path(__file__).parent / "data"
TABLE = "<table><tr><td>地区</td><td>指标</td></tr><tr><td>江苏省</td><td>98.5</td></tr></table>\n" * 20
FIGURES = {"地区": "江苏省", "指标": "食品抽检合格率", "单位": "%", "年份": 2023, "数值": 98.5}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return stream.getvalue()


def reasons(path: Path, vocabulary: Vocabulary) -> list[str]:
    load = Load("a", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)
    assert kind_of(load, vocabulary) == "observations"
    return read_observations(load, vocabulary)["reason_code"].to_list()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("a18_webpage.xls", "web_page"),
        ("b39_page.mht", "web_page"),
        ("b39_export.json", "data_text"),
        ("b39_report.docx", "text_document"),
        ("b39_bundle.zip", "packed_files"),
        ("b39_half_copied.xlsx", "half_copied"),
    ],
)
def test_a_file_that_was_sent(file: str, reason: str, vocabulary: Vocabulary) -> None:
    assert reasons(DATA / file, vocabulary) == [reason]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.xls", f"<html><body>{TABLE}</body></html>", "web_page"),
        ("page.xlsx", f"\ufeff\n<!DOCTYPE html>\n<html>{TABLE}</html>", "web_page"),
        ("fragment.xls", TABLE, "web_page"),
        ("with_a_declaration.htm", f'<?xml version="1.0"?>\n<html>{TABLE}</html>', "web_page"),
        ("comment.html", f"<!-- saved from url -->\n<html>{TABLE}</html>", "web_page"),
        ("utf16.xls", f"<html>{TABLE}</html>".encode("utf-16"), "web_page"),
        ("gbk.xls", f"<html><title>统计</title>{TABLE}</html>".encode("gb18030"), "web_page"),
        ("mail.eml", "From: a@b.cn\nSubject: 数据\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + TABLE, "web_page"),
        ("rows.json", json.dumps([FIGURES] * 30, ensure_ascii=False, indent=1), "data_text"),
        ("rows.csv", json.dumps([list(FIGURES.values())] * 30), "data_text"),
        ("lines.jsonl", "\n".join(json.dumps(FIGURES) for _ in range(30)), "data_text"),
        ("cut.json", json.dumps([FIGURES] * 30)[:300], "data_text"),
        ("rows.xml", '<?xml version="1.0"?><rows><row region="江苏省" value="98.5"/></rows>', "data_text"),
        ("map.svg", "<svg><text>98.5</text></svg>", "data_text"),
        (
            "old.xml",
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "unknown_form",
        ),
        ("report.pdf", b"%PDF-1.7\n1 0 obj", "pdf_document"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "picture"),
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        ("scan.bmp", b"BM" + bytes(range(256)), "picture"),
        ("scan.tif", b"II*\x00" + bytes(range(256)), "picture"),
        ("photo.xlsx", b"RIFF\x10\x00\x00\x00WEBP" + bytes(range(256)), "picture"),
        ("all.rar", b"Rar!\x1a\x07\x01\x00" + bytes(range(256)), "packed_files"),
        ("all.7z", b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), "packed_files"),
        ("all.csv.gz", b"\x1f\x8b\x08\x00" + bytes(range(256)), "packed_files"),
        ("empty.zip", packed(), "packed_files"),
        ("tables.zip", packed("表1.xlsx", "表2.xlsx"), "packed_files"),
        ("report.docx", packed("[Content_Types].xml", "word/document.xml"), "text_document"),
        ("slides.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"), "text_document"),
        ("letter.rtf", "{\\rtf1\\ansi 98.5}", "text_document"),
        ("letter.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "text_document"),
        ("old.xls", COMPOUND + "Workbook".encode("utf-16-le"), "unknown_form"),
        ("locked.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "locked_workbook"),
        ("Thumbs.db", COMPOUND, "unreadable_file"),
        ("letter.txt", "各位同事：\n现将2023年数据报来。\n合格率为98.5。\n2024年3月1日\n" * 20, "no_header"),
    ],
)
def test_a_file_that_is_no_table(
    name: str, content: str | bytes, reason: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert reasons(path, vocabulary) == [reason]


@pytest.mark.parametrize(
    "title",
    [
        "[表1] 2023年统计表",
        "{一} 2023年统计表",
        "<2023年>统计表",
        "BM区统计表",
        "From: 统计局",
        '"[1]"',
        "制表：统计局",
    ],
)
def test_a_table_whose_title_looks_like_something_else(title: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{title},,,,\n地区,指标,单位,年份,数值\n江苏省,食品抽检合格率,%,2023,98.5\n", encoding="utf-8")
    assert reasons(path, vocabulary) == [None]
