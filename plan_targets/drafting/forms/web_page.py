"""A web page as lines and tables: what it says, without scripts, menus and frames of layout."""

import re
from collections.abc import Iterator

from lxml import etree, html  # type: ignore[import-untyped]

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.forms.errors import UnreadableDocumentError
from plan_targets.drafting.forms.plain_text import text_of

PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|head|meta|body|div|table|p)[\s>/]")
NOT_SHOWN = ("script", "style", "noscript", "template", "head", "nav", "select", "svg", "iframe")
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "ins",
        "label",
        "time",
        "wbr",
    ]
)
GREATEST_SPAN = 100


def blocks_of_page(content: bytes) -> list[Block]:
    """The lines and tables of a page. Raises UnreadableDocumentError where there is none."""
    # A declaration of the encoding is refused in a text that is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text_of(content))
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError("no_text") from error
    etree.strip_elements(root, *NOT_SHOWN, etree.Comment, with_tail=False)
    for element in root.xpath("//*[contains(translate(@style,' ','') , 'display:none') or @hidden]"):
        element.drop_tree()
    return list(_blocks(root))


def _blocks(element: html.HtmlElement) -> Iterator[Block]:
    parts: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            parts.append(child.tail or "")
            continue
        if child.tag == "br":
            yield from _line(parts)
            parts = []
        elif child.tag in INLINE and not child.xpath(".//p|.//div|.//table|.//br"):
            # Not text_content() alone: a deleted word is not shown.
            parts.append(child.text_content())
        else:
            yield from _line(parts)
            parts = []
            if child.tag == "table" and (table := _table(child)) is not None:
                yield table
            elif child.tag not in ("del", "strike"):
                yield from _blocks(child)
        parts.append(child.tail or "")
    yield from _line(parts)


def _line(parts: list[str]) -> Iterator[Line]:
    text = _one_line("".join(parts))
    if text:
        yield Line(text)


def _one_line(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", " ", text).strip()


def _table(element: html.HtmlElement) -> Table | None:
    """The cells of a table of data; none for a frame of layout."""
    if element.xpath(".//table"):
        return None
    grid: dict[tuple[int, int], str] = {}
    for row, line in enumerate(element.xpath(".//tr")):
        column = 0
        for cell in line.xpath("./td|./th"):
            while (row, column) in grid:
                column += 1
            text = _one_line(cell.text_content())
            down, across = (_span(cell, name) for name in ("rowspan", "colspan"))
            for below in range(down):
                for beside in range(across):
                    grid[row + below, column + beside] = text
            column += across
    if not grid:
        return None
    height, width = (max(cell[at] for cell in grid) + 1 for at in (0, 1))
    if width < 2 or height < 2:
        return None
    return Table(tuple(tuple(grid.get((row, column), "") for column in range(width)) for row in range(height)))


def _span(cell: html.HtmlElement, name: str) -> int:
    told = re.match(r"\s*(\d+)", cell.get(name) or "")
    return min(max(int(told.group(1)), 1), GREATEST_SPAN) if told else 1
