"""The marks that Word sets before numbered paragraphs itself, such as 一、 and （一）: they are in no text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.text.paragraph import Paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
     "taiwaneseCountingThousand", "ideographDigital", "taiwaneseCounting"}
)  # fmt: skip
DIGITS = "零一二三四五六七八九"
Level = tuple[str, str, int]


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    # Of each list and level: how it counts, its text (`%1、`), and where it begins.
    levels: Mapping[str, Mapping[int, Level]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "Numbering":
        """From the document's definitions; without any where it has none."""
        try:
            root = document.part.numbering_part.element
        # NotImplementedError is python-docx's answer where a document has no such part.
        except (KeyError, NotImplementedError, AttributeError):
            return cls({})
        abstract = {one.get(f"{W}abstractNumId"): _levels(one) for one in root.iter(f"{W}abstractNum")}
        levels = {}
        for one in root.iter(f"{W}num"):
            found = one.find(f"{W}abstractNumId")
            if found is not None:
                levels[one.get(f"{W}numId")] = abstract.get(found.get(f"{W}val"), {})
        return cls(levels)

    def next_mark(self, paragraph: Paragraph) -> str:
        """The mark before a paragraph; nothing where it is not numbered or has a bullet."""
        list_id, level = _numbered(paragraph)
        known = self.levels.get(list_id or "", {})
        if list_id is None or level not in known:
            return ""
        counts = self._counts.setdefault(list_id, {})
        counts[level] = counts.get(level, known[level][2] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        kind, text, _ = known[level]
        if kind in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            kind_there, _, start = known.get(at, known[level])
            return _written(counts.get(at, start), kind_there)

        return re.sub(r"%(\d)", number, text)


def _levels(element: Any) -> dict[int, Level]:
    levels = {}
    for one in element.iter(f"{W}lvl"):
        told = {name: one.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start")}
        kind, text, start = (None if found is None else found.get(f"{W}val") for found in told.values())
        levels[int(one.get(f"{W}ilvl"))] = (kind or "decimal", text or "", int(start or 1))
    return levels


def _numbered(paragraph: Paragraph) -> tuple[str | None, int]:
    """The list and the level of a paragraph, told by itself or by its style."""
    style = paragraph.style
    styled = [paragraph._p.pPr] + ([style.element.pPr] if style is not None else [])
    for properties in styled:
        found = None if properties is None else properties.find(f"{W}numPr")
        if found is None:
            continue
        list_id, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        if list_id is not None:
            return list_id.get(f"{W}val"), 0 if level is None else int(level.get(f"{W}val"))
    return None, 0


def _written(number: int, kind: str) -> str:
    if kind not in CHINESE_FORMATS or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return before + (DIGITS[ones] if ones or not tens else "")
