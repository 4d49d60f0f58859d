"""What stands in a cell in place of a figure that must not be taken, and why: the text says it, the code names it."""

# Each text begins with a sign that no figure has; behind it may stand what the cell holds or which range it is.
WITHHELD = {
    "formula_not_calculated": "#未计算",
    "value_not_shown": "#未显示",
    "struck_out": "#已划去",
    "merged_figure": "#合并",
    "raised_number": "#上标",
}


def reason_for(text: str) -> str | None:
    """Why the text stands there; null when it is a text of the file's own."""
    return next((code for code, word in WITHHELD.items() if text.startswith(word)), None)


def withhold(reason_code: str, detail: str = "") -> str:
    """The text that stands in the cell."""
    return f"{WITHHELD[reason_code]} {detail}".strip()
