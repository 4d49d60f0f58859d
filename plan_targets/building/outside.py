"""What models read that no other node of the project makes: the drop folder, and the publication before this one."""

from hashlib import sha256
from pathlib import Path

from plan_targets.landing.store import loads
from plan_targets.publication.previous import previous_publication
from plan_targets.publication.running import variable
from plan_targets.settings import landing_folder

LANDING = "landing"


def outside_content(name: str) -> str:
    """What stands for the content of that source: `landing`, or the name of a mart of the previous publication.

    Raises OSError when the drop folder cannot be read.
    """
    return _landing() if name == LANDING else _previous(name)


def _landing() -> str:
    """What is in the drop folder's store, damaged or withdrawn, and since when."""
    registered = loads(landing_folder(variable("landing_path")))
    states = [(load.load_id, load.digest, load.trouble, load.withdrawn, _changed_at(load.path)) for load in registered]
    return sha256(repr(states).encode()).hexdigest()


def contents_of_loads() -> dict[str, str]:
    """The same for each load in the drop folder's store."""
    return {
        load.load_id: repr((load.digest, load.trouble, load.withdrawn, _changed_at(load.path)))
        for load in loads(landing_folder(variable("landing_path")))
    }


def _changed_at(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def _previous(mart: str) -> str:
    publication = previous_publication()
    if publication is None:
        return ""
    # A publication that does not say what its tables hold is known by its name.
    return str(publication.record.get("contents", {}).get(mart) or publication.build_id)
