"""Small plans and figures for two builds of a copy of the project, each case with an indicator of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.project import Project, Row

PLANS = "seeds/plans/plans.csv"
STATEMENTS = "seeds/plans/statements_collected.csv"
OBSERVATIONS = "seeds/observations/collected_through_2024.csv"
INDICATORS = "seeds/reference/indicators.csv"
ALIASES = "seeds/reference/indicator_aliases.csv"
# What else the project ships of each kind; a case stands alone.
OTHERS = ("seeds/plans/responsibilities.csv", "seeds/plans/plans_collected.csv", "seeds/plans/statements.csv")
OTHERS = (*OTHERS, "seeds/observations/collected_2025_on.csv", "seeds/reference/progress_series.csv")
REGION, REGION_NAME = "130000", "河北省"


@dataclass(frozen=True)
class Promise:
    """A target of a plan that counts from 90 in its plan's baseline year unless told otherwise."""

    value: str = "96"
    due: int = 2030
    comparator: str = "ge"
    # A plan without a printed baseline counts from what was observed.
    baseline: str | None = "90"
    accumulation: str = "level"
    start: int | None = None
    # Whether the plan says about so much (左右).
    is_approximate: bool = False
    # As the plan prints it; the indicator's own unless told otherwise.
    unit: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure of a source, as a row of a list prints it."""

    year: int
    value: str
    grade: str = "official"
    source: str = "公报"
    # The name the source gives it; the indicator's own unless told otherwise.
    label: str = ""
    unit: str = ""
    comparator: str = "eq"
    scope: str = ""
    is_break: str = ""
    # The years it tells of; its year alone unless told otherwise.
    period: str = ""


@dataclass(frozen=True)
class Indicator:
    """What is declared of a case's indicator."""

    unit: str = "%"
    direction: int = 1
    accumulation: str = "level"
    valid_min: str = "0"
    valid_max: str = "100"
    # The further names that mean it.
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What one build is given of a case."""

    promises: tuple[Promise, ...] = (Promise(),)
    figures: tuple[Figure, ...] = ()
    indicator: Indicator = Indicator()
    # The plans of the case, each with its first year, its baseline year, and the promises that are its own.
    baseline_year: int = 2020
    plan: str = "plan"
    others: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    supersedes: str = ""


def name_of(case: str) -> str:
    """The Chinese name of a case's indicator: letters only, so that no rule about names is in the way."""
    return "案例" + "".join(chr(0x4E00 + ord(letter)) for letter in case)


def fill(project: Project, states: Mapping[str, State]) -> None:
    """Gives the project these cases and nothing else."""
    plans: list[Row] = []
    statements: list[Row] = []
    observations: list[Row] = []
    indicators: list[Row] = []
    aliases: list[Row] = []
    for case, state in states.items():
        name, unit = name_of(case), state.indicator.unit
        indicators.append(
            {"indicator_id": case, "name_zh": name, "name_en": case, "theme": "product", "unit": unit}
            | {"direction": str(state.indicator.direction), "accumulation": state.indicator.accumulation}
            | {"valid_min": state.indicator.valid_min, "valid_max": state.indicator.valid_max}
            # A change against a base year counts a fall.
            | {"fall_sign": "1" if state.indicator.accumulation == "change_vs_base" else ""}
        )
        for label in (case, *state.indicator.names):
            aliases.append({"indicator_label": label, "indicator_zh": name_of(label), "indicator_id": case})
        for plan, promises in ((state.plan, state.promises), *state.others.items()):
            if promises:
                _plan(plans, f"{case}_{plan}", state, is_first=plan == state.plan)
            for position, promise in enumerate(promises):
                statements += _statements(f"{case}_{plan}", case, position, promise, unit, state.baseline_year)
        observations += [_observation(case, figure, unit) for figure in state.figures]
    if not plans:
        raise ValueError("the project needs a plan")
    files = ((PLANS, plans), (STATEMENTS, statements), (OBSERVATIONS, observations), (INDICATORS, indicators))
    for file, ours in (*files, (ALIASES, aliases)):
        project.edit(file, lambda rows, ours=ours: [dict.fromkeys(rows[0], "") | row for row in ours])  # type: ignore[misc]


def clear(project: Project) -> None:
    """Takes away what the project ships beside the files that cases are written to; the first row keeps the header."""
    for file in OTHERS:
        project.edit(file, lambda rows: rows[:0])


def _plan(plans: list[Row], plan: str, state: State, is_first: bool) -> None:
    plans.append(
        {"plan_id": plan, "document": plan, "title_zh": f"{plan}规划", "title_en": plan, "region_code": REGION}
        | {"is_inferred_region": "false", "period_start": "2021" if is_first else "2022", "period_end": "2030"}
        | {"baseline_year": str(state.baseline_year), "plan_kind": "plan", "is_whole_document": "true"}
        | {"source_title": f"{plan}规划", "source_grade": "official"}
        | {"supersedes_plan_id": state.supersedes if is_first else ""}
    )


def _statements(plan: str, case: str, position: int, promise: Promise, unit: str, baseline_year: int) -> Iterable[Row]:
    lines = [("target", promise.value, promise.comparator, promise.due)]
    # Of several due years one baseline is printed.
    lines += [("baseline", promise.baseline, "eq", baseline_year)] if promise.baseline and position == 0 else []
    for kind, value, comparator, year in lines:
        yield (
            {"statement_id": f"{plan}_{position}_{kind}", "plan_id": plan, "indicator_id": case}
            | {"region_code": REGION, "kind": kind, "form": "prose", "location": f"一 {position}"}
            | {"comparator": comparator, "value": value, "unit": promise.unit or unit, "due_year": str(year)}
            | {"start_year": str(promise.start) if promise.start and kind == "target" else ""}
            | {"is_inferred_year": "false", "is_inferred_value": "false", "accumulation": promise.accumulation}
            | {"modality": "unstated", "is_approximate": str(promise.is_approximate and kind == "target").lower()}
        )


def _observation(case: str, figure: Figure, unit: str) -> Row:
    label = figure.label or case
    return (
        {"region_name_zh": REGION_NAME, "region_level": "province", "indicator_zh": name_of(label)}
        | {
            "indicator_label": label,
            "unit": figure.unit or unit,
            "period": figure.period or str(figure.year),
            "value": figure.value,
        }
        | {"comparator": figure.comparator, "value_kind": "level_rate", "source_grade": figure.grade}
        | {"source_title": f"{label}{figure.year}年{figure.source}", "published_on": f"{figure.year + 1}-03-01"}
        | {"scope": figure.scope, "is_break": figure.is_break}
    )
