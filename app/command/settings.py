"""Where this project keeps its loads and its publications, as a build would find them."""

from pathlib import Path
from typing import Any

import yaml

from app.loads.layout import landing_folder
from app.publication.layout import PROJECT_FOLDER, published_folder


def published() -> Path:
    """The folder of publications."""
    return published_folder(_variable("published_path"))


def landing() -> Path:
    """The drop folder."""
    return landing_folder(_variable("landing_path"))


def _variable(name: str) -> str | None:
    project: dict[str, Any] = yaml.safe_load((PROJECT_FOLDER / "dbt_project.yml").read_text(encoding="utf-8"))
    return project.get("vars", {}).get(name) or None
