"""What is not taken of a plan file."""

from plan_targets.landing.reading.sheets import Sheet


def rejection_of(
    sheet: Sheet | None, row: int, column: str | None, value: str | None, reason: str
) -> dict[str, object]:
    """A row that is not taken, with the cell that it is for."""
    return {
        "sheet": sheet.name if sheet else None,
        "row_number": row,
        "column_name": column,
        "raw_value": value,
        "reason_code": reason,
    }


def refusals_of(statements: list[dict[str, object]], column: str | None, reason: str) -> list[dict[str, object]]:
    """Statements that were read, as rows that are not taken."""
    nothing = {"column_name": column, "raw_value": None, "reason_code": reason}
    return [{"sheet": one["sheet"], "row_number": one["row_number"]} | nothing for one in statements]
