"""Text and tables out of every form of document, and a sentence for each that cannot be read."""

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from plan_targets.drafting.blocks import Line, Table
from plan_targets.drafting.document import MOST_BYTES, read_document
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.forms.errors import SENTENCES, UnreadableDocumentError
from plan_targets.drafting.units import known_units

SENTENCE = "到2025年，食品抽检合格率达到98%以上。"
ROWS = (("指标", "单位", "2020年", "2025年"), ("森林覆盖率", "%", "23.2", "24.1"))


def refused(path: Path) -> UnreadableDocumentError:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path)
    assert re.search("[\u4e00-\u9fff]", caught.value.chinese)
    assert caught.value.english.endswith(".")
    return caught.value


def write_pdf(path: Path, lines: list[str], encrypt: StandardEncryption | None = None) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), encrypt=encrypt)
    canvas.setFont("STSong-Light", 12)
    for position, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * position, line)
    canvas.save()


def write_docx(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、主要目标")
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=4)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("二、保障措施")
    document.save(str(path))


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    write_docx(tmp_path / "规划.docx")
    blocks = read_document(tmp_path / "规划.docx").blocks
    assert blocks == (Line("一、主要目标"), Line(SENTENCE), Table(ROWS), Line("二、保障措施"))


def test_what_was_deleted_from_a_word_document_is_not_read_and_what_was_inserted_is(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("合格率达到")
    for tag, text_tag, text in (("w:del", "w:delText", "95%"), ("w:ins", "w:t", "98%")):
        change, run, written = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        written.text = text
        run.append(written)
        change.append(run)
        paragraph._p.append(change)
    document.save(str(tmp_path / "规划.docx"))
    assert read_document(tmp_path / "规划.docx").blocks == (Line("合格率达到98%"),)


def test_marks_that_word_counts_itself_are_part_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    abstract.set(qn("w:abstractNumId"), "90")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "1"), ("numFmt", "chineseCountingThousand"), ("lvlText", "%1、")):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        level.append(part)
    abstract.append(level)
    numbering.insert(0, abstract)
    number.set(qn("w:numId"), "90")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "90")
    number.append(reference)
    numbering.append(number)
    for text in ("总体要求", "主要目标"):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbered = properties._add_numPr()
        numbered._add_ilvl().val = 0
        numbered._add_numId().val = 90
    document.save(str(tmp_path / "规划.docx"))
    assert read_document(tmp_path / "规划.docx").blocks == (Line("一、总体要求"), Line("二、主要目标"))


def test_a_pdf_gives_lines_with_their_pages_and_joins_a_paragraph_over_lines(tmp_path: Path) -> None:
    full = "一二三四五六七八九十" * 3
    write_pdf(tmp_path / "规划.pdf", [full, full, "到此为止。", "二、下一节"])
    blocks = read_document(tmp_path / "规划.pdf").blocks
    assert blocks[0] == Line(f"{full}{full}到此为止。", 1)
    assert blocks[1] == Line("二、下一节", 1)


def test_a_web_page_gives_text_and_tables_without_scripts_and_menus(tmp_path: Path) -> None:
    page = f"""<html><head><meta charset="gbk"><title>规划</title><script>var x=95;</script></head><body>
    <nav>首页 100%</nav><div><p>一、主要目标</p><p>{SENTENCE[:10]}<b>{SENTENCE[10:]}</b></p>
    <div style="display: none">99%</div>
    <table><tr><th rowspan=2>指标</th><th rowspan=2>单位</th><th colspan=2>指标值</th></tr>
    <tr><th>2020年</th><th>2025年</th></tr>
    <tr><td>森林覆盖率</td><td>%</td><td>23.2</td><td>24.1</td></tr></table></div></body></html>"""
    (tmp_path / "规划.html").write_bytes(page.encode("gbk"))
    blocks = read_document(tmp_path / "规划.html").blocks
    assert blocks[:2] == (Line("一、主要目标"), Line(SENTENCE))
    assert blocks[2] == Table(
        (
            ("指标", "单位", "指标值", "指标值"),
            ("指标", "单位", "2020年", "2025年"),
            ("森林覆盖率", "%", "23.2", "24.1"),
        )
    )
    drafted = draft_of(blocks, known_units())
    assert [(row.phrase, row.reading.value, row.due_year) for row in drafted.rows] == [
        ("食品抽检合格率", 98.0, 2025),
        ("森林覆盖率", 24.1, 2025),
    ]


