"""How a workbook's styles show their cells: the number format, struck out, raised, or in the colour of the ground."""

from dataclasses import dataclass
from xml.etree import ElementTree

from plan_targets.landing.reading.number_formats import BUILT_IN, Epoch, Format, read_format
from plan_targets.landing.reading.parts import local_name

WHITE = "FFFFFF"
# Of the palette that old programs number, the white ones, and the system's ground.
_WHITE_INDEXES = {"1", "9", "65"}


@dataclass(frozen=True)
class Look:
    """What a style makes of a cell beside its value."""

    format: Format | None = None
    is_struck: bool = False
    # `superscript`, `subscript` or nothing.
    raised: str = ""
    # Written in the colour on which it stands.
    is_unseen: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the cell shows its value and no more."""
        return self == Look()


def read_looks(styles: ElementTree.Element, epoch: Epoch) -> dict[str, Look]:
    """By a cell's style, the looks that are not plain."""
    codes = BUILT_IN | {
        int(item.get("numFmtId", "0")): item.get("formatCode", "")
        for item in styles.iter()
        if local_name(item) == "numFmt"
    }
    formats = {number: read for number, code in codes.items() if (read := read_format(code, epoch))}
    fonts, fills = _children(styles, "fonts"), _children(styles, "fills")
    looks = {}
    for style, cell in enumerate(_children(styles, "cellXfs")):
        font, fill = _at(fonts, cell.get("fontId")), _at(fills, cell.get("fillId"))
        look = Look(
            formats.get(int(cell.get("numFmtId", "0"))),
            is_switched_on(_child(font, "strike")),
            raised_by(_child(font, "vertAlign")),
            _is_unseen(font, fill),
        )
        if not look.is_plain:
            looks[str(style)] = look
    return looks


def is_switched_on(item: ElementTree.Element | None) -> bool:
    """Whether a property such as `<strike/>` holds."""
    return item is not None and item.get("val", "1") not in ("0", "false")


def raised_by(item: ElementTree.Element | None) -> str:
    """`superscript`, `subscript` or nothing."""
    value = "" if item is None else item.get("val", "")
    return value if value in ("superscript", "subscript") else ""


def _children(item: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    found = _child(item, name)
    return [] if found is None else list(found)


def _child(item: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return None if item is None else next((child for child in item if local_name(child) == name), None)


def _at(items: list[ElementTree.Element], number: str | None) -> ElementTree.Element | None:
    position = int(number or "0")
    return items[position] if position < len(items) else None


def _is_unseen(font: ElementTree.Element | None, fill: ElementTree.Element | None) -> bool:
    ink = _colour(_child(font, "color"))
    pattern = _child(fill, "patternFill")
    if _child(fill, "gradientFill") is not None:
        return False
    kind = "none" if pattern is None else pattern.get("patternType", "none")
    if kind not in ("none", "solid"):
        return False
    ground = WHITE if kind == "none" else _colour(_child(pattern, "fgColor"))
    return ink is not None and ink == ground


def _colour(item: ElementTree.Element | None) -> str | None:
    """A colour as it can be compared; the first of a theme is the ground, white unless a theme says otherwise."""
    if item is None:
        return None
    tint = item.get("tint", "0")
    if item.get("rgb"):
        return str(item.get("rgb")).upper()[-6:]
    if item.get("theme"):
        return WHITE if (item.get("theme"), float(tint)) == ("0", 0) else f"theme {item.get('theme')} {tint}"
    if item.get("indexed"):
        return WHITE if item.get("indexed") in _WHITE_INDEXES else f"indexed {item.get('indexed')}"
    return None
