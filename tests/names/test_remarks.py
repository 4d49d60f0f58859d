"""What the notes beside figures say, by the project's own list."""

import polars as pl
import pytest

from plan_targets.names.remarks import note_remarks
from plan_targets.settings import SEEDS_FOLDER

REMARKS = pl.read_csv(SEEDS_FOLDER / "reference" / "figure_remarks.csv", infer_schema_length=0)


@pytest.mark.parametrize(
    ("note", "meanings"),
    [
        ("later 2.65", ["superseded"]),
        ("Later revised", ["superseded"]),
        ("后修订为2.65%", ["superseded"]),
        ("普查后修订值", []),
        ("门户自行统计，非官方口径", ["unofficial"]),
        ("A portal's own count, not the official series", ["unofficial"]),
        ("聚合站文本，可信度低", ["doubtful"]),
        ("与2020年不同口径", ["break"]),
        ("上半年", ["span"]),
        ("年份推为2020，存疑", ["inferred"]),
        ("[推定] 自行估算", ["inferred", "unofficial"]),
        ("", []),
        (None, []),
    ],
)
def test_a_note_says_what_stands_against_its_figure(note: str | None, meanings: list[str]) -> None:
    found = note_remarks(pl.Series([note, note], dtype=pl.String), REMARKS)
    assert found.columns == ["note", "meaning"]
    assert found["meaning"].to_list() == meanings


def test_without_patterns_or_notes_nothing_is_found() -> None:
    assert note_remarks(pl.Series(["later 2.65"]), REMARKS.clear()).is_empty()
    assert note_remarks(pl.Series([], dtype=pl.String), REMARKS).is_empty()
