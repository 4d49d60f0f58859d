"""Published progress files of Open SDG's engine, as rows of the methods' inputs."""

import os
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

# The folder beside the repository, or another; further files can be named, separated as in PATH.
FOLDER = Path(os.environ.get("PROGRESS_CONFORMANCE_PATH") or ROOT.parent / "shared" / "conformance")
_NAMED = os.environ.get("PROGRESS_CONFORMANCE_FILES", "")
FILES = [Path(name) for name in _NAMED.split(os.pathsep) if name] or sorted(FOLDER.glob("*progress*.yml"))


def read_series(file: Path) -> dict[str, dict[str, Any]]:
    """The series of a file of calculation components; indicators without components have none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    indicators = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return {
        f"{indicator} | {name}": series
        for indicator, components in indicators.items()
        for name, series in components.items()
        if isinstance(series, dict)
    }


def as_input(name: str, series: dict[str, Any]) -> dict[str, Any]:
    """A published series as a row of the methods' inputs."""
    return {
        "target_id": name,
        "year": series["current_year"],
        "direction": series["direction"],
        "baseline_year": series["base_year"],
        "baseline_value": series["base_value"],
        "due_year": series["target_year"],
        "target_value": series["target"],
        "limit_value": series["limit"],
        "observed_value": series["current_value"],
    }
