"""What dbt loads before it reads the project: it looks for modules whose names begin with `dbt_`.

Here it is kept from what no build of this project needs, and what takes long is begun early
(docs/decisions/less-of-dbt.md).
"""

import atexit
import gc
import json
import logging
from collections.abc import Iterator
from pprint import pformat
from traceback import walk_stack
from typing import Any

from dbt.artifacts.schemas import base
from dbt.contracts.files import FileHash
from dbt.events.logging import track_behavior_change_warn
from dbt.flags import get_flags
from dbt.parser import manifest
from dbt.plugins.manager import dbtPlugin
from dbt.task import runnable
from dbt_common import behavior_flags
from dbt_common.clients.system import write_file, write_json
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager
from dbt_common.events.logger import PRINT_EVENT_NAMES
from dbt_common.utils.encoding import JSONEncoder

from plan_targets.building.templates import keep_templates
from plan_targets.gates.process import judging_process
from plan_targets.settings import PROJECT_FOLDER

PROJECT = "plan_target_warehouse"
# Variables that no file's reading depends on.
SAID_AS_A_NODE_RUNS = {"as_of", "as_of_days_kept", "published_path", "quality_runs_kept", "snapshots_kept", "time_zone"}
WRITING_AT_THE_END = {"build", "run", "seed", "test"}
LEVELS = {
    EventLevel.DEBUG: logging.DEBUG,
    EventLevel.TEST: logging.DEBUG,
    EventLevel.INFO: logging.INFO,
    EventLevel.WARN: logging.WARNING,
    EventLevel.ERROR: logging.ERROR,
}


class SeldomGarbage(dbtPlugin):  # type: ignore[misc]
    """Has garbage looked for only when there may be much.

    Nearly all that dbt makes, of the project and then of each node, stays until its end: looking through it again and
    again took a tenth of a build.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        if self.project_name == PROJECT:
            gc.set_threshold(1_000_000)
            # The process's end looks through everything once more.
            atexit.register(gc.freeze)


class UnheardMessages(dbtPlugin):  # type: ignore[misc]
    """Makes no message that nobody would see.

    dbt makes one of each thing it does, five thousand in a build, with all that it knows of the node, and then looks
    whether a log wants it: a fifth of a build, for lines that only `--debug` shows.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        if self.project_name == PROJECT:
            BaseEvent.__init__, BaseEvent.__getattr__ = _remember, _make
            ctx_set_event_manager(_OfTheHeard(get_event_manager()))


class OneManifest(dbtPlugin):  # type: ignore[misc]
    """Describes the project once, at the end of a command that runs something.

    dbt writes its manifest as the command begins too, which takes as long as making ten tables; a command that ends
    early leaves the one of before. And it has Python put it together word by word, which json does at once.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        # What writes at the end has taken the function already.
        is_written_at_end = runnable.write_manifest is _write_manifest and get_flags().WHICH in WRITING_AT_THE_END
        is_ours = self.project_name == PROJECT
        manifest.write_manifest = _write_nothing if is_ours and is_written_at_end else _write_manifest
        base.write_json = _write_at_once if is_ours else write_json


class OneReading(dbtPlugin):  # type: ignore[misc]
    """Has dbt go on from what it last read of the project, whatever day or build file a command names.

    What a variable changes as the project is read (a path in a yml) is read anew; these say something only as a node
    runs, and reading all takes as long as half a build.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        is_ours = self.project_name == PROJECT
        manifest.ManifestLoader.build_manifest_state_check = _state if is_ours else _state_by_dbt


class KnownTemplates(dbtPlugin):  # type: ignore[misc]
    """Keeps what Jinja compiles of macros and models, in `target/templates`.

    It compiles some hundred of them in every command, of which an edit changes one or two: a tenth of a build.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        flags = get_flags()
        # What `dbt clean` removes it would bring back.
        is_ours = self.project_name == PROJECT and flags.WHICH != "clean"
        keep_templates(PROJECT_FOLDER / (flags.TARGET_PATH or "target") / "templates" if is_ours else None)


class QuickFlags(dbtPlugin):  # type: ignore[misc]
    """Has dbt find out which of its modules declares a flag from the frames alone.

    For the name in a message that only `--debug` shows, it looked up the file of every module that is loaded.
    """

    def initialize(self) -> None:
        """Dbt's way in."""
        if self.project_name == PROJECT:
            behavior_flags.BehaviorFlagRendered._default_source = staticmethod(_module_of_the_flag)


class EarlyJudge(dbtPlugin):  # type: ignore[misc]
    """Has the process that judges gates import its library while dbt reads the project, where all will be judged."""

    def initialize(self) -> None:
        """Dbt's way in."""
        flags = get_flags()
        is_whole = flags.WHICH == "build" and flags.FULL_REFRESH and not flags.SELECT
        # Spark judges its tables itself.
        if self.project_name == PROJECT and is_whole and flags.TARGET in (None, "duckdb"):
            judging_process().start()


class _OfTheHeard(EventManager):  # type: ignore[misc]
    """Hands on what a log wants, or whoever called dbt from Python."""

    def __init__(self, before: EventManager) -> None:
        super().__init__()
        self.__dict__.update(before.__dict__)

    def fire_event(self, e: BaseEvent, level: EventLevel | None = None, *others: Any, **named: Any) -> None:
        if self._is_heard(type(e).__name__, LEVELS[level or e.level_tag()]):
            super().fire_event(e, level, *others, **named)

    def _is_heard(self, name: str, level: int) -> bool:
        return (
            level >= logging.WARNING
            or name in PRINT_EVENT_NAMES
            or any(LEVELS[logger.level] <= level for logger in self.loggers)
            # dbt's own, which waits for a warning.
            or any(callback is not track_behavior_change_warn for callback in self.callbacks)
        )


def _state(loader: manifest.ManifestLoader) -> Any:
    config = loader.root_project
    said, connection = config.cli_vars, dict(config.credentials.connection_info())
    try:
        config.cli_vars = {name: value for name, value in said.items() if name not in SAID_AS_A_NODE_RUNS}
        state = _state_by_dbt(loader)
    finally:
        config.cli_vars = said
    # Relations are named by the database, which is the file's name without its folder.
    connection.pop("path", None)
    state.profile_hash = FileHash.from_contents(pformat(sorted(connection.items())))
    return state


def _module_of_the_flag() -> str:
    modules: Iterator[str] = (frame.f_globals["__name__"] for frame, _ in walk_stack(None))
    return next(name for name in modules if name not in (__name__, behavior_flags.__name__))


def _write_at_once(path: str, data: dict[str, Any]) -> bool:
    write_file(path, json.dumps(data, cls=JSONEncoder))
    return True


def _write_nothing(*_: Any) -> None:
    pass


_write_manifest = manifest.write_manifest
_state_by_dbt = manifest.ManifestLoader.build_manifest_state_check
_init = BaseEvent.__init__
_getattr = BaseEvent.__getattr__


def _remember(event: BaseEvent, *args: Any, **kwargs: Any) -> None:
    object.__setattr__(event, "_told", (args, kwargs))


def _make(event: BaseEvent, name: str) -> Any:
    if name == "pb_msg" and "_told" in vars(event):
        args, kwargs = vars(event).pop("_told")
        _init(event, *args, **kwargs)
        return vars(event)["pb_msg"]
    return _getattr(event, name) if name == "pb_msg" else getattr(event.pb_msg, name)


plugins = [SeldomGarbage, UnheardMessages, OneManifest, OneReading, KnownTemplates, QuickFlags, EarlyJudge]
