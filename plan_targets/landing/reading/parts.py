"""The parts of a workbook's package: which sheets it has, where they are, and whether its formulas were calculated."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from plan_targets.landing.reading.number_formats import Epoch

MAIN = "xl/workbook.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedstrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CALCULATED = "xl/calcchain.xml"
APPLICATION = "docprops/app.xml"
# Programs that calculate what they save and keep no chain of calculations.
CALCULATING = ("LibreOffice", "OpenOffice", "WPS", "Kingsoft", "Numbers")


@dataclass(frozen=True)
class SheetPart:
    """One sheet: the name of its part in the archive, and whether the workbook hides it."""

    part: str
    is_hidden: bool


def archive_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names in the archive by how they are looked up: programs differ in capitals and in slashes."""
    return {name.replace("\\", "/").lower(): name for name in archive.namelist()}


def archive_names(path: Path) -> set[str]:
    """The names in an archive, in small letters. Raises zipfile.BadZipFile when it is damaged."""
    with zipfile.ZipFile(path) as archive:
        return set(archive_parts(archive))


def sheet_parts(main: ElementTree.Element, relations: ElementTree.Element) -> dict[str, SheetPart]:
    """The sheets by their names."""
    targets = {
        item.get("Id"): item.get("Target", "") for item in relations.iter() if local_name(item) == "Relationship"
    }
    parts = {}
    for sheet in main.iter():
        if local_name(sheet) == "sheet":
            identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            # Relative to the folder of the workbook, unless it begins with a slash.
            part = posixpath.normpath(posixpath.join("/xl", targets.get(identity, "")))
            is_hidden = sheet.get("state", "visible") != "visible"
            parts[sheet.get("name", "")] = SheetPart(part.lstrip("/").lower(), is_hidden)
    return parts


def comments_of(part: str, archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """What somebody wrote beside the cells of a sheet, by the cells' references; its author's name is left out."""
    folder, _, name = part.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    if relations is None:
        return {}
    found: dict[str, str] = {}
    for relation in ElementTree.fromstring(archive.read(relations)).iter():
        if relation.get("Type", "").endswith("/comments"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/").lower()
            if target in parts:
                found |= _comments(ElementTree.fromstring(archive.read(parts[target])))
    return found


def _comments(root: ElementTree.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for comment in root.iter():
        if local_name(comment) == "comment":
            text = "".join(item.text or "" for item in comment.iter() if local_name(item) == "t")
            # Excel says in older programs' comments what a thread says, behind a notice of its own.
            text = re.sub(r"(?s)^\[(?:Threaded comment|线程批注)\].*?(?:Comment|注释|批注)[:：]", "", text)
            found[comment.get("ref", "")] = " ".join(re.sub(r"^[^\n:：]{1,20}[:：]\s*\n", "", text).split())
    return found


def read_epoch(main: ElementTree.Element) -> Epoch:
    """The year from which the workbook counts days."""
    flags = (item.get("date1904", "") for item in main.iter() if local_name(item) == "workbookPr")
    return 1904 if any(flag in ("1", "true") for flag in flags) else 1899


def was_calculated(main: ElementTree.Element, archive: zipfile.ZipFile, parts: dict[str, str]) -> bool | None:
    """Whether a program that calculates has saved the workbook; null when it does not say.

    Libraries write 0 for the result of every formula and ask the next program to calculate.
    """
    if CALCULATED in parts:
        return True
    for item in main.iter():
        asks = item.get("fullCalcOnLoad", "0") in ("1", "true") or item.get("calcCompleted", "1") in ("0", "false")
        if local_name(item) == "calcPr" and asks:
            return False
    application = archive.read(parts[APPLICATION]).decode("utf-8", errors="replace") if APPLICATION in parts else ""
    return True if any(name in application for name in CALCULATING) else None


def local_name(item: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return str(item.tag).rpartition("}")[2]
