"""What is asked of a publication, and what can be wrong with that whatever the publication has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plan_targets.semantic.conditions import Condition, Value, as_conditions
from plan_targets.semantic.errors import RequestError, shorten

Where = Condition | Sequence[Condition | tuple[object, ...]] | Mapping[str, Value]

MOST_METRICS = 20
MOST_GROUP_BYS = 60
MOST_CONDITIONS = 50
MOST_ROWS = 10_000_000


@dataclass(frozen=True)
class Question:
    """What is asked: plain names and conditions, hashable."""

    metrics: tuple[str, ...]
    group_by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    saved_query: str | None = None
    # In which language the names of a saved query's answer are; as it is written without one.
    language: str = ""

    @classmethod
    def of(
        cls,
        metrics: Sequence[str],
        group_by: Sequence[str],
        where: Where,
        order_by: Sequence[str],
        limit: int | None,
        saved_query: str | None = None,
        language: str = "",
    ) -> "Question":
        """The question in those words. Raises RequestError where they are no lists of names, and ConditionError."""
        return cls(
            metrics=names_of(metrics, "metrics"),
            group_by=names_of(group_by, "group_by"),
            where=as_conditions(where),
            order_by=names_of(order_by, "order_by"),
            limit=limit,
            saved_query=saved_query,
            language=language,
        )

    def check_size(self) -> None:
        """Raises RequestError where nothing is asked, too much, or one thing twice."""
        if not self.saved_query and not self.metrics and not self.group_by:
            raise RequestError("Nothing is asked: name a metric or a dimension.", "没有查询内容：请选择度量或维度。")
        for items, most, en, zh in (
            (self.metrics, MOST_METRICS, "metrics", "个度量"),
            (self.group_by, MOST_GROUP_BYS, "dimensions", "个维度"),
            (self.where, MOST_CONDITIONS, "filters", "个筛选条件"),
        ):
            if len(items) > most:
                raise RequestError(f"At most {most} {en} at once.", f"一次至多 {most} {zh}。")
        for names in (self.metrics, self.group_by):
            repeated = [name for name in names if names.count(name) > 1]
            if repeated:
                raise RequestError(f"{shorten(repeated[0])} is named twice.", f"{shorten(repeated[0])} 重复。")
        limit = self.limit
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS):
            raise RequestError(
                f"The limit is a whole number from 1 to {MOST_ROWS:,}, not {shorten(limit)}.",
                f"行数上限应为 1 至 {MOST_ROWS:,} 的整数，而不是 {shorten(limit)}。",
            )

    def check_order(self, asked: Sequence[str]) -> None:
        """Raises RequestError where the answer, of the columns asked for, cannot be ordered so."""
        for item in self.order_by:
            if not isinstance(item, str) or item.removeprefix("-") not in asked:
                raise RequestError(
                    f"The answer cannot be ordered by {shorten(item)}: it is not among {', '.join(asked)}.",
                    f"不能按 {shorten(item)} 排序：它不在 {'、'.join(asked)} 之中。",
                )


def names_of(names: Sequence[str], argument: str) -> tuple[str, ...]:
    """The names, of which the argument is a list. Raises RequestError where it is none."""
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise RequestError(
            f"{argument} is a list of names, not {shorten(names)}.",
            f"{argument} 应为一组名称，而不是 {shorten(names)}。",
        )
    return tuple(names)
