"""What there is, as lines for a terminal."""

from collections.abc import Iterator
from pathlib import Path

from plan_targets.command.landing import counts_of_loads
from plan_targets.publication.as_of import folder_as_of, published_days
from plan_targets.publication.layout import CONFIRMED, WITHDRAWN
from plan_targets.publication.notes import reason_in
from plan_targets.publication.read import (
    NoPublicationError,
    current_publication,
    short_commit,
    snapshot_folders,
    whole_record,
)
from plan_targets.words import of_number


def publication_lines(published: Path) -> Iterator[str]:
    """A line for each kept publication, the latest last, and what readers see; then those as of a day."""
    yield from _lines(published)
    for day in published_days(published):
        yield f"as of 截至 {day}, beside the current one 与当前发布并存:"
        yield from _lines(folder_as_of(published, day))


def _lines(published: Path) -> Iterator[str]:
    try:
        current = current_publication(str(published))
    except NoPublicationError as error:
        current = None
        yield str(error)
    for folder in reversed(snapshot_folders(published)):
        record = whole_record(folder)
        yield "  ".join(
            [
                "*" if current and folder == current.folder else " ",
                folder.name,
                f"{record['published_at']} UTC  as of 截至 {record['as_of']}" if record else "damaged 已损坏",
                _counted(record["observation_count"], "observation|observations", "数据") if record else "",
                _counted(record["target_count"], "target|targets", "目标") if record else "",
                f"commit {short_commit(record['git_commit'])}" if record and record.get("git_commit") else "",
                _decisions(published, folder.name),
            ]
        ).rstrip()
    if current and current.is_fallback:
        yield (
            "The latest publication cannot be read; readers see the last good one (*) until the next build. "
            "最新发布无法读取，在下次构建之前读者看到的是带 * 的一次。"
        )


def _counted(count: int, english: str, chinese: str) -> str:
    return f"{count} {of_number(count, english)} {chinese}"


def load_lines(landing: Path, published: Path) -> Iterator[str]:
    """A line for each load, the latest last, with what readers have of it."""
    from plan_targets.landing.store import loads

    listed = loads(landing)
    if not listed:
        yield f"No file has been loaded yet; {landing} is empty. 还没有装载过文件。"
        return
    counts = counts_of_loads(published)
    for load in listed:
        state = f"withdrawn 已撤回: {load.withdrawn['reason']}" if load.withdrawn else str(counts.get(load.load_id, ""))
        if load.trouble:
            state = f"cannot be read 无法读取 ({load.trouble}) {state}"
        state = state or "not published yet 尚未发布"
        yield f"{load.load_id}  {load.file}  {load.first_seen_at} UTC  {load.loaded_by}  {state}".rstrip()


def _decisions(published: Path, build_id: str) -> str:
    withdrawn, confirmed = reason_in(published / WITHDRAWN, build_id), reason_in(published / CONFIRMED, build_id)
    return "  ".join(
        f"{decision}: {reason}".removesuffix(": ")
        for decision, reason in (("withdrawn 已撤回", withdrawn), ("removal confirmed 已确认删减", confirmed))
        if reason is not None
    )
