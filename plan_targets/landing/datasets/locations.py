"""A small file that names where a data set lies, when that is not the drop folder: figures.dataset.yml with

    location: s3://bucket/figures/**/*.parquet

One location or a list of them: Parquet files, by DuckDB's patterns. Who may put a file into the drop folder could
have anything read that the warehouse can reach, so that only locations are read which somebody allowed: variable
`dataset_locations` of the project, else the environment's DATASET_LOCATIONS, beginnings of locations, with blanks
between. How DuckDB logs in at a store of objects is said by its own secrets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from plan_targets.landing.datasets.errors import RefusedDatasetError
from plan_targets.landing.datasets.reading import quoted
from plan_targets.yaml_text import read_yaml

MOST_BYTES = 1 << 16
_OF_NETWORKS = {"s3", "https", "http", "gs", "gcs", "r2"}


@dataclass(frozen=True)
class Location:
    """Where a data set lies."""

    addresses: tuple[str, ...]

    @property
    def text(self) -> str:
        """The addresses as a reader is told them."""
        return "; ".join(self.addresses)

    @property
    def scan(self) -> str:
        """The SQL that reads them."""
        names = ", ".join(quoted(address) for address in self.addresses)
        return f"read_parquet([{names}], hive_partitioning = true, hive_types_autocast = false, union_by_name = true)"

    @property
    def extensions(self) -> tuple[str, ...]:
        """What DuckDB needs to read them."""
        return ("httpfs",) if any(urlsplit(address).scheme in _OF_NETWORKS for address in self.addresses) else ()


def read_location(file: Path, allowed: Sequence[str]) -> Location:
    """The location that the file names. Raises RefusedDatasetError when it names none, or one that nobody allowed."""
    try:
        text = file.read_text(encoding="utf-8") if file.stat().st_size <= MOST_BYTES else ""
        said = read_yaml(text)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise RefusedDatasetError("location_unclear", file.name) from error
    named = said.get("location") if isinstance(said, dict) else None
    addresses = [named] if isinstance(named, str) else named
    if (
        not isinstance(addresses, list)
        or not addresses
        or not all(isinstance(each, str) and each for each in addresses)
    ):
        raise RefusedDatasetError("location_unclear", file.name)
    for address in addresses:
        if not _is_allowed(address, allowed):
            raise RefusedDatasetError("location_not_allowed", address)
    return Location(tuple(addresses))


def _is_allowed(address: str, allowed: Sequence[str]) -> bool:
    # ../ would lead out of what was allowed, and behind a ? or a # anything may stand.
    is_plain = ".." not in address.split("/") and "\n" not in address
    return is_plain and any(address == each or address.startswith(f"{each.rstrip('/')}/") for each in allowed)
