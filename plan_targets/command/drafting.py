"""Drafts a plan's targets from its document, as the command line asks for it."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.words import of_number

PAGES_BETWEEN_WORDS = 10


def write_draft(document: Path, out: Path | None, against: Path | None, say: Callable[[str], None]) -> Iterator[str]:
    """Writes the draft's workbook; what it holds, in lines. `say` is told how far the reading is.

    Raises CommandError for a document that cannot be read, and OSError when the place cannot be written to.
    """
    # Here, because the other commands should not wait for what reads documents.
    from plan_targets.drafting.certainty import LEVELS
    from plan_targets.drafting.changes import change_cells, counted
    from plan_targets.drafting.comparison import compare
    from plan_targets.drafting.document import UnreadableDocumentError
    from plan_targets.drafting.plan import PlanDraft, plan_reader
    from plan_targets.drafting.workbook import write_workbook

    def read(file: Path) -> PlanDraft:
        def progress(page: int, pages: int) -> None:
            if page % PAGES_BETWEEN_WORDS == 0 or page == pages:
                say(f"{file.name}: 第 {page} 页，共 {pages} 页 page {page} of {pages}")

        try:
            return plan_reader().read(file, progress)
        except UnreadableDocumentError as error:
            raise CommandError(Exit.WRONG_CALL, f"{file}: {error.english}", error.chinese) from error

    target = out or document.with_name(f"{document.stem}_草稿.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise CommandError(Exit.WRONG_CALL, f"{target}: a draft is a workbook; call it .xlsx.", "草稿是 xlsx 工作簿。")
    drafted = read(document)
    compared = compare(read(against), drafted) if against else []
    # Asked here, because the library that writes workbooks has errors of its own for it.
    target.touch()
    write_workbook(target, drafted, compared)
    yield f"{target}"
    levels = Counter(proposed.certainty.level for proposed in drafted.rows)
    told = "  ".join(f"{chinese} {english}: {levels[level]}" for level, (chinese, english) in LEVELS.items())
    rows, left_out = len(drafted.rows), len(drafted.left_out)
    yield (
        f"{rows} {of_number(rows, 'row|rows')} 行 ({told}); "
        f"{left_out} {of_number(left_out, 'number|numbers')} not taken 未采用的数字"
    )
    if drafted.document.picture_pages:
        pages = "、".join(map(str, drafted.document.picture_pages))
        yield f"第 {pages} 页是图片，没有读 pages that are pictures and were not read: {pages}"
    if compared:
        yield counted(compared)
        for one in compared:
            if one.change != "same":
                cells = change_cells(one)
                yield f"  {cells['变化']} {cells['指标']}: {cells['原来']} → {cells['现在']}"
