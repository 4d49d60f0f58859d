"""The numbers and words of one target, as a table or a sentence shows them."""

from typing import Any

from plan_targets.look import GRADE_MARKS, status_style
from plan_targets.report.assessment import Assessment
from plan_targets.report.numbers import Parts
from plan_targets.words import NOTHING, WORKED_OUT_DIGITS, about, figure, figure_digits, with_unit

Row = dict[str, Any]


def target_of(now: Assessment, row: Row) -> Parts:
    """The target as it binds; for one without a number, what kind it is."""
    words = now.words
    if row["target_value"] is None:
        return (words.get(f"accumulation.{row['accumulation']}", NOTHING),)
    bound = figure(row["target_value"], now.unit(row["unit"]), row["comparator"], row["target_value_high"])
    if row["is_approximate"]:
        bound = about(bound, now.language)
    parts: Parts = (now.figure(row, "target_value", _unbroken(bound)),)
    if row["comparator"] == "hold":
        parts = words.parts("cell.hold", figure=parts)
    return words.parts("cell.inferred", figure=parts) if row["is_inferred_value"] else parts


def target_in_year(now: Assessment, row: Row) -> Parts:
    """The target and the year it is due."""
    return now.words.parts("cell.of_year", figure=target_of(now, row), year=row["due_year"])


def baseline_of(now: Assessment, row: Row) -> Parts:
    """The baseline and its year."""
    if row["baseline_value"] is None:
        return (NOTHING,)
    value = now.figure(row, "baseline_value", with_unit(row["baseline_value"], now.unit(row["unit"])))
    return now.words.parts("cell.of_year", figure=value, year=row["baseline_year"])


def value_of(now: Assessment, row: Row) -> Parts:
    """The figure judged; with its year where that is not the year of the report."""
    if row["value"] is None:
        return (NOTHING,)
    digits = figure_digits(row["figure_count"])
    observed = figure(row["value"], now.unit(row["unit"]), row["observed_comparator"], digits=digits)
    value = now.figure(row, "value", _unbroken(observed))
    if row["judged_year"] == now.year:
        return (value,)
    return now.words.parts("cell.of_year", figure=value, year=row["judged_year"])


def _unbroken(words: str) -> str:
    """The words in one line, so that no sign ends a line of a narrow column."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def expected_of(now: Assessment, row: Row) -> Parts:
    """Where the path stands in that year."""
    if row["expected"] is None:
        return (NOTHING,)
    return (now.figure(row, "expected", with_unit(row["expected"], now.unit(row["unit"]), WORKED_OUT_DIGITS)),)


def gap_of(now: Assessment, row: Row, is_signed: bool = True) -> Parts:
    """How far the figure is from the path; positive is better than expected."""
    if row["gap"] is None:
        return (NOTHING,)
    sign = ("+" if row["gap"] > 0 else "−" if row["gap"] < 0 else "±") if is_signed else ""
    return (now.figure(row, "gap", sign + difference(now, row["gap"], row["unit"])),)


def required_of(now: Assessment, row: Row) -> Parts:
    """What each year that is left has to bring."""
    sign = "+" if row["required"] > 0 else "−"
    return (now.figure(row, "required", sign + difference(now, row["required"], row["unit"])),)


def difference(now: Assessment, value: float, unit: str | None) -> str:
    """The size of a difference: between two percentages lie percentage points."""
    if unit == "%":
        return now.words("cell.points", figure=with_unit(abs(value), None, WORKED_OUT_DIGITS))
    return with_unit(abs(value), now.unit(unit), WORKED_OUT_DIGITS)


def status_of(now: Assessment, row: Row) -> str:
    """The mark and the word of the status; for a target whose period has not begun, that."""
    if row["status"] is None:
        return now.words("cell.not_begun")
    return f"{status_style(row['status']).mark} {row['status_label'] or row['status']}"


def name_of(now: Assessment, row: Row) -> str:
    """The indicator; with its region where that is not the plan's, and what binds where the plan says it."""
    words = now.words
    name = str(row["indicator"])
    if row["region_code"] != now.plan["region_code"]:
        name = words("cell.of_region", indicator=name, region=row["region"])
    if row["modality"] in ("binding", "anticipated", "strive"):
        name = words("cell.with_modality", indicator=name, modality=words(f"modality.{row['modality']}"))
    return name


def offices_of(now: Assessment, row: Row) -> str:
    """Who answers for it."""
    return now.words.listed(row["offices"]) if row["offices"] else now.words("cell.no_office")


def remarks_of(now: Assessment, row: Row) -> list[str]:
    """What a reader has to know beside the verdict: the reason, how exact the figure is, an older verdict."""
    words = now.words
    labels = dict(now.statuses.select("status", "label").iter_rows())
    said = [row["reason_label"]] if row["reason_label"] else []
    kind = row["observed_comparator"]
    if kind in ("ge", "gt", "le", "lt", "approx") and row["reason"] not in ("at_least", "at_most", "approximate"):
        said.append(words("remark.approximate" if kind == "approx" else "remark.bound"))
    if row["is_inferred_figure"] and row["reason"] != "inferred_figure":
        said.append(words("remark.inferred"))
    if row["is_partial_year"] and row["reason"] != "partial_year":
        said.append(words("remark.partial"))
    if row["best_status"] and row["best_status"] != row["worst_status"]:
        best, worst = labels.get(row["best_status"], ""), labels.get(row["worst_status"], "")
        said.append(words("remark.spread", best=best, worst=worst))
    if (row["figure_count"] or 0) > 1:
        said.append(words.get(f"basis.{row['basis']}", ""))
    if row["earlier_year"] and row["course"] is None:
        said.append(words("remark.earlier", year=row["earlier_year"], status=row["earlier_label"]))
    if row["is_inferred_year"]:
        said.append(words("remark.inferred_year"))
    if row["conflict_count"]:
        said.append(words("remark.conflict"))
    return [one for one in said if one]


def source_of(now: Assessment, row: Row) -> str:
    """The source of the figure judged, with its grade and its day."""
    words = now.words
    found = now.observations.filter(now.observations["observation_id"] == (row["observation_id"] or ""))
    if found.is_empty():
        return words("source.several") if (row["figure_count"] or 0) > 1 else words("source.none")
    source = found.row(0, named=True)
    grade = f"{GRADE_MARKS.get(source['grade'], '')} {source['grade_label']}".strip()
    day = str(source["published_on"] or words("source.undated"))
    return words("source.one", title=source["source"] or source["source_id"], grade=grade, day=day)
