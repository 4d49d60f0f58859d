"""The trend as a reader wants it: some years, as an index, as known on a day; breaks and a forecast are told."""

import io
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.charts.theme import MAXIMUM_REGIONS
from app.texts import texts_of
from plan_targets.semantic import Condition, client
from tests.pages.conftest import LANGUAGES, open_page, words

# Of the shipped figures: several regions with breaks and revisions, and a target with a forecast.
SEVERAL = {"indicator": "rd_intensity", "regions": "100000,320000,140000"}
FORECAST = {"indicator": "air_good_days", "regions": "500000"}


def figures(app: AppTest) -> pl.DataFrame:
    """The figures that the chart draws."""
    (chart,) = app.get("vega_lite_chart")
    frames = [pl.read_ipc_stream(io.BytesIO(one.data.data)) for one in chart.proto.datasets]
    return next(frame for frame in frames if "is_main" in frame.columns)


def trend_page(**address: str) -> AppTest:
    app = open_page("trend", **address)
    assert not app.exception
    return app


def title_of(app: AppTest) -> str:
    """What the chart says it shows."""
    (chart,) = app.get("vega_lite_chart")
    return str(chart.proto.alt)


def test_only_the_chosen_years_are_drawn(readers_folder: Path) -> None:
    every = figures(trend_page(**SEVERAL))
    some = figures(trend_page(**SEVERAL, **{"from": "2019", "to": "2022"}))
    assert (some["year"].min(), some["year"].max()) == (2019, 2022)
    assert some.height == every.filter(pl.col("year").is_between(2019, 2022)).height < every.height


def test_an_index_has_the_figure_of_its_base_year_for_100(readers_folder: Path) -> None:
    plain = figures(trend_page(**SEVERAL)).filter(pl.col("is_main"))
    indexed = figures(trend_page(**SEVERAL, base="2015")).filter(pl.col("is_main"))
    assert set(indexed.filter(pl.col("year") == 2015)["value"]) == {100}
    both = plain.join(indexed, on=["region", "year"], suffix="_indexed")
    base = plain.filter(pl.col("year") == 2015).select("region", base="value")
    # Who has no figure of that year is not drawn.
    assert set(indexed["region"]) == set(base["region"]) < set(plain["region"])
    share = 100 * pl.col("value") / pl.col("base")
    shares = both.join(base, on="region").select(off=(pl.col("value_indexed") - share).abs())
    assert shares["off"].max() < 1e-9  # type: ignore[operator]


def known_figures(indicator: str, region: str, published: Path) -> pl.DataFrame:
    """Every figure of an indicator in a region, with the day from which it was public."""
    asked = (
        client(str(published))
        .current()
        .query(
            ["observation_value"],
            ["observation", "observation__known_on", "calendar_year"],
            [Condition("indicator", "=", indicator), Condition("region", "=", region)],
        )
    )
    return asked.with_columns(day=pl.col("observation__known_on").cast(pl.String))


