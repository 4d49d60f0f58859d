"""YAML, read by the loader of the C library where there is one: as safe as the other, and ten times as fast."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """What the text says, as lists, dictionaries and plain values. Raises yaml.YAMLError where it is no YAML."""
    return yaml.load(text, _LOADER)
