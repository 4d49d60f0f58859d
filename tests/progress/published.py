"""Published progress figures of Open SDG's engine, as rows of the methods' inputs."""

import csv
import os
from pathlib import Path
from typing import Any

from plan_targets.yaml_text import read_yaml

# Statistics Canada's figures; further files can be named, separated as in PATH.
OURS = Path(__file__).parent / "data" / "statcan_sdg_progress.csv"
_NAMED = os.environ.get("PROGRESS_CONFORMANCE_FILES", "")
FILES = [OURS, *(Path(name) for name in _NAMED.split(os.pathsep) if name)]

_TEXTS = ("indicator", "series", "status")


def read_series(file: Path) -> dict[str, dict[str, Any]]:
    """The series of a file by name; indicators without components have none."""
    return _read_table(file) if file.suffix == ".csv" else _read_components(file)


def as_input(name: str, series: dict[str, Any]) -> dict[str, Any]:
    """A published series as a row of the methods' inputs."""
    return {
        "target_id": name,
        # A series without a figure is without one in any year.
        "year": series["current_year"] or series["base_year"],
        "direction": series["direction"],
        "baseline_year": series["base_year"],
        "baseline_value": series["base_value"],
        "due_year": series["target_year"],
        "target_value": series["target"],
        "limit_value": series["limit"],
        "observed_value": series["current_value"],
    }


def _read_table(file: Path) -> dict[str, dict[str, Any]]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        f"{row['indicator']} | {row['series']}": {
            name: text if name in _TEXTS else float(text) if text else None for name, text in row.items()
        }
        for row in rows
    }


def _read_components(file: Path) -> dict[str, dict[str, Any]]:
    indicators = read_yaml(file.read_text(encoding="utf-8"))
    return {
        f"{indicator} | {name}": series
        for indicator, components in indicators.items()
        for name, series in components.items()
        if isinstance(series, dict)
    }
