"""What a person decided about a publication, as a record beside the snapshots: who, when and why."""

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path

from plan_targets.files.disk import make_folder, write_text


def write_note(folder: Path, build_id: str, decision: str, reason: str) -> None:
    """Writes `<folder>/<build_id>.json`, whole or not at all; the decision is `withdrawn` or `confirmed`.

    Raises OSError when the disk refuses.
    """
    note = {
        "build_id": build_id,
        "reason": reason,
        f"{decision}_by": getpass.getuser(),
        f"{decision}_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
    }
    make_folder(folder)
    write_text(folder / f"{build_id}.json", json.dumps(note, ensure_ascii=False, indent=2) + "\n")


def reason_in(folder: Path, build_id: str) -> str | None:
    """The reason in that note; none without a note, and empty when the note cannot be read."""
    try:
        return str(json.loads((folder / f"{build_id}.json").read_text(encoding="utf-8"))["reason"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return ""