def test_traditional_characters_are_read_as_simplified_ones(tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text("到2025年，農產品質量安全例行監測合格率達到98%以上。", encoding="utf-8")
    assert read_document(tmp_path / "规划.txt").lines[0].text == "到2025年，农产品质量安全例行监测合格率达到98%以上。"


def test_a_text_in_gbk_is_read(tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_bytes(SENTENCE.encode("gbk"))
    assert read_document(tmp_path / "规划.txt").lines == [Line(SENTENCE)]


def test_an_absent_document_is_a_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.pdf").reason == "absent"


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "txt"])
def test_an_empty_document_is_a_sentence(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"规划.{suffix}").touch()
    assert refused(tmp_path / f"规划.{suffix}").reason == "empty"


def test_a_document_of_500_megabytes_is_a_sentence_and_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "规划.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.7")
        stream.truncate(500 * 1024 * 1024)
    error = refused(tmp_path / "规划.pdf")
    assert error.reason == "too_large"
    assert "500 MB" in error.chinese and str(MOST_BYTES >> 20) in error.chinese


def test_a_pdf_with_a_password_is_a_sentence(tmp_path: Path) -> None:
    write_pdf(tmp_path / "规划.pdf", [SENTENCE], StandardEncryption("secret", canPrint=0))
    assert refused(tmp_path / "规划.pdf").reason == "locked"


def test_a_word_document_with_a_password_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "规划.docx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(tmp_path / "规划.docx").reason == "locked"


def test_an_old_word_document_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "规划.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(512) + "WordDocument".encode("utf-16-le"))
    assert refused(tmp_path / "规划.doc").reason == "old_form"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_document_cut_off_is_a_sentence(tmp_path: Path, suffix: str, share: float) -> None:
    whole = tmp_path / f"规划.{suffix}"
    if suffix == "pdf":
        write_pdf(whole, [SENTENCE] * 20)
    else:
        write_docx(whole)
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content) * share)])
    # A PDF whose end alone is missing may still be read whole.
    try:
        document = read_document(whole)
    except UnreadableDocumentError as error:
        assert error.reason in SENTENCES
    else:
        assert document.lines[0].text.startswith(SENTENCE)


@pytest.mark.parametrize("name", ["规划.pdf", "规划.docx", "规划.txt", "规划.html"])
def test_bytes_that_are_no_document_are_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(256)) * 50)
    assert refused(tmp_path / name).reason in ("damaged", "unknown_form", "unknown_encoding")


def test_a_workbook_is_no_document_and_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "规划.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(tmp_path / "规划.docx").reason == "unknown_form"


def test_a_scanned_pdf_is_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "page.png"
    Image.new("RGB", (400, 600), "white").save(picture)
    canvas = Canvas(str(tmp_path / "规划.pdf"))
    for _ in range(3):
        canvas.drawImage(str(picture), 0, 0)
        canvas.showPage()
    canvas.save()
    error = refused(tmp_path / "规划.pdf")
    assert error.reason == "scanned"
    assert "3 页" in error.chinese and "OCR" in error.english


@pytest.mark.parametrize(
    "text",
    [
        "序号\t指标\t单位\t2020年\t2025年\t属性\n"
        "1\t食品抽检合格率\t%\t97\t98.5\t预期性\n2\t森林覆盖率\t%\t20\t24\t约束性",
        "序号  指标  单位  2020年  2025年  属性\n"
        "1  食品抽检合格率  %  97  98.5  预期性\n2  森林覆盖率  %  20  24  约束性",
        "| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|---|\n"
        "| 1 | 食品抽检合格率 | % | 97 | 98.5 | 预期性 |\n| 2 | 森林覆盖率 | % | 20 | 24 | 约束性 |",
        "序号\n指标\n单位\n2020年\n2025年\n属性\n1\n食品抽检合格率\n%\n97\n98.5\n预期性\n2\n森林覆盖率\n%\n20\n24\n约束性",
    ],
    ids=["tabs", "wide blanks", "rules", "a cell in each line"],
)
def test_a_table_that_lies_in_plain_text_is_read_as_a_table(tmp_path: Path, text: str) -> None:
    file = tmp_path / "规划.txt"
    file.write_text(
        f"某市“十四五”规划\n二、主要目标\n主要指标表\n{text}\n三、任务\n到2025年，再做一件事。\n", encoding="utf-8"
    )
    rows = draft_of(read_document(file).blocks, known_units()).rows
    assert [(row.phrase, row.reading.value, row.reading.baseline, row.due_year, row.modality) for row in rows] == [
        ("食品抽检合格率", 98.5, 97, 2025, "anticipated"),
        ("森林覆盖率", 24, 20, 2025, "binding"),
    ]


def test_lines_with_wide_blanks_that_are_no_table_stay_lines(tmp_path: Path) -> None:
    file = tmp_path / "规划.txt"
    file.write_text(
        "目  录\n某市  人民政府  办公室\n2023年  3月  1日\n到2025年，食品抽检合格率达到98%。\n", encoding="utf-8"
    )
    assert [type(block).__name__ for block in read_document(file).blocks][-1] == "Line"
