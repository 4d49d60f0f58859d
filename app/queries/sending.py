"""Looks at a file before it is sent, and sends it. The look runs as a command of its own, and nothing of it stays."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.queries.session import Reader
from plan_targets.access.access import Access
from plan_targets.access.sending import may_send_for
from plan_targets.landing.arrivals import Delivery
from plan_targets.landing.records import Load
from plan_targets.landing.store import deliver, loads
from plan_targets.settings import PROJECT_FOLDER, landing_folder

# A file of a million rows is looked at in a minute.
LONGEST_LOOK_SECONDS = 300


class NotLookedAtError(Exception):
    """The file could not be looked at; what is said of it is for the reader."""


@dataclass(frozen=True)
class Look:
    """What would become of a file. `foreign` are the rows taken that speak of regions the sender does not send for."""

    file: str
    is_known: bool
    taken: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    foreign: list[dict[str, Any]]

    @property
    def new(self) -> list[dict[str, Any]]:
        """What readers have nothing for yet."""
        return [row for row in self.taken if row["before"] is None]

    @property
    def changed(self) -> list[dict[str, Any]]:
        """What readers see otherwise now."""
        return [row for row in self.taken if row["before"] not in (None, row["value"])]

    @property
    def may_go(self) -> bool:
        """Whether there is anything to send, and all of it is the sender's own."""
        return bool(self.taken) and not self.is_known and not self.foreign


def look_at(name: str, content: bytes, access: Access) -> Look:
    """What would be taken of the file, what refused, and what changes. Raises NotLookedAtError with a sentence."""
    with tempfile.TemporaryDirectory(prefix="sending-") as folder:
        file, found = Path(folder) / Path(name).name, Path(folder) / "found" / "found.json"
        found.parent.mkdir()
        file.write_bytes(content)
        sender = ["--from", access.sender] if access.sender else []
        command = [sys.executable, "-m", "plan_targets.command", "check", *sender, "--json", str(found), str(file)]
        try:
            ended = subprocess.run(
                command, cwd=PROJECT_FOLDER, capture_output=True, text=True, timeout=LONGEST_LOOK_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NotLookedAtError("") from error
        if not found.is_file():
            said = ended.stderr.strip().splitlines()
            # Only a sentence of the command's own; what a program says of itself names folders.
            raise NotLookedAtError(said[-1] if ended.returncode == 2 and said and folder not in said[-1] else "")
        (told,) = json.loads(found.read_text(encoding="utf-8"))
    foreign = [row for row in told["taken"] if not may_send_for(access, row["region_code"])]
    return Look(foreign=foreign, **told)


def send(name: str, content: bytes, access: Access) -> Delivery:
    """Puts the file into the drop folder, into the sender's own part of it. Raises BusyError and OSError."""
    with tempfile.TemporaryDirectory(prefix="sending-") as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(content)
        return deliver(file, landing_folder(), access.sender)


def sent(now: Reader) -> list[Load]:
    """What was sent before by the reader's office, or by anybody where the reader sends for all, the newest first."""
    sender = now.access.sender
    kept = [load for load in loads(landing_folder()) if sender is None or load.file.startswith(f"{sender}/")]
    return sorted(kept, key=lambda load: load.number, reverse=True)
