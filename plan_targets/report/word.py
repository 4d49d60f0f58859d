"""A report as a Word document, with the fonts and the order that offices use."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from plan_targets.look import GRID, QUIET_INK
from plan_targets.pictures import as_png, chinese_families
from plan_targets.report.blocks import Block, Heading, Paragraph, Picture, Report, Table
from plan_targets.report.numbers import Figure, Origin, Parts
from plan_targets.report.wording import words_of

# What Word on an office's machine has; Word takes another where it is missing.
BODY = "仿宋"
BOLD = "黑体"
LATIN = "Times New Roman"
PAGE_WIDTH = 17.0
SIZES = {1: 15, 2: 13, 3: 11.5}
# A row for each of at least so many lines is left to write in by hand.
BLANK_LINES = 2


def word_file(report: Report) -> bytes:
    """The report as .docx."""
    document = Document()
    _prepare(document, report)
    _title(document, report)
    marks = report.marks()
    counters = {"table": 0, "picture": 0}
    for block in report.blocks:
        _write(document, report, block, marks, counters)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: Any, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(11)
    _east_asian(normal.element.get_or_add_rPr(), BODY)
    language = OxmlElement("w:lang")
    # Chinese punctuation stands where mainland readers expect it.
    language.set(qn("w:eastAsia"), "zh-CN")
    language.set(qn("w:val"), "en-US")
    normal.element.get_or_add_rPr().append(language)
    for level, size in SIZES.items():
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), level == 1
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.italic = False
        _east_asian(style.element.get_or_add_rPr(), BOLD)
    document.core_properties.title = report.title
    document.core_properties.subject = report.version
    document.core_properties.author = ""
    document.core_properties.language = "zh-CN" if report.language == "zh" else "en"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, f"{report.version}  ·  ", 8, QUIET_INK)
    _page_number(footer)


def _title(document: Any, report: Report) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(6), Pt(4)
    _run(title, report.title, 18, font=BOLD)
    for text in (report.subtitle, report.version):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(2)
        _run(line, text, 9.5, QUIET_INK)


def _write(document: Any, report: Report, block: Block, marks: dict[Origin, int], counters: dict[str, int]) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    elif isinstance(block, Paragraph):
        _paragraph(document, report, block, marks)
    elif isinstance(block, Table):
        counters["table"] += 1
        _table(document, report, block, marks, counters["table"])
    else:
        counters["picture"] += 1
        _picture(document, report, block, counters["picture"])


def _paragraph(document: Any, report: Report, block: Paragraph, marks: dict[Origin, int]) -> None:
    line = document.add_paragraph()
    line.paragraph_format.line_spacing = 1.4 if block.style == "body" else 1.2
    line.paragraph_format.space_after = Pt(4)
    if report.language == "zh" and block.style != "note":
        line.paragraph_format.first_line_indent = Pt(22)
    _parts(line, block.parts, marks, 9 if block.style == "note" else 11, QUIET_INK if block.style == "note" else None)
    if block.style == "blank":
        _lines_to_write_on(document)


def _lines_to_write_on(document: Any) -> None:
    for _ in range(BLANK_LINES):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(10)
        border = OxmlElement("w:pBdr")
        # Word draws the lower edges of equal paragraphs as one, and what is between them apart.
        for side in ("bottom", "between"):
            edge = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "999999")):
                edge.set(qn(f"w:{name}"), value)
            border.append(edge)
        line._p.get_or_add_pPr().append(border)


def _table(document: Any, report: Report, block: Table, marks: dict[Origin, int], number: int) -> None:
    _caption(document, report, "table", number, block.title, is_above=True)
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(column.width for column in block.columns)
    widths = [Cm(PAGE_WIDTH * column.width / whole) for column in block.columns]
    for column, cell in zip(block.columns, table.rows[0].cells, strict=True):
        _cell(cell, (column.title,), {}, is_header=True)
    _repeat_header(table.rows[0])
    for row in block.rows:
        cells = table.add_row().cells
        for column, cell, parts in zip(block.columns, cells, row, strict=True):
            _cell(cell, parts, marks, is_number=column.is_number)
    for width, grid in zip(widths, table.columns, strict=True):
        grid.width = width
    for row in table.rows:
        _keep_together(row)
        for width, cell in zip(widths, row.cells, strict=True):
            cell.width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, parts: Parts, marks: dict[Origin, int], is_header: bool = False, is_number: bool = False) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(0)
    if is_number:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_header:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", GRID.lstrip("#"))):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
    _parts(line, parts, marks, 8.5, font=BOLD if is_header else BODY)


def _picture(document: Any, report: Report, block: Picture, number: int) -> None:
    words = words_of("zh" if report.language == "zh" else "en")
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.keep_with_next = True
    if chinese_families():
        drawn = line.add_run().add_picture(io.BytesIO(as_png(block.chart)))
        # Never wider than the text, and never blown up.
        width = min(Cm(PAGE_WIDTH - 1), drawn.width // 2)
        drawn.height, drawn.width = round(drawn.height * width / drawn.width), width
        drawn._inline.docPr.set("descr", block.alternative)
    else:
        _run(line, words("picture_left_out", title=block.title, note=words("no_font")), 9, QUIET_INK)
    _caption(document, report, "picture", number, block.title)


def _caption(document: Any, report: Report, kind: str, number: int, title: str, is_above: bool = False) -> None:
    words = words_of("zh" if report.language == "zh" else "en")
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.keep_with_next = is_above
    line.paragraph_format.space_after = Pt(3)
    _run(line, words(f"caption.{kind}", number=number, title=title), 10, font=BOLD)


def _parts(
    line: WordParagraph, parts: Parts, marks: dict[Origin, int], size: float, color: str | None = None, font: str = BODY
) -> None:
    for part in parts:
        if isinstance(part, Figure):
            _run(line, part.words, size, color, font)
            if part.origin in marks:
                _run(line, f"[{marks[part.origin]}]", size - 2, QUIET_INK, font).font.superscript = True
        else:
            _run(line, part, size, color, font)


def _run(line: WordParagraph, text: str, size: float, color: str | None = None, font: str = BODY) -> Any:
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    _east_asian(run._r.get_or_add_rPr(), font)
    if color:
        run.font.color.rgb = RGBColor.from_string(color.lstrip("#").upper())
    return run


def _east_asian(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


def _repeat_header(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _keep_together(row: Any) -> None:
    whole = OxmlElement("w:cantSplit")
    whole.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(whole)


def _page_number(line: WordParagraph) -> None:
    run = line.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
