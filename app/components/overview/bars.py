"""How the targets of each plan, level or theme stand, under a title that names one only where one stands out."""

import polars as pl

from app.charts.status_bars import COUNT, StatusBarTexts, status_bars
from app.components.picture import picture
from app.queries.session import Reader
from app.queries.target_counts import LAGGING, NOT_OBSERVED
from app.texts import Texts
from app.texts.numbers import number


def show_bars(now: Reader, counts: pl.DataFrame, group: str) -> None:
    """Draws one bar for each group; `group` says of what kind they are: plan, level or theme."""
    texts = now.texts
    title = bars_title(texts, counts, group)
    words = StatusBarTexts(
        title=title,
        group=texts(f"filter.{group}"),
        status=texts("column.status"),
        count=texts("column.targets"),
        total=texts("overview.bars.total", count=COUNT),
    )
    picture(now, f"by_{group}", status_bars, counts, words, alternative=title)


def bars_title(texts: Texts, counts: pl.DataFrame, group: str) -> str:
    """What the bars say: where the lagging targets are, else where those without a figure are.

    A group is named when it alone has the most, and more than one; where several have as many, that is what is said.
    """
    totals = counts.group_by("group_id", "group").agg(
        total=pl.col("count").sum(),
        lagging=pl.col("count").filter(pl.col("course") == LAGGING).sum(),
        unobserved=pl.col("count").filter(pl.col("status") == NOT_OBSERVED).sum(),
    )
    worst = "lagging" if totals["lagging"].sum() else "unobserved"
    affected = totals.filter(pl.col(worst) > 0).sort(worst, "group_id", descending=[True, False])
    if affected.is_empty():
        return texts(f"overview.bars.{group}.none")
    first = affected.row(0, named=True)
    ties = affected.filter(pl.col(worst) == first[worst]).height
    if ties == 1 and (first[worst] > 1 or affected.height == 1):
        return texts(
            f"overview.bars.{group}.{worst}",
            group=first["group"],
            count=number(first[worst]),
            total=number(first["total"]),
        )
    return texts(
        f"overview.bars.{group}.{worst}_spread",
        count=number(int(affected[worst].sum())),
        groups=number(affected.height),
    )
