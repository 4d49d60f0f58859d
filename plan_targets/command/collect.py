"""Writes the workbooks in which offices report what is missing."""

from difflib import get_close_matches
from pathlib import Path

from plan_targets.collect.awaited import awaited_figures, by_owner
from plan_targets.collect.workbook import file_name, write_collecting_workbook
from plan_targets.command.exits import CommandError, Exit
from plan_targets.semantic import SnapshotReader, client

NEAR_COUNT = 3
_WORDS = {"plan": "规划", "department": "部门", "region": "地区"}


def write_collecting_workbooks(
    folder: Path, plan: str | None, department: str | None, region: str | None
) -> list[tuple[Path, int]]:
    """Writes one workbook for each owner of figures that are due; returns each file and how many figures it asks for.

    Raises CommandError for an id that does not exist, NoPublicationError, and OSError.
    """
    snapshot = client().current()
    for name, value in (("plan", plan), ("department", department), ("region", region)):
        if value is not None:
            _require_known(snapshot, name, value)
    owners = by_owner(awaited_figures(snapshot, plan, department, region))
    if owners:
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for owner, figures in owners.items():
        path = folder / file_name(owner, str(snapshot.publication.record["as_of"])[:10])
        # Asked here, because the library that writes workbooks has errors of its own for it.
        path.touch()
        write_collecting_workbook(path, owner, figures)
        written.append((path, len(figures)))
    return written


def _require_known(snapshot: SnapshotReader, name: str, value: str) -> None:
    if value in [str(one) for one in snapshot.values(name)]:
        return
    owing = [str(one) for one in snapshot.query(["figure_due_count"], [name])[name].drop_nulls()]
    near = ", ".join(get_close_matches(value, owing, NEAR_COUNT, cutoff=0) or ["-"])
    raise CommandError(
        Exit.WRONG_CALL,
        f"There is no {name} '{value}'. Of those that figures are due for, the nearest are: {near}.",
        f"没有编号为 {value} 的{_WORDS[name]}；有待报数据的当中，相近的是：{near}。",
    )
