"""What a file is that holds no table we read: one sentence for the whole of it, and none for each of its lines."""

import json
import re
from pathlib import Path

from plan_targets.landing.reading.encodings import BYTE_ORDER_MARKS
from plan_targets.landing.reading.sheets import UnreadableFileError

COMPOUND = b"\xd0\xcf\x11\xe0"
PACKAGE = b"PK\x03\x04"
BYTES_LOOKED_AT = 4096
# Larger than this, a text is judged by its beginning.
MOST_JSON = 1 << 24

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf_document"),
    (b"{\\rtf", "text_document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "packed_files"),
    (b"7z\xbc\xaf\x27\x1c", "packed_files"),
    (b"\x1f\x8b", "packed_files"),
    (b"BZh", "packed_files"),
    (b"\xfd7zXZ", "packed_files"),
    (b"PK\x05\x06", "packed_files"),
)
# Parts of the archives that office programs write; what has none of them is a packed file.
_OF_ARCHIVES = (
    ("xl/workbook.bin", "unknown_form"),
    ("word/document.xml", "text_document"),
    ("ppt/presentation.xml", "text_document"),
)
_OF_COMPOUNDS = (
    ("EncryptedPackage", "locked_workbook"),
    ("Workbook", "unknown_form"),
    ("Book", "unknown_form"),
    ("WordDocument", "text_document"),
    ("PowerPoint Document", "text_document"),
)
_WEB_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|head|meta|body|table|tr|td|div|style|script)[\s>/]")
_MESSAGE = re.compile(r"(?im)^(?:mime-version|content-type|content-transfer-encoding|snapshot-content-location):")
_OLD_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def refuse_what_is_no_table(path: Path, start: bytes) -> None:
    """Raises UnreadableFileError for a file whose beginning shows that it is no text of cells and no package."""
    for beginning, reason in _BEGINNINGS:
        # Two letters may begin a text as well.
        if start.startswith(beginning) and (len(beginning) > 2 or b"\x00" in start):
            raise UnreadableFileError(reason, path.suffix)
    if start.startswith(COMPOUND):
        raise UnreadableFileError(_kind_of_compound(path.read_bytes()), path.suffix)
    found = _kind_of_text(path, _decoded(start))
    if found:
        raise UnreadableFileError(found, path.suffix)
    # Numbers of four bytes, of which the first are nothing: no text has them.
    if b"\x00\x00\x00" in start[:8]:
        raise UnreadableFileError("unknown_form", path.suffix)


def kind_of_archive(names: set[str]) -> str:
    """Why an archive with those names is no workbook."""
    for part, reason in _OF_ARCHIVES:
        if part in names:
            return reason
    if {"mimetype", "content.xml"} <= names:
        # Their percent formats and merged ranges cannot be read, so that 0.9365 would pass for what shows 93.65%.
        return "unknown_form"
    return "unreadable_file" if "[content_types].xml" in names else "packed_files"


def _kind_of_compound(content: bytes) -> str:
    """A workbook with a password is a compound file too."""
    return next((reason for part, reason in _OF_COMPOUNDS if part.encode("utf-16-le") in content), "unreadable_file")


def _decoded(start: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return start[len(mark) :].decode(encoding, errors="ignore")
    return start.decode("utf-8", errors="ignore")


def _kind_of_text(path: Path, text: str) -> str | None:
    text = text.lstrip()
    if text.startswith("<"):
        if _WEB_PAGE.search(text):
            return "web_page"
        return "unknown_form" if _OLD_XML in text else "data_text" if re.match(r"<[?!A-Za-z]", text) else None
    if _MESSAGE.search(text) and re.match(r"[\w-]+:", text):
        return "web_page"
    return "data_text" if text[:1] in ("{", "[") and _is_json(path, text) else None


def _is_json(path: Path, text: str) -> bool:
    if re.match(r'(?:\{|\[\s*\{|\[\s*\[)\s*(?:"[^"]*"\s*[:,]|\})', text):
        return True
    if path.stat().st_size > MOST_JSON:
        return False
    try:
        json.loads(_decoded(path.read_bytes()))
    except ValueError:
        return False
    return True
