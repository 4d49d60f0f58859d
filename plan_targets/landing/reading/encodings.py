"""Bytes to text, strictly. A file whose characters are in doubt is refused: mojibake must not look like data."""

import codecs
import os
from dataclasses import dataclass

# What a decoder leaves where bytes make no character, and what the same accident looks like after a round through GBK.
DAMAGED = ("\ufffd", "锟斤拷", "锟\ufffd", "烫烫烫", "ï¿½")

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Of the lines that are not plain ASCII, so many may be broken before the whole file is in doubt.
GREATEST_DAMAGED_SHARE = 0.5
# Of the different characters of a Chinese text, at least so many are everyday ones (0.64 in a document in traditional
# characters); Big5, Shift JIS or UTF-8 read as GB18030 stays below 0.5.
LEAST_EVERYDAY_SHARE = 0.55
# Enough to tell; counting all of a large file's characters would take longer than reading it.
CHARACTERS_COUNTED = 200_000


class UnknownEncodingError(Exception):
    """The file's characters cannot be told apart with certainty."""


@dataclass(frozen=True)
class Text:
    """A file's text, in UTF-8 with line feeds, and how it was encoded."""

    content: bytes
    encoding: str


def decode(content: bytes) -> Text:
    """The text of UTF-8, UTF-16 with a mark, GBK or GB18030 bytes; places that make no character become U+FFFD.

    Raises UnknownEncodingError when no encoding makes sense of nearly all of it.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _text(content[len(mark) :].decode(encoding, errors="replace"), encoding)
    if _is_utf8(content):
        return Text(_with_line_feeds(content), "utf-8")
    # GB18030 contains GBK and GB2312.
    for encoding, errors in (("gb18030", "strict"), ("utf-8", "replace"), ("gb18030", "replace")):
        try:
            text = content.decode(encoding, errors=errors)
        except UnicodeDecodeError:
            continue
        if _is_mostly_whole(text) and (encoding == "utf-8" or _is_everyday_chinese(text)):
            return _text(text, encoding)
    raise UnknownEncodingError


def decode_name(name: str) -> str:
    """A file's name as its writer read it. Where the bytes are not UTF-8, as from an old archive, they are GB18030."""
    content = os.fsencode(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _text(text: str, encoding: str) -> Text:
    return Text(_with_line_feeds(text.encode("utf-8", errors="replace")), encoding)


def _with_line_feeds(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_whole(text: str) -> bool:
    foreign = [line for line in text.splitlines() if not line.isascii()]
    return sum("\ufffd" in line for line in foreign) <= GREATEST_DAMAGED_SHARE * len(foreign)


def _is_everyday_chinese(text: str) -> bool:
    foreign = {
        character for character in text[:CHARACTERS_COUNTED] if not character.isascii() and character != "\ufffd"
    }
    return sum(map(_is_everyday, foreign)) >= LEAST_EVERYDAY_SHARE * len(foreign)


def _is_everyday(character: str) -> bool:
    # GB2312 keeps punctuation in rows A1 to A9, the 3,755 commonest characters in rows B0 to D7, rarer ones after.
    code = character.encode("gb2312", errors="ignore")
    return len(code) == 2 and code[0] <= 0xD7
