"""A document's text as passages, each with its location: the path of numbered headings above it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plan_targets.drafting.blocks import Block, Line, Table

CHINESE = "一二三四五六七八九十百〇零"
# The levels of numbered headings, the outermost first; a document skips levels and never mixes their order.
LEVELS = (
    re.compile(rf"^第([{CHINESE}\d]+)[篇编部分]+\s*"),
    re.compile(rf"^第([{CHINESE}\d]+)章\s*"),
    re.compile(rf"^第([{CHINESE}\d]+)节\s*"),
    re.compile(rf"^([{CHINESE}]+)[、,，.．]\s*"),
    re.compile(rf"^[(（]([{CHINESE}]+)[)）]\s*"),
    re.compile(r"^(\d{1,2})\s*[.．、](?!\d)\s*"),
    re.compile(r"^[(（](\d{1,2})[)）]\s*"),
)
LONGEST_TITLE = 45
# A line of a table of contents: a numbered title and, glued to it or after dots, its page.
CONTENTS_ENTRY = re.compile(
    rf"(?P<mark>[(（][{CHINESE}]+[)）]|第[{CHINESE}]+[章节]|[{CHINESE}]{{1,3}}、?)(?P<title>[^\d(（]{{2,40}}?)[.…·\s]*(?P<page>\d{{1,3}})"
)
LEAST_PIECES = 5
CHUNK = re.compile(r"^(\d{1,4})、")
SENTENCE_END = "。！？；!?;:：」”》)）"


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document under its headings."""

    # The numbers of the headings above it, such as `二(三)1`; empty before the first.
    location: str
    # The words of those headings, the outermost first.
    titles: tuple[str, ...]
    text: str
    page: int | None = None


@dataclass(frozen=True)
class LocatedTable:
    """A table of a document under its headings; `title` is the line above it."""

    location: str
    titles: tuple[str, ...]
    title: str
    table: Table


@dataclass
class _Outline:
    numbers: list[tuple[int, str]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, level: int, mark: str, title: str) -> None:
        self.numbers = [(at, text) for at, text in self.numbers if at < level] + [(level, mark)]
        self.titles = [(at, text) for at, text in self.titles if at < level] + [(level, title)]

    @property
    def location(self) -> str:
        return "".join(mark for _, mark in self.numbers)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.titles)


def passages(blocks: Sequence[Block]) -> list[Passage | LocatedTable]:
    """The paragraphs and tables of a document with their locations, in order; headings alone are no passages."""
    return list(_walk(_without_chunk_numbers(blocks)))


def _walk(blocks: Sequence[Block]) -> Iterator[Passage | LocatedTable]:
    outline = _Outline()
    above = ""
    for block in blocks:
        if isinstance(block, Table):
            yield LocatedTable(outline.location, outline.names, _title_of_table(above), block)
            continue
        text = block.text.strip()
        above = text or above
        while text:
            found = _heading(text)
            if found is None:
                yield Passage(outline.location, outline.names, text, block.page)
                break
            level, mark, title, text = found
            outline.enter(level, mark, title)


def _title_of_table(above: str) -> str:
    """The line above a table where that is its title."""
    is_title = len(above) <= LONGEST_TITLE and not above.endswith(tuple("。;；，,"))
    return above.removesuffix(":").removesuffix("：") if is_title else ""


def _heading(text: str) -> tuple[int, str, str, str] | None:
    """Level, mark, title of a heading at the text's beginning, and what stands behind it; none for running text."""
    for level, pattern in enumerate(LEVELS):
        match = pattern.match(text)
        if match is None:
            continue
        mark = _mark(level, match.group(1))
        rest = text[match.end() :]
        title, behind = _title(rest)
        return level, mark, title, behind
    return None


def _mark(level: int, number: str) -> str:
    if level <= 2:
        return f"第{number}{'篇章节'[level]}"
    return f"({number})" if level in (4, 6) else number


def _title(rest: str) -> tuple[str, str]:
    """The title, and the text of the paragraph that begins in the same line."""
    first = re.split(r"[。:：]", rest, maxsplit=1)
    if len(first[0]) <= LONGEST_TITLE and len(first) == 2:
        return first[0].strip(), first[1].strip()
    if len(rest) <= LONGEST_TITLE and not re.search(r"\d", rest):
        return rest.strip(), ""
    return "", rest.strip()


def _without_chunk_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Running text that a converter cut into numbered pieces amid sentences, joined and laid out anew.

    Nothing changes where the numbers are a list's own: those items end with their sentences.
    """
    lines = [block for block in blocks if isinstance(block, Line)]
    numbered = [(int(match.group(1)), line) for line in lines if (match := CHUNK.match(line.text))]
    if len(numbered) < LEAST_PIECES or [number for number, _ in numbered] != list(range(1, len(numbered) + 1)):
        return list(blocks)
    cut = sum(not line.text.rstrip().endswith(tuple(SENTENCE_END)) for _, line in numbered)
    if cut < len(numbered) / 2 or len(lines) < len(blocks):
        return list(blocks)
    joined = "".join(CHUNK.sub("", line.text) for line in lines)
    return [Line(part) for part in _laid_out(joined)]


def _laid_out(text: str) -> list[str]:
    """Glued text as lines: cut before each title that its table of contents names."""
    entries = _contents(text)
    if not entries:
        return [text]
    body = text[max(end for _, _, end in entries) :]
    cuts = list(_cuts(body, entries))
    lines = [body[: cuts[0][0]] if cuts else body]
    for position, (_, end, mark, title) in enumerate(cuts):
        stop = cuts[position + 1][0] if position + 1 < len(cuts) else len(body)
        lines.append(f"{mark if mark.startswith(('(', '（', '第')) else mark + '、'}{title}")
        lines.extend(_items(body[end:stop]))
    return [line for line in lines if line.strip()]


def _cuts(body: str, entries: list[tuple[str, str, int]]) -> Iterator[tuple[int, int, str, str]]:
    """Where each title stands in the text, from its beginning to its end, with its mark."""
    at = 0
    for mark, title, _ in entries:
        # The mark may have lost its comma, as in the table of contents itself.
        bare = mark.rstrip("、")
        match = re.compile(rf"{re.escape(bare)}、?{re.escape(title)}").search(body, at)
        if match is None:
            match = re.compile(re.escape(title)).search(body, at)
            if match is None or match.start() - at > len(body) // 2:
                continue
        yield match.start(), match.end(), bare, title
        at = match.end()


def _items(text: str) -> list[str]:
    """Numbered items inside a section, such as `2 .质量提升行动成效明显。`, as lines of their own."""
    return [part for part in re.split(r"(?<=[。%o])(?=\d{1,2} ?\.(?!\d))", text) if part.strip()]


def _contents(text: str) -> list[tuple[str, str, int]]:
    """The entries of a table of contents at the beginning of glued text: mark, title, and where each ends."""
    entries: list[tuple[str, str, int]] = []
    page = -1
    for match in CONTENTS_ENTRY.finditer(text):
        number = int(match.group("page"))
        # Pages only rise, and the entries follow one another: what breaks that is the body.
        if number < page or (entries and match.start() - entries[-1][2] > 60):
            break
        entries.append((match.group("mark"), match.group("title").strip("、 "), match.end()))
        page = number
    return entries if len(entries) >= 5 else []
