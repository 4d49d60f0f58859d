"""Colors, marks and fonts of every chart, badge and report, in one place.

The colors of the verdicts run from blue (good) to orange and red (bad) and differ in lightness too, so that they stay
apart for color-blind readers and in print. Refusals are greys: they are no verdicts. A status is never told by color
alone: its mark or its word stands beside it.
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
ACCENT = "#1f6f9f"


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
