"""Open SDG's measure reproduces the published figures, series by series, through the models that make the marts."""

from pathlib import Path
from typing import Any

import pytest

from tests.progress.published import FILES, OURS, as_input, read_series

TOLERANCE = 1e-9


def is_same(ours: float | None, theirs: float | None) -> bool:
    """Both absent, or equal to the tolerance."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours - theirs) <= TOLERANCE


def test_a_clone_has_the_official_figures() -> None:
    assert len(read_series(OURS)) == 247


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_reproduces_every_published_series(file: Path, assess: Any) -> None:
    published = read_series(file)
    assert published
    ours = {row["target_id"]: row for row in assess("open_sdg_cagr", [as_input(*item) for item in published.items()])}
    assert len(ours) == len(published)
    differing = [
        (name, series, ours[name])
        for name, series in published.items()
        if ours[name]["category"] != series["status"]
        or not is_same(ours[name]["pace"], series["progress_value"])
        or not is_same(ours[name]["score"], series["score"])
    ]
    assert differing == [], f"{len(published) - len(differing)} of {len(published)} reproduced"
    print(f"{file.name}: {len(published)} of {len(published)} series reproduced")
