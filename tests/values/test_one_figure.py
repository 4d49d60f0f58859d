"""A figure is one figure however it is written: in 万件 or 件, 亿元 or 万元, % or ‰."""

import random
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import read_observations
from plan_targets.landing.records import Load
from tests.compiling import compile_inline
from tests.progress.methods import Methods
from tests.project import REPOSITORY, Project

# The unit a figure is typed in, the indicator's unit, what the cell says behind the number, the factor between them.
MANNERS = [
    ("万件", "件", "", 10_000),
    ("件", "件", "", 1),
    ("件", "件", "万", 10_000),
    ("件", "件", "万件", 10_000),
    ("万元", "亿元", "", Decimal("0.0001")),
    ("亿元", "亿元", "", 1),
    ("亿元", "万元", "", 10_000),
    ("元", "万元", "亿", 10_000),
    ("‰", "%", "", Decimal("0.1")),
    ("%", "‰", "", 10),
    ("%", "%", "", 1),
]
PAIRS = 1_000
_VALUES = """
select
    printed.pair,
    {{ convert_unit('printed.value', 'printed_units', 'indicator_units') }} as converted,
    {{ convert_unit(number_named('printed.plain'), 'indicator_units', 'indicator_units') }} as plain
from printed
inner join units as printed_units on printed.unit = printed_units.unit
inner join units as indicator_units on printed.indicator_unit = indicator_units.unit
"""
_DIFFERENCES = """
select {{ significant_difference('minuend', 'subtrahend') }} as difference, {{ significant('minuend') }} as figure
from stated
"""


def pairs() -> pl.DataFrame:
    """Figures typed in one manner, each with the same figure as plain digits in the indicator's unit."""
    chance = random.Random(20260)
    rows = []
    for number in range(PAIRS):
        unit, indicator_unit, behind, factor = chance.choice(MANNERS)
        decimals = chance.randint(0, 4)
        value = Decimal(chance.randint(1, 10 ** chance.randint(2, 7))).scaleb(-decimals)
        typed = f"{value:,.{decimals}f}" if chance.random() < 0.3 else f"{value:f}"
        rows.append((number, f"{typed}{behind}", unit, indicator_unit, f"{(value * Decimal(factor)).normalize():f}"))
    return pl.DataFrame(rows, schema=["pair", "typed", "unit", "indicator_unit", "plain"], orient="row")


@pytest.fixture(scope="module")
def differences(parsed_project: Project) -> str:
    """The query of a difference, and of a figure's significant digits, of what is stated."""
    return compile_inline(parsed_project, _DIFFERENCES)


@pytest.fixture(scope="module")
def figures(parsed_project: Project, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The pairs, read from a file and converted by the project's SQL."""
    stated = pairs()
    file = tmp_path_factory.mktemp("pairs") / "pairs.csv"
    stated.select(
        地区=pl.lit("江苏省"), 指标=pl.lit("发明专利"), 单位="unit", 年份=pl.lit("2023"), 数值="typed"
    ).write_csv(file)
    load = Load("pairs", file.name, file, 1, datetime.now(UTC), "", file.stat().st_size, None)
    read = read_observations(load, Vocabulary.from_seeds())
    assert read["reason_code"].null_count() == PAIRS
    # What a clerk typed in one unit stays in the unit that was read, which is not always the column's.
    printed = stated.select("pair", "indicator_unit", "plain").with_columns(read["value"], read["unit"])
    with duckdb.connect() as connection:
        connection.register("printed", printed.to_arrow())
        connection.execute(
            f"create table units as select * from read_csv('{REPOSITORY}/seeds/reference/units.csv', header = true)"
        )
        converted = connection.execute(f"select * from ({compile_inline(parsed_project, _VALUES)}) order by pair").pl()
    return stated.join(
        converted.drop("plain").with_columns(number=converted["plain"]), on="pair", maintain_order="left"
    )


def test_the_same_figure_written_both_ways_is_one_figure(figures: pl.DataFrame) -> None:
    """No two doubles that stand for one figure: what is compared as text, or with an equals sign, is equal."""
    unlike = figures.filter(pl.col("converted") != pl.col("number"))
    assert figures.height == PAIRS
    assert unlike.is_empty(), unlike.head()
    assert figures["converted"].to_list() == [float(text) for text in figures["plain"]]


def test_a_target_equal_to_the_figure_is_met(figures: pl.DataFrame, parsed_project: Project) -> None:
    """In its due year, by the project's own progress method, whichever of the two was typed in the other unit."""
    rows = [
        {
            "target_id": f"{pair:04}{turn}",
            "year": 2025,
            "due_year": 2025,
            "baseline_year": 2020,
            "baseline_value": one / 2,
            "observed_value": one,
            "target_value": other,
        }
        for pair, converted, number in figures.select("pair", "converted", "number").iter_rows()
        for turn, one, other in (("a", converted, number), ("b", number, converted))
    ]
    verdicts = Methods(parsed_project).judge("distance_pace", rows)
    assert {verdict["status"] for verdict in verdicts} == {"achieved"}
    assert {verdict["gap"] for verdict in verdicts} == {0.0}


@pytest.mark.parametrize(
    ("minuend", "subtrahend", "difference"),
    [
        (100002.85, 100000.0, 2.85),
        (11299.999999999998, 11300.0, 0.0),
        (93.93, 94.0, -0.07),
        (0.3, 0.1 + 0.2, 0.0),
        (1349084.1, 1349084.0, 0.1),
        (2.5e13, 2.5e13 - 1, 0.0),
        (0.0, 0.0, 0.0),
        (-0.1, -0.4, 0.3),
        (1e-9, 3e-9, -2e-9),
    ],
)
def test_a_difference_is_what_it_is_on_paper(
    differences: str, minuend: float, subtrahend: float, difference: float
) -> None:
    """Whatever the size of the figures, and however near they lie to each other."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table stated as select ?::double as minuend, ?::double as subtrahend", [minuend, subtrahend]
        )
        (found,) = connection.execute(f"select difference from ({differences})").fetchall()[0]
    assert found == difference


def test_significant_digits_are_those_of_the_literal(differences: str) -> None:
    """A figure typed with up to twelve digits is not touched, whatever its size; the noise behind them is gone."""
    chance = random.Random(7)
    typed = [float(f"{chance.randint(1, 10**12 - 1)}e{chance.randint(-18, 6)}") for _ in range(5_000)]
    noisy = [figure * (1 + chance.uniform(-2e-15, 2e-15)) for figure in typed]
    with duckdb.connect() as connection:
        stated = pl.DataFrame({"minuend": typed + noisy, "subtrahend": 0.0})
        connection.register("stated", stated.to_arrow())
        found = connection.execute(f"select figure from ({differences})").pl()["figure"].to_list()
    assert found == typed + typed
