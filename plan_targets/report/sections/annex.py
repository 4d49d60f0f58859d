"""数字出处: for every number its metric, for what, in which publication, and the value that is stored."""

from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Block, Column, Heading, Paragraph, Report, Table
from plan_targets.report.numbers import Figure, Origin, Parts


def blocks(now: Assessment, report: Report) -> tuple[Block, ...]:
    """The section, of a report that lacks only it."""
    words = now.words
    return (
        Heading(words("part.annex")),
        Paragraph(words.parts("annex.intro", build=now.snapshot.publication.build_id)),
        Heading(words("section.counts"), 2),
        _counts(now, report),
        Heading(words("section.targets"), 2),
        Paragraph(words.parts("annex.targets_intro"), "note"),
        _targets(now, report),
        *_lines(now, report),
    )


def _counts(now: Assessment, report: Report) -> Table:
    words = now.words
    values = {figure.origin: figure.value for figure in report.figures()}
    rows = tuple(
        ((f"[{mark}]",), (_metric(now, origin.metric),), (_conditions(origin),), (stored(values[origin]),))
        for origin, mark in report.marks().items()
    )
    columns = (
        Column(words("column.number"), 1),
        Column(words("column.metric"), 4),
        Column(words("column.conditions"), 9),
        Column(words("column.stored"), 1.6, True),
    )
    return Table(words("annex.counts"), columns, rows)


def _targets(now: Assessment, report: Report) -> Table:
    words = now.words
    by_target: dict[str, dict[Origin, Figure]] = {}
    for figure in report.figures():
        if figure.origin.target is not None:
            by_target.setdefault(figure.origin.target, {})[figure.origin] = figure
    rows: list[tuple[Parts, ...]] = []
    for row in now.verdicts.iter_rows(named=True):
        figures = by_target.get(row["target_id"], {})
        if figures:
            year = () if row["judged_year"] is None else (words("annex.year", year=row["judged_year"]),)
            said = [f"{origin.metric} = {stored(one.value)}" for origin, one in figures.items()]
            location = row["location"] or words("lagging.no_location")
            rows.append(
                (
                    (str(row["number"]),),
                    (row["target_id"],),
                    (location,),
                    (words("sentences").join([*year, *said]),),
                )
            )
    columns = (
        Column(words("column.number"), 1.1),
        Column(words("column.target_id"), 5.5),
        Column(words("column.place"), 2.5),
        Column(words("column.numbers"), 7.5),
    )
    return Table(words("annex.targets"), columns, tuple(rows))


def _lines(now: Assessment, report: Report) -> list[Block]:
    """The points of the charts' lines, a line a row."""
    words = now.words
    lines: dict[Origin, list[Figure]] = {}
    for point in report.points():
        lines.setdefault(_without_year(point.origin), []).append(point)
    if not lines:
        return []
    rows = tuple(
        (
            (_metric(now, origin.metric),),
            (_conditions(origin),),
            (words("sentences").join(f"{_year(one.origin)} = {stored(one.value)}" for one in points),),
        )
        for origin, points in lines.items()
    )
    columns = (
        Column(words("column.metric"), 3),
        Column(words("column.conditions"), 5),
        Column(words("column.points"), 8),
    )
    return [Heading(words("section.lines"), 2), Table(words("annex.lines"), columns, rows)]


def _without_year(origin: Origin) -> Origin:
    return Origin(origin.metric, tuple(pair for pair in origin.where if pair[0] != "calendar_year"))


def _year(origin: Origin) -> str:
    return str(dict(origin.where)["calendar_year"])


def stored(value: float) -> str:
    """A stored value without rounding, in the shortest form that is still the same number."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _metric(now: Assessment, name: str) -> str:
    return f"{now.snapshot.catalogue.label(name, now.language)} {name}"


def _conditions(origin: Origin) -> str:
    return "; ".join(
        f"{name} = {str(value).lower() if isinstance(value, bool) else value}" for name, value in origin.where
    )
