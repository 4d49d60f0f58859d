"""From a document to the published targets: the draft as it is gives what people typed, doubtful rows apart."""

from pathlib import Path

import polars as pl
import pytest

from plan_targets.drafting.plan import PlanDraft, plan_reader
from plan_targets.drafting.workbook import write_workbook
from tests.project import Project

PLANS = Path(__file__).parent / "data" / "plans"
TYPED = "tongxiang_quality_2027"
COMPARED = (
    "indicator_id",
    "due_year",
    "comparator",
    "value",
    "value_high",
    "unit",
    "accumulation",
    "modality",
)


def draft_of_the_plan() -> PlanDraft:
    return plan_reader().read(next(PLANS.glob("002_*.txt")))


@pytest.fixture(scope="module")
def drafted() -> PlanDraft:
    return draft_of_the_plan()


def drop_draft(landing: Path) -> None:
    """Drops the draft as it is."""
    write_workbook(landing / "桐乡规划.xlsx", draft_of_the_plan())


@pytest.fixture(scope="module")
def published(loaded: Project) -> pl.DataFrame:
    """The numeric targets of the region after the draft was dropped and read, those that were typed among them."""
    return loaded.rows(
        "select * from fct_statement where region_code = '330483' and kind = 'target' and value is not null"
    )


@pytest.mark.build
def test_every_target_of_the_accepted_draft_is_one_that_people_typed(published: pl.DataFrame) -> None:
    drafted = published.filter(pl.col("plan_id") != TYPED).select(COMPARED)
    typed = published.filter(pl.col("plan_id") == TYPED).select(COMPARED)
    assert drafted.height >= 20
    assert not drafted.join(typed, on=COMPARED, how="anti", nulls_equal=True).to_dicts()


@pytest.mark.build
def test_what_the_accepted_draft_lacks_is_listed_as_doubtful(drafted: PlanDraft, published: pl.DataFrame) -> None:
    keys = ("indicator_id", "due_year", "value")
    typed = published.filter((pl.col("plan_id") == TYPED) & (pl.col("unit") != "是/否"))
    missing = typed.join(published.filter(pl.col("plan_id") != TYPED), on=keys, how="anti")
    doubtful = {
        (candidate.indicator_id, proposed.row.due_year, reading.value)
        for proposed in drafted.rows
        if proposed.certainty.level == "doubtful"
        for candidate in proposed.candidates
        for reading in proposed.row.readings
    }
    assert {tuple(row) for row in missing.select(keys).iter_rows()} <= doubtful
    assert missing.height <= 5
