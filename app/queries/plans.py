"""A plan's own things: what it states and where, who answers for it, and the plans above, below and before it."""

import polars as pl

from app.queries import reference
from app.queries.changes import of_page_method
from app.queries.kept import kept
from app.queries.progress import in_order_of_document
from app.queries.session import Reader


@kept
def statements(now: Reader) -> pl.DataFrame:
    """Every number that plans state, as printed, in the order of its location in the document.

    Asked once a publication and filtered by the page.
    """
    frame = now.snapshot.run_saved("statement_list")
    named = frame.rename(
        {
            "statement": "statement_id",
            "plan": "plan_id",
            "indicator": "indicator_id",
            f"indicator__name_{now.language}": "indicator",
            "region": "region_id",
        }
        | {name: name.removeprefix("statement__") for name in frame.columns if name.startswith("statement__")}
    )
    return in_order_of_document(named)


@kept
def assignments(now: Reader) -> pl.DataFrame:
    """Which office answers for which target: target_id, office_id, office, is_lead.

    An office is a department of the region whose plan names it: bureaus of two cities are two offices.
    """
    name = f"department__name_{now.language}"
    frame = now.snapshot.query(["assignment_count"], ["target", "plan", "department", name, "assignment__is_lead"])
    issuers = reference.plans(now).select(
        "plan_id", issuer_id="plan__region_code", issuer=pl.col("region").fill_null(pl.col("title"))
    )
    return (
        frame.join(issuers, left_on="plan", right_on="plan_id", how="left")
        .select(
            target_id="target",
            office_id=pl.format("{}.{}", "issuer_id", "department"),
            office=pl.format("{} {}", "issuer", name),
            is_lead=pl.col("assignment__is_lead").cast(pl.Boolean),
        )
        .unique(["target_id", "office_id"], keep="first", maintain_order=True)
        .sort("office_id", "target_id")
    )


@kept
def cascades(now: Reader) -> pl.DataFrame:
    """Targets beside those of the regions above them, and whether the lower one asks for at least as much."""
    names = [
        "upper_target",
        "lower_plan",
        "upper_plan",
        "is_at_least_as_ambitious",
        "ambition_basis",
        "compared_year",
    ]
    frame = now.snapshot.query(["cascade_difference"], ["cascade", "target", *(f"cascade__{name}" for name in names)])
    return frame.rename(
        {"target": "lower_target_id", "cascade__upper_target": "upper_target_id"}
        | {"cascade__lower_plan": "lower_plan_id", "cascade__upper_plan": "upper_plan_id"}
        | {f"cascade__{name}": name for name in names[3:]}
    ).with_columns(pl.col("is_at_least_as_ambitious").cast(pl.Boolean))


@kept
def edits(now: Reader) -> pl.DataFrame:
    """What changed a verdict because a plan was read anew: target_id, year, cause, the status before and after."""
    return (
        of_page_method(now, "status_change_history_count", "build_id")
        .filter(pl.col("status_change__cause").is_in(["target_edit", "rebaseline"]))
        .select(
            target_id="target",
            year="calendar_year",
            cause="status_change__cause",
            before="status_change__status_before",
            after="status_change__status_after",
            build_id="status_change__build_id",
        )
    )
