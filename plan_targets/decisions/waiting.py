"""The names of indicators that wait for a decision: how many figures and targets, from whom, and what they may mean."""

from dataclasses import dataclass
from typing import Any

from plan_targets.semantic import SnapshotReader

CANDIDATE_COUNT = 3


@dataclass(frozen=True)
class NearIndicator:
    """A known indicator that a name may mean, and what speaks against it."""

    indicator_id: str
    name_zh: str
    name_en: str
    against: str

    def name(self, language: str) -> str:
        """Its name in that language, `zh` or `en`."""
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class WaitingName:
    """A name as a file has it, with its unit. With an indicator id it is one that a plan brought itself."""

    name: str
    unit: str | None
    indicator_id: str | None
    direction: int | None
    accumulation: str | None
    fall_sign: int | None
    figure_count: int
    target_count: int
    senders: str
    candidates: tuple[NearIndicator, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether a plan brought it with an indicator of its own; else its rows were refused."""
        return self.indicator_id is not None

    @property
    def key(self) -> str:
        """What tells it from every other waiting name."""
        return f"{self.name}|{self.unit or ''}|{self.indicator_id or ''}"


def waiting_names(snapshot: SnapshotReader) -> list[WaitingName]:
    """The names that wait, those with most figures and targets first. Raises SemanticError."""
    rows = snapshot.run_saved("waiting_name_list")
    named = rows.rename({name: name.removeprefix("waiting_name__") for name in rows.columns if "__" in name})
    names = [_name(row) for row in named.iter_rows(named=True)]
    return sorted(names, key=lambda one: (-one.figure_count - one.target_count, one.name, one.unit or ""))


def _name(row: dict[str, Any]) -> WaitingName:
    candidates = (
        NearIndicator(
            row[f"candidate_{position}_indicator_id"],
            row[f"candidate_{position}_name_zh"],
            row[f"candidate_{position}_name_en"],
            row[f"candidate_{position}_against"] or "",
        )
        for position in range(1, CANDIDATE_COUNT + 1)
        if row[f"candidate_{position}_indicator_id"]
    )
    return WaitingName(
        name=row["name_zh"],
        unit=row["unit"],
        indicator_id=row["provisional_indicator_id"],
        direction=_whole(row["direction"]),
        accumulation=row["accumulation"],
        fall_sign=_whole(row["fall_sign"]),
        figure_count=int(row["waiting_figure_count"]),
        target_count=int(row["waiting_name_target_count"]),
        senders=row["senders"] or "",
        candidates=tuple(candidates),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
