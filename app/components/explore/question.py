"""What is asked on the explore page."""

from dataclasses import dataclass

from plan_targets.semantic import Condition

PAGE = "explore"
DEFAULT_ROWS = 1_000


@dataclass(frozen=True)
class Question:
    """What is asked: of one's own making, or a saved one."""

    saved: str | None
    metrics: list[str]
    dimensions: list[str]
    where: list[Condition]
    order_by: list[str]
    limit: int
