"""A plan of sixty pages with tables as a PDF, for measuring."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
PAGES = 60
SENTENCE = (
    "全面提升供给质量，健全质量安全监管体系，加强质量基础设施建设，推动产业链上下游协同提升，引导企业建立首席质量官制度，"
    "完善政府质量奖励制度，强化质量品牌培育，营造人人重视质量的社会氛围。"
)


def write_sixty_pages(file: Path) -> None:
    """Writes the PDF: on each page a heading, paragraphs, and a table of targets."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    story: list[object] = [Paragraph("某市质量发展“十四五”规划", body)]
    for page in range(1, PAGES + 1):
        story.append(Paragraph(f"第{_chinese(page)}章 主要目标之{_chinese(page)}", body))
        story += [
            Paragraph(f"到2025年，第{page}类第{number}项工作合格率达到{90 + number}%以上。{SENTENCE * 2}", body)
            for number in range(4)
        ]
        rows = [["序号", "指标", "单位", "2020年", "2025年", "属性"]]
        rows += [
            [str(row), f"指标{page}-{row}合格率", "%", str(80 + row), str(90 + row), "预期性"] for row in range(1, 9)
        ]
        story.append(
            Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)])
        )
        story.append(PageBreak())
    SimpleDocTemplate(str(file), pagesize=A4).build(story)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return (("十" if tens == 1 else digits[tens] + "十") if tens else "") + (digits[ones] if ones else "")
