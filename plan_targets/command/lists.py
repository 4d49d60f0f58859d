"""What there is, as lines for a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

from plan_targets.publication.layout import WITHDRAWN
from plan_targets.publication.read import (
    NoPublicationError,
    current_publication,
    is_withdrawn,
    snapshot_folders,
    whole_record,
)


def publication_lines(published: Path) -> Iterator[str]:
    """A line for each kept publication, the latest last, and what readers see."""
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
                f"{record['observation_count']} observations 数据" if record else "",
                f"{record['target_count']} targets 目标" if record else "",
                _withdrawal(published, folder.name),
            ]
        ).rstrip()
    if current and current.is_fallback:
        yield (
            "The latest publication cannot be read; readers see the last good one (*) until the next build. "
            "最新发布无法读取，在下次构建之前读者看到的是带 * 的一次。"
        )


def load_lines(landing: Path) -> Iterator[str]:
    """A line for each load, the latest last."""
    from plan_targets.landing.store import loads

    for load in loads(landing):
        state = f"withdrawn 已撤回: {load.withdrawn['reason']}" if load.withdrawn else ""
        yield f"{load.load_id}  {load.file}  {load.first_seen_at} UTC  {load.loaded_by}  {state}".rstrip()


def _withdrawal(published: Path, build_id: str) -> str:
    if not is_withdrawn(published, build_id):
        return ""
    try:
        record = json.loads((published / WITHDRAWN / f"{build_id}.json").read_text(encoding="utf-8"))
        return f"withdrawn 已撤回: {record['reason']}"
    except (OSError, ValueError, KeyError):
        return "withdrawn 已撤回"
