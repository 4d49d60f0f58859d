"""Takes a publication back: readers see the one before it again."""

from pathlib import Path

from plan_targets.files.errors import FaultError
from plan_targets.publication.layout import WITHDRAWN
from plan_targets.publication.notes import write_note
from plan_targets.publication.pointer import exclusive, move_pointer
from plan_targets.publication.read import pointer_target, readable_order, snapshot_folders, whole_record


class WithdrawalError(FaultError):
    """There is no such publication, or readers would be left with none."""


def withdraw_publication(published: Path, build_id: str | None, reason: str) -> tuple[str, str]:
    """Withdraws that publication, or the one readers see; returns its id and the id of what readers see from now on.

    The record of the withdrawal is what counts: once it is written no reader falls back to that publication, even if
    the pointer has yet to move. Raises WithdrawalError, BusyError, and OSError.
    """
    with exclusive(published):
        shown = [folder.name for folder in readable_order(published, pointer_target(published)) if whole_record(folder)]
        withdrawn = build_id or (shown[0] if shown else "")
        if not withdrawn:
            raise WithdrawalError("Nothing has been published yet.", "还没有发布过数据。")
        if withdrawn not in {folder.name for folder in snapshot_folders(published)}:
            raise WithdrawalError(
                f"There is no publication {withdrawn}. `list publications` names those there are.",
                f"没有编号为 {withdrawn} 的发布，可用 `list publications` 查看。",
            )
        left = [name for name in shown if name != withdrawn]
        if not left:
            raise WithdrawalError(
                f"{withdrawn} is the only publication that readers can be shown, so it stays. Correct the data and "
                "publish again.",
                f"{withdrawn} 是唯一可读的发布，不能撤回；请更正数据后重新发布。",
            )
        write_note(published / WITHDRAWN, withdrawn, "withdrawn", reason)
        move_pointer(published, snapshot_folders(published)[0].with_name(left[0]))
        return withdrawn, left[0]
