"""What a reader has to know about a figure before taking it for exact."""

from typing import Any

from app.texts import Texts


def figure_state(texts: Texts, row: dict[str, Any]) -> str:
    """What a reader has to know about a figure: a bound, approximate, inferred, or passed over."""
    states = []
    if row["comparator"] in ("ge", "gt", "le", "lt"):
        states.append(texts("state.bound"))
    if row["comparator"] == "approx":
        states.append(texts("state.approximate"))
    if row["is_inferred"]:
        states.append(texts("state.inferred"))
    if row["period_kind"] == "part_of_year":
        states.append(texts("state.part_of_year"))
    if row["period_kind"] == "several_years":
        states.append(texts("state.several_years"))
    if not row["is_preferred"]:
        states.append(texts("state.not_preferred"))
    return texts.listed(states) or texts("state.plain")
