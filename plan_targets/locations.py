"""The order of locations in a document, told from the numbers of their headings, such as `二(三)1`."""

import re
import unicodedata

import cn2an

_CHINESE = "〇零一二三四五六七八九十百"
_PARTS = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|(?P<digits>\d+)|(?P<words>[^{_CHINESE}\d]+)")
# A preface, what is named and not numbered (the table of main targets), what is numbered, what is annexed.
_ZONES = (re.compile(r"序|前言|引言"), re.compile(rf"(?!附|第?[{_CHINESE}\d])"), re.compile("(?!附)"), re.compile("附"))

Location = tuple[int, tuple[tuple[bool, int, str], ...]]


def in_document(location: str | None) -> Location:
    """A key that sorts locations as a reader meets them: a heading before what is under it, 九 before 十."""
    plain = "".join(unicodedata.normalize("NFKC", location or "").split())
    zone = next(at for at, beginning in enumerate(_ZONES) if beginning.match(plain))
    return zone, tuple(_part(found) for found in _PARTS.finditer(plain))


def _part(found: re.Match[str]) -> tuple[bool, int, str]:
    if found["words"]:
        return True, 0, found["words"]
    return False, int(found["digits"]) if found["digits"] else _number(found["chinese"]), ""


def _number(chinese: str) -> int:
    try:
        return int(cn2an.cn2an(chinese, "smart"))
    except ValueError:
        # Two numbers in a row, such as the period of a plan: which one it is settles nothing.
        return 0
