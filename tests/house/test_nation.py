"""The plan for a nation is worked out from what was measured, and says what the script says."""

import pytest

from tests.benchmarks.scale.nation import rates_in, reach, table
from tests.project import REPOSITORY

PAGE = REPOSITORY / "docs" / "nation.md"


def test_the_pages_tables_follow_from_the_rates_that_it_quotes() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rates = rates_in(text)
    assert table(rates) in text and reach(rates) in text


def test_a_rate_that_nobody_measured_is_named() -> None:
    with pytest.raises(ValueError, match="peak_gib_per_million"):
        rates_in("rate build_processor_seconds_per_million=1.0")
