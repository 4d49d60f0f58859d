"""Where the project is, and where its folders are: asked for here and nowhere else.

A folder is the one that the caller was told, else the variable of `dbt_project.yml`, else the environment's, else the
one in the project. A relative path is relative to the project.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from plan_targets.yaml_text import read_yaml

PROJECT_FOLDER = Path(__file__).resolve().parents[1]
SEEDS_FOLDER = PROJECT_FOLDER / "seeds"
SUITES_FOLDER = PROJECT_FOLDER / "expectations" / "suites"
ROWS_FILE = PROJECT_FOLDER / "expectations" / "rows.yml"


@cache
def variables() -> dict[str, Any]:
    """The variables that `dbt_project.yml` declares, with the values it gives them."""
    project: dict[str, Any] = read_yaml((PROJECT_FOLDER / "dbt_project.yml").read_text(encoding="utf-8"))
    return dict(project.get("vars", {}))


def published_folder(configured: str | None = None) -> Path:
    """The folder of publications; `configured` is what a build was told with `--vars`."""
    return _folder(configured, "published_path", "PUBLISHED_PATH", "published")


def landing_folder(configured: str | None = None) -> Path:
    """The drop folder; `configured` is what a build was told with `--vars`."""
    return _folder(configured, "landing_path", "LANDING_PATH", "landing")


def pages_may_load() -> bool:
    """Whether a page may put files into the drop folder; who reads the pages may not load, unless somebody says so."""
    told = str(variables().get("pages_may_load") or os.environ.get("PAGES_MAY_LOAD") or "")
    return told.lower() in ("yes", "true", "1")


def allow_list_file(configured: str | None = None) -> Path:
    """The list of who may see and send what; there need not be one."""
    return _folder(configured, "allow_list_path", "ALLOW_LIST_PATH", "allow_list.yml")


def dataset_locations() -> list[str]:
    """The beginnings of locations outside the drop folder from which data sets may be read; none, unless told."""
    return str(variables().get("dataset_locations") or os.environ.get("DATASET_LOCATIONS") or "").split()


def target_folder() -> Path:
    """The folder for what dbt makes, as the running command was told."""
    # Only a build asks, and only a build has dbt loaded: the pages start without it.
    from dbt.flags import get_flags

    return PROJECT_FOLDER / (get_flags().TARGET_PATH or "target")


def _folder(configured: str | None, variable: str, environment: str, otherwise: str) -> Path:
    return PROJECT_FOLDER / (configured or variables().get(variable) or os.environ.get(environment) or otherwise)
