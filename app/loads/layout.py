"""Where dropped files are, and where their copies are kept."""

import os
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parents[2]

# Beside the dropped files, so that one variable moves both; hidden, so that nobody takes it for an inbox.
STORE = ".loads"
# The bytes, with the ending of the dropped file's name: never a name that a clerk chose.
CONTENT = "content"
RECORD_FILE = "record.json"
WITHDRAWN_FILE = "withdrawn.json"

README = "README.md"


def landing_folder(configured: str | None = None) -> Path:
    """The drop folder: the one given, else the environment's LANDING_PATH, else `landing`.

    A relative path is relative to the project.
    """
    return PROJECT_FOLDER / (configured or os.environ.get("LANDING_PATH") or "landing")
