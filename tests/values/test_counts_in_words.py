"""One of a thing is spoken of in the singular: in every English text, and in the units after a number."""

import csv
import pickle
import re
import string

import pytest

from app.texts import texts_of
from app.texts.numbers import difference, figure
from plan_targets.changes.sentences import FOLDER as CHANGES
from plan_targets.changes.sentences import Sentences
from plan_targets.changes.told import Changes, StatusChange
from plan_targets.report.numbers import Figure, Origin
from plan_targets.report.wording import words_of
from plan_targets.words import UnitName, sentence, with_unit
from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY

# What is said of several: after a one, whatever adjectives stand between, it is wrong.
OF_SEVERAL = re.compile(
    r"\b1 (?:(?!of|to|in|with|the|and|can|is|was|has)[a-z]+ ){0,2}?(?:are|were|have|need|lag|decide|stand|come"
    r"|targets|figures|plans|rows|regions|levels|themes|indicators|owners|sources|checks|days|months|years|points"
    r"|observations|numbers|pages|ones|values|statements|publications)\b"
)

# Their values are a day and names.
NO_COUNTS = {"trend.view.known_by_note", "trend.compare.no_base"}


def english() -> dict[str, str]:
    """Every English text of pages, feed and report."""
    changes = read_yaml((CHANGES / "en.yml").read_text(encoding="utf-8"))
    return {
        **texts_of("en").entries,
        **{f"changes {key}": text for key, text in changes.items() if isinstance(text, str)},
        **{f"report {key}": text for key, text in words_of("en").entries.items()},
    }


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_speaks_of_one_in_the_singular() -> None:
    said = {
        key: sentence(text, dict.fromkeys(names_in(text), "1"))
        for key, text in english().items()
        if key not in NO_COUNTS
    }
    assert {key: text for key, text in said.items() if OF_SEVERAL.search(text)} == {}


def test_a_report_counts_as_pages_do() -> None:
    origin = Origin("target_count", ())
    for count, told in ((1, "Of these, 1 is assessed in 2025."), (2, "Of these, 2 are assessed in 2025.")):
        assert words_of("en")("overall.in_year", count=Figure(str(count), count, origin), year=2025).strip() == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(1, "1 item"), (1.00001, "1 item"), (-1, "-1 item"), (0, "0 items"), (1.5, "1.5 items"), (1000, "1,000 items")],
)
def test_a_unit_goes_with_its_number(value: float, told: str) -> None:
    unit = pickle.loads(pickle.dumps(UnitName("items", "item")))
    assert with_unit(value, unit).replace("\N{NO-BREAK SPACE}", " ") == told


def test_a_page_puts_the_unit_after_one() -> None:
    texts = texts_of("en").with_units({"项": UnitName("items", "item")})
    said = [figure(texts, 1, "项", "ge"), figure(texts, 1, "项", "between", 2), difference(texts, 1, "项")]
    said += [difference(texts, 1, "%"), difference(texts, 2, "%")]
    told = ["≥ 1 item", "1–2 items", "+1 item", "+1 percentage point", "+2 percentage points"]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in said] == told


def test_every_unit_that_is_a_plural_has_its_singular() -> None:
    with (REPOSITORY / "seeds" / "reference" / "units.csv").open(encoding="utf-8") as file:
        units = list(csv.DictReader(file))
    plural = [one for one in units if re.search(r"s\b", one["label_en"]) and one["dimension"] != "flag"]
    # Of ten thousand items one is still many.
    lacking = {
        one["unit"]
        for one in plural
        if not one["label_one_en"] and not re.match("(ten thousand|hundred million)", one["label_en"])
    }
    assert lacking == set()
    assert all(one["label_one_en"] != one["label_en"] for one in units)


@pytest.mark.parametrize(("figures", "told"), [(1, "12.3457 items"), (None, "12.3457 items"), (3, "12.35 items")])
def test_a_figure_that_is_worked_out_has_two_places_in_the_feed(figures: int | None, told: str) -> None:
    row = {"observed_value": 12.34567, "unit": "项", "observed_comparator": "eq", "figure_count": figures}
    target = row | {"verdict_year": 2024, "source": None}
    change = StatusChange("t", "behind", "on_track", None, None, None, "new_period", ("new_period",), None, ("1",))
    changes = Changes(None, {}, (), units_named={"项": UnitName("items", "item")})
    said = Sentences(changes, "en").figure(StatusChange(**{**vars(change), "after": target}))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == f"{told} in 2024"
