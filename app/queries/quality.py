"""What the gates found, what was not taken, and what the figures rest on."""

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.semantic import Condition


@kept
def checks(now: Reader) -> pl.DataFrame:
    """The expectations of this publication's run and what came of them."""
    frame = now.snapshot.run_saved("quality_checks")
    return frame.rename({name: name.removeprefix("quality_result__") for name in frame.columns if "__" in name})


@kept
def runs(now: Reader) -> pl.DataFrame:
    """The runs of the gates, this publication's before the newest: run_id, ran_at, checks, failed by severity."""
    frame = now.snapshot.query(
        ["check_count", "failed_check_count"],
        [
            "quality_result__run_id",
            "quality_result__ran_at",
            "quality_result__severity",
            "quality_result__is_latest_run",
        ],
    )
    severity = pl.col("quality_result__severity")
    return (
        frame.group_by("quality_result__run_id")
        .agg(
            ran_at=pl.col("quality_result__ran_at").max(),
            is_latest=pl.col("quality_result__is_latest_run").any(),
            checks=pl.col("check_count").sum(),
            blocked=pl.col("failed_check_count").filter(severity == "block").sum(),
            warned=pl.col("failed_check_count").filter(severity == "warn").sum(),
        )
        .rename({"quality_result__run_id": "run_id"})
        # A clock that once ran ahead would put an older run before it.
        .sort("is_latest", "ran_at", descending=True)
    )


@kept
def rejected_rows(now: Reader) -> pl.DataFrame:
    """Every row that was loaded and not taken, with the reason in the reader's language."""
    frame = now.snapshot.run_saved("rejected_row_list")
    named = frame.rename({name: name.removeprefix("rejected_row__") for name in frame.columns if "__" in name})
    other = "en" if now.language == "zh" else "zh"
    return named.with_columns(reason=pl.coalesce(f"reason_{now.language}", f"reason_{other}", "reason_code"))


@kept
def loads(now: Reader) -> pl.DataFrame:
    """Every load and what became of it, the newest first."""
    frame = now.snapshot.run_saved("load_list")
    return frame.rename({name: name.removeprefix("load__") for name in frame.columns if "__" in name})


@kept
def sources(now: Reader) -> pl.DataFrame:
    """The sources of the figures: title, grade, date, address, and how many figures each gave."""
    language = now.language
    frame = now.snapshot.query(
        ["observation_count", "bound_count", "inferred_count"],
        [
            "source",
            "source__title",
            "source__source_grade",
            f"source__source_grade_{language}",
            "source__grade_rank",
            "source__published_on",
            "source__url",
        ],
    )
    return frame.rename(
        {
            "source": "source_id",
            "source__title": "source",
            "source__source_grade": "source_grade",
            f"source__source_grade_{language}": "grade_label",
            "source__grade_rank": "grade_rank",
            "source__published_on": "published_on",
            "source__url": "url",
        }
    ).sort("observation_count", "source_id", descending=[True, False])


@kept
def evidence(now: Reader) -> dict[str, float | None]:
    """What the observations rest on as a whole: their number, bounds, inferred ones, and their median age."""
    counted = now.snapshot.query(["observation_count", "bound_count", "inferred_count"])
    age = now.snapshot.query(["median_data_age_days"], where=[Condition("figure__is_observed", "=", True)])
    return {**counted.row(0, named=True), **age.row(0, named=True)} if counted.height and age.height else {}


@kept
def totals(now: Reader) -> dict[str, int]:
    """How many checks the latest run made and how many failed, how many rows were loaded and how many refused."""
    latest = [Condition("quality_result__is_latest_run", "=", True)]
    checked = now.snapshot.query(["check_count", "failed_check_count"], where=latest)
    loaded = now.snapshot.query(["loaded_row_count", "rejected_row_count"])
    counts = {**(checked.row(0, named=True) if checked.height else {}), **(loaded.row(0, named=True))}
    return {name: int(value or 0) for name, value in counts.items()}
