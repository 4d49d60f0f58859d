"""Which command of dbt is running."""

from dbt.flags import get_flags

# Only these read what earlier builds left in the build file.
BUILDING_COMMANDS = {"build", "run", "seed", "snapshot", "test", "retry"}


def is_building() -> bool:
    """Whether the running command builds or tests, and so reads and writes what earlier builds left."""
    return getattr(get_flags(), "WHICH", None) in BUILDING_COMMANDS


def is_anew() -> bool:
    """Whether it was told to make everything anew."""
    return bool(getattr(get_flags(), "FULL_REFRESH", False))
