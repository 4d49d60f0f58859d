"""The seed of Student's quantiles is what scipy prints."""

import csv
import itertools

import pytest

from tests.project import REPOSITORY

with (REPOSITORY / "seeds" / "reference" / "student_quantiles.csv").open(encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream))


def test_every_quantile_is_scipys_to_the_digits_printed() -> None:
    # Here, as importing it takes longer than any other test of this file.
    from scipy.stats import t

    for row in ROWS:
        expected = t.ppf(float(row["probability"]), int(row["freedom"]))
        assert row["quantile"] == f"{abs(expected):.6f}", row


def test_every_number_of_degrees_has_the_same_probabilities() -> None:
    tables = {
        freedom: [float(row["probability"]) for row in rows]
        for freedom, rows in itertools.groupby(ROWS, key=lambda row: row["freedom"])
    }
    assert list(tables) == [str(freedom) for freedom in range(2, 31)]
    assert all(probabilities == tables["2"] for probabilities in tables.values())
    assert 0.9 in tables["2"] and tables["2"] == pytest.approx(sorted(tables["2"]))