def known_days(indicator: str, region: str, published: Path) -> list[str]:
    return known_figures(indicator, region, published)["day"].unique().sort().to_list()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_known_on_a_day_is_what_was_public_by_then(readers_folder: Path, language: str) -> None:
    known = known_figures("rd_intensity", "100000", readers_folder)
    days = known_days("rd_intensity", "100000", readers_folder)
    day = days[len(days) // 2]
    app = trend_page(lang=language, indicator="rd_intensity", regions="100000", known_by=day)
    by_then = known.filter(pl.col("day") <= day)
    assert sorted(figures(app)["value"]) == sorted(by_then["observation_value"])
    assert day in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_break_is_told_beside_the_picture(readers_folder: Path, language: str) -> None:
    broken = (
        client(str(readers_folder))
        .current()
        .query(
            ["observed_value"],
            ["region", f"region__name_{language}", "calendar_year"],
            [Condition("indicator", "=", "rd_intensity"), Condition("figure__is_break", "=", True)],
        )
    )
    told = words(trend_page(lang=language, **SEVERAL))
    shown = broken.filter(pl.col("region").is_in(SEVERAL["regions"].split(",")))
    assert shown.height > 1
    for row in shown.iter_rows(named=True):
        said = texts_of(language)("trend.break.said", region=row[f"region__name_{language}"], year=row["calendar_year"])
        assert said.rstrip("。.") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_is_told_with_its_chance_in_words(readers_folder: Path, language: str) -> None:
    forecast = client(str(readers_folder)).current().query(
        ["probability_met", "projected_low"],
        ["target", "region"],
        [Condition("indicator", "=", "air_good_days"), Condition("region", "=", "500000")],
    ).drop_nulls()  # fmt: skip
    told = words(trend_page(lang=language, **FORECAST))
    assert f"{100 * forecast['probability_met'][0]:.0f}%" in told
    assert texts_of(language)("trend.forecast.open") in told
    # What was known earlier is shown without what is forecast today.
    day = known_days("air_good_days", "500000", readers_folder)[-1]
    assert texts_of(language)("trend.forecast.open") not in words(trend_page(**FORECAST, lang=language, known_by=day))


def together(published: Path) -> tuple[str, str, list[int]]:
    """Two indicators of the country in different units, and the years that have an exact figure above 0 of both."""
    frame = client(str(published)).current().query(
        ["observed_value"],
        ["indicator", "indicator__unit", "calendar_year"],
        [
            Condition("region", "=", "100000"),
            Condition("figure__is_observed", "=", True),
            Condition("figure__observed_comparator", "=", "eq"),
        ],
    ).filter(pl.col("observed_value") > 0)  # fmt: skip
    units = dict(frame.select("indicator", "indicator__unit").unique().iter_rows())
    years = {name: set(rows["calendar_year"]) for (name,), rows in frame.group_by("indicator")}
    first = "rd_intensity"
    found = [
        (len(years[first] & years[other]), other) for other in sorted(years) if units[other] != units[first]
    ]  # fmt: skip
    other = max(found)[1]
    return first, other, sorted(years[first] & years[other])


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicators_in_different_units_are_one_index(readers_folder: Path, language: str) -> None:
    """Without being asked it is the first year that both have; a chosen one stands in the title and in the address."""
    first, other, years = together(readers_folder)
    address = {"lang": language, "indicator": first, "regions": "100000", "with": other}
    app = trend_page(**address)
    drawn = figures(app).filter(pl.col("is_main"))
    assert drawn["region"].n_unique() == 2
    assert set(drawn.filter(pl.col("year") == years[0])["value"]) == {100}
    chosen = trend_page(**address, base=str(years[-1]))
    assert set(figures(chosen).filter(pl.col("is_main") & (pl.col("year") == years[-1]))["value"]) == {100}
    assert texts_of(language)("trend.view.base_note", year=years[-1]) in words(chosen)
    assert chosen.query_params["base"] in (str(years[-1]), [str(years[-1])])


def test_any_day_may_be_asked_what_was_known_on_it(readers_folder: Path) -> None:
    """A day on which nothing was published shows what the last one before it did."""
    days = known_days("rd_intensity", "100000", readers_folder)
    between = next(
        str(day + timedelta(days=1))
        for day in map(date.fromisoformat, days[len(days) // 2 :])
        if str(day + timedelta(days=1)) not in days
    )
    asked = trend_page(indicator="rd_intensity", regions="100000", known_by=between)
    known = known_figures("rd_intensity", "100000", readers_folder)
    assert sorted(figures(asked)["value"]) == sorted(known.filter(pl.col("day") <= between)["observation_value"])
    assert between in words(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_before_anything_was_known_says_so(readers_folder: Path, language: str) -> None:
    """And a year that was not known on the day is no base of an index."""
    days = known_days("rd_intensity", "100000", readers_folder)
    asked = {"lang": language, "indicator": "rd_intensity", "regions": "100000"}
    app = trend_page(**asked, known_by="1990-01-01")
    assert texts_of(language)("trend.view.not_known", day="1990-01-01", first=days[0]) in words(app)
    known = known_figures("rd_intensity", "100000", readers_folder)
    later = known.filter(pl.col("day") > days[0])["calendar_year"].max()
    drawn = figures(trend_page(**asked, known_by=days[0], base=str(later)))
    assert sorted(drawn["value"]) == sorted(known.filter(pl.col("day") <= days[0])["observation_value"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_different_regions_and_indicators_are_one_index(readers_folder: Path, language: str) -> None:
    """Each is named by both, and the year that is 100 stands in the title."""
    texts = texts_of(language)
    first, other, _ = together(readers_folder)
    line = f"{other}@100000"
    asked = {"lang": language, "indicator": first, "regions": "320000"}
    app = trend_page(**asked, **{"with": line})
    named = set(figures(app)["region"])
    published = client(str(readers_folder)).current()
    of_region, of_indicator = (
        dict(published.query(group_by=[name, f"{name}__name_{language}"]).iter_rows())
        for name in ("region", "indicator")
    )
    assert named == {
        texts("trend.compare.series", region=of_region[region], indicator=of_indicator[indicator])
        for region, indicator in (("320000", first), ("100000", other))
    }
    assert app.query_params["with"] in (line, [line])
    base = figures(app).filter(pl.col("is_main") & (pl.col("value") == 100))["year"].unique().to_list()
    assert f"{base[0]} = 100" in title_of(app) or f"{base[0]} 年为 100" in title_of(app)
    assert all(name in title_of(app) for name in named)


def test_a_line_that_comes_with_its_whole_indicator_is_drawn_once(readers_folder: Path) -> None:
    first, other, _ = together(readers_folder)
    asked = {"lang": "zh", "indicator": first, "regions": "100000,320000"}
    whole = figures(trend_page(**asked, **{"with": other}))
    app = trend_page(**asked, **{"with": f"{other},{other}@320000"})
    assert figures(app).height == whole.height
    assert app.query_params["with"] in (other, [other])


def test_one_indicator_as_an_index_says_its_base_in_the_title(readers_folder: Path) -> None:
    app = trend_page(lang="zh", indicator="rd_intensity", regions="100000", base="2020")
    assert "2020 年为 100" in title_of(app)


def test_more_lines_than_there_are_colors_are_not_drawn(readers_folder: Path) -> None:
    lines = ",".join(f"rd_intensity@{region}" for region in ("310000", "330000", "370000", "110000", "440000", "000"))
    app = trend_page(lang="zh", indicator="rd_intensity", regions="100000,320000", **{"with": lines})
    assert not app.exception
    assert figures(app)["region"].n_unique() <= MAXIMUM_REGIONS
