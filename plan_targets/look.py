"""Colors, marks and fonts of every chart, badge and report, in one place.

The colors of the verdicts run from blue (good) to orange and red (bad) and differ in lightness too, so that they stay
apart for color-blind readers and in print. Refusals are greys: they are no verdicts. A status is never told by color
alone: its mark or its word stands beside it.

Everything is made in the light look, which is also that of paper; `dark` gives the counterpart of each color on a dark
page. There light and dark change places: the fullest verdict is the lightest, and what is written on it is dark.
"""

from dataclasses import dataclass

# Fonts with Chinese characters, the first that a machine has.
SANS_FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei",
)  # fmt: skip
SERIF_FAMILIES = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun", "FangSong")
FONT = ", ".join((*SANS_FAMILIES, "sans-serif"))

INK = "#1d2733"
QUIET_INK = "#5b6875"
GRID = "#e6eaee"
RULE = "#b9c2cb"
PAPER = "#ffffff"
ACCENT = "#1a6390"


@dataclass(frozen=True)
class StatusStyle:
    """How a status looks: its color, the ink that can be read on it, and its mark."""

    color: str
    ink: str
    mark: str


STATUS_STYLES: dict[str, StatusStyle] = {
    "achieved": StatusStyle("#0b3c5d", PAPER, "★"),
    "ahead": StatusStyle("#2a78b0", PAPER, "▲"),
    "on_track": StatusStyle("#86b9dc", INK, "●"),
    "behind": StatusStyle("#f0a23b", INK, "▼"),
    "off_track": StatusStyle("#b93d1c", PAPER, "×"),
    "within_rounding": StatusStyle("#c9c3d6", INK, "◐"),
    "not_observed": StatusStyle("#d5dade", INK, "○"),
    "no_baseline": StatusStyle("#bdc5cc", INK, "□"),
    "not_due": StatusStyle("#e8ebee", INK, "◇"),
    "not_assessable": StatusStyle("#a3adb6", INK, "△"),
}
# A status this version of the pages does not know is shown, as a grey.
UNKNOWN_STATUS = StatusStyle("#a3adb6", INK, "·")

# Source grades, best first.
GRADE_MARKS = {"official": "●", "press": "■", "mirror": "◆", "unlocated": "✚"}


def status_style(status: str) -> StatusStyle:
    """The style of that status."""
    return STATUS_STYLES.get(status, UNKNOWN_STATUS)


# Regions side by side: five colors that stay apart for color-blind readers; more lines than that are not read.
REGION_COLORS = ("#1a6390", "#b4530f", "#2f7a5b", "#8c5a9e", "#7a6a2f")
# Further series of an answer, where more than regions stand side by side.
FURTHER_COLORS = ("#5b6875", "#b07aa1", "#2f4b4a")
# Source grades, from full to pale.
GRADE_COLORS = {"official": "#0b3c5d", "press": "#2a78b0", "mirror": "#86b9dc", "unlocated": "#c3ccd4"}
# Behind words of a plan, by how sure their reading is.
READING_COLORS = {"sure": "#d8ebf7", "likely": "#eaf3ea", "doubtful": "#fff2cc", "none": "#eef0f2"}

DARK = {
    INK: "#e6ebf0",
    QUIET_INK: "#a9b4bf",
    GRID: "#2a323b",
    RULE: "#55606b",
    PAPER: "#12181f",
    "#1a6390": "#6db3e2",
    "#b4530f": "#e59a5c",
    "#2f7a5b": "#6cc0a0",
    "#8c5a9e": "#c39ad3",
    "#7a6a2f": "#bfae68",
    "#b07aa1": "#dfa9d0",
    "#2f4b4a": "#9fc4c2",
    "#0b3c5d": "#d3e9fb",
    "#2a78b0": "#7fbcec",
    "#86b9dc": "#2f6da3",
    "#f0a23b": "#96590a",
    "#b93d1c": "#ff8f6b",
    "#c9c3d6": "#5a5270",
    "#d5dade": "#48525c",
    "#bdc5cc": "#3d4751",
    "#e8ebee": "#333c45",
    "#a3adb6": "#566270",
    "#c3ccd4": "#4a545e",
    "#d8ebf7": "#1d4260",
    "#eaf3ea": "#1f4a36",
    "#fff2cc": "#5c4308",
    "#eef0f2": "#2f3842",
}


def dark(color: str) -> str:
    """The counterpart of a color on a dark page; what is no color of ours stays as it is."""
    return DARK.get(color, color)


def either(color: str) -> str:
    """The color as CSS that follows the theme of the page."""
    return f"light-dark({color}, {DARK[color]})"
