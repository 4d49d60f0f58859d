"""A report and a brief as PDF and as pictures, typeset by Typst: no office suite, no network."""

import json
from pathlib import Path
from typing import Any, Literal

from plan_targets.look import INK, QUIET_INK
from plan_targets.pictures import as_svg, chinese_families
from plan_targets.report.blocks import Block, Heading, Paragraph, Report, Table
from plan_targets.report.brief import Brief
from plan_targets.report.numbers import Figure, Origin, Parts
from plan_targets.report.wording import words_of

TEMPLATES = Path(__file__).parent / "templates"
PICTURE_PPI = 160.0


class NoChineseFontError(Exception):
    """The machine has no font with Chinese characters, so nothing can be typeset; the Word file can be made."""

    english = (
        "This machine has no font with Chinese characters, so no PDF and no picture was made; the Word file needs "
        "none. Install one (Debian: apt-get install fonts-noto-cjk) and try again."
    )
    chinese = (
        "本机没有中文字体，无法生成 PDF 和图片；Word 文件不受影响。请安装一种中文字体"
        "（Debian：apt-get install fonts-noto-cjk）后再试。"
    )

    def __init__(self) -> None:
        """Says the same in both languages."""
        super().__init__(f"{self.english} {self.chinese}")


def pdf_file(report: Report) -> bytes:
    """The report as PDF. Raises NoChineseFontError."""
    words = words_of("zh" if report.language == "zh" else "en")
    marks = report.marks()
    counters = {"table": 0, "picture": 0}
    content = {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "version": report.version,
        "blocks": [_block(block, marks, counters) for block in report.blocks],
        "captions": {kind: words(f"caption.{kind}", number="#", title="@") for kind in counters},
    }
    return _compiled("report.typ", content, "pdf")


def brief_pdf(brief: Brief) -> bytes:
    """The brief as PDF, one page. Raises NoChineseFontError."""
    return _compiled("brief.typ", _brief(brief), "pdf")


def brief_png(brief: Brief) -> bytes:
    """The brief as a picture. Raises NoChineseFontError."""
    return _compiled("brief.typ", _brief(brief), "png")


def _compiled(template: str, content: dict[str, Any], form: Literal["pdf", "png"]) -> bytes:
    # Importing it takes longer than most pages need.
    import typst

    families = chinese_families()
    if not families:
        raise NoChineseFontError
    look = {"ink": INK, "quiet": QUIET_INK, "fonts": list(families)}
    made = typst.compile(
        TEMPLATES / template,
        format=form,
        ppi=PICTURE_PPI,
        # Data goes in as data: nothing in it is read as markup.
        sys_inputs={"content": json.dumps(content | {"look": look}, ensure_ascii=False)},
    )
    if isinstance(made, bytes):
        return made
    raise ValueError(f"{template} made more than one page.")


def _block(block: Block, marks: dict[Origin, int], counters: dict[str, int]) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "style": block.style, "parts": _parts(block.parts, marks)}
    if isinstance(block, Table):
        counters["table"] += 1
        return {
            "kind": "table",
            "number": counters["table"],
            "title": block.title,
            "columns": [
                {"title": column.title, "width": column.width, "number": column.is_number} for column in block.columns
            ],
            "rows": [[_parts(cell, marks) for cell in row] for row in block.rows],
        }
    counters["picture"] += 1
    return {
        "kind": "picture",
        "number": counters["picture"],
        "title": block.title,
        "svg": as_svg(block.chart),
        "alternative": block.alternative,
    }


def _parts(parts: Parts, marks: dict[Origin, int]) -> list[dict[str, str]]:
    made = []
    for part in parts:
        if isinstance(part, Figure):
            mark = marks.get(part.origin)
            made.append({"text": part.words, "mark": f"[{mark}]" if mark else ""})
        else:
            made.append({"text": part, "mark": ""})
    return made


def _brief(brief: Brief) -> dict[str, Any]:
    return {
        "language": brief.language,
        "title": brief.title,
        "subtitle": brief.subtitle,
        "summary": brief.summary,
        "counts": [
            {"count": one.count.words, "label": one.label, "mark": one.mark, "color": one.color} for one in brief.counts
        ],
        "panels": [
            {"title": one.title, "lines": [{"head": line.head, "text": line.text, "color": line.color}
                                           for line in one.lines], "note": one.note}
            for one in brief.panels
        ],
        "picture": {"title": brief.picture.title, "svg": as_svg(brief.picture.chart),
                    "alternative": brief.picture.alternative} if brief.picture else None,
        "foot": brief.foot,
    }  # fmt: skip
