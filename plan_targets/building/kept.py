"""Which tables a build may keep, because nothing they were made of has changed: `plugins` in profiles.yml loads this.

A node has a key: what dbt compiled for it, the project's own code where it runs Python, and the contents of all that it
reads. A table whose key is that of the table in the build file is not made again, nor is a test asked again that held.
docs/decisions/kept-tables.md says why, and how to have everything made anew.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.invocation import get_invocation_id

from plan_targets.building.outside import LANDING, outside_content
from plan_targets.gates.process import judging_process
from plan_targets.publication.layout import GATES
from plan_targets.publication.running import manifest
from plan_targets.settings import PROJECT_FOLDER

FUNCTION = "is_kept"
# Where the build file says what its tables were made of, and which tests held of them.
RECORDS = "main.kept_node"
# A larger table is known by the build that made it; to read it again would cost more than it saves.
LARGEST_READ = 200_000
# The commands that run gates.
GATE_COMMANDS = {"build", "run", "retry"}
# How dbt says that a model or seed was made, or that a test held without a warning.
DONE = {"success", "pass"}
BUILT = {"model", "seed", "snapshot"}


@dataclass(frozen=True)
class Record:
    """What a node was made of, and what came of it: equal keys give equal contents, equal contents equal tables."""

    key: str
    content: str


class Keeping:
    """What the running command may keep. One for each connection to the build file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Reads what earlier commands noted in the build file."""
        flags = get_flags()
        # A table without rows, or with a part of them, is nobody's to keep.
        self.is_partial = bool(getattr(flags, "EMPTY", False) or getattr(flags, "SAMPLE", None))
        # `dbt seed --show` shows what it has read.
        self.is_anew = any(getattr(flags, name, False) for name in ("FULL_REFRESH", "SHOW")) or self.is_partial
        self._connection = connection
        # dbt asks from its threads.
        self._lock = threading.RLock()
        connection.execute(f"create table if not exists {RECORDS} (node_id varchar, key varchar, content varchar)")
        rows = connection.execute(f"select node_id, key, content from {RECORDS}").fetchall()
        self._records = {node_id: Record(key, content) for node_id, key, content in rows}
        # Those whose notes are in the build file.
        self._written = set(self._records)
        # The keys of what this command makes or keeps, what dbt compiled for it, and the contents that are known.
        self._keys: dict[str, str | None] = {}
        self._compiled: dict[str, str] = {}
        self._contents: dict[str, str] = {}

    def is_kept(self, node_id: str, compiled: str, exists: bool) -> bool:
        """Whether the node may stay as it is. `compiled` stands for what dbt compiled; dbt asks of a node once."""
        with self._lock:
            self._compiled[node_id] = compiled
            key = self._keys[node_id] = self._key(node_id, compiled)
            record = self._records.get(node_id)
            if exists and record is not None and record.key == key and not self.is_anew:
                return True
            self._contents.pop(node_id, None)
            if _is_judged(node_id):
                # Whoever chose a part may not need it; a gate in it starts it then.
                judging_process().start()
            if record is not None:
                # Before the table changes: a build that is killed meanwhile leaves one that nothing is known of.
                del self._records[node_id]
                self._erase(self._with_what_follows(node_id))
            return False

    def contents(self, nodes: Mapping[str, str]) -> dict[str, str]:
        """What stands for the rows of the tables of these nodes, by the names that the nodes have in the mapping."""
        with self._lock:
            return {name: self._content(node_id) for name, node_id in nodes.items()}

    def note(self, results: Mapping[str, str]) -> None:
        """Writes what this command made into the build file, for the next one; `results` says how each node ended."""
        with self._lock:
            made = {
                node_id: Record(key, self._noted(node_id))
                for node_id, status in results.items()
                if status in DONE and not self.is_partial and (key := self._keys.get(node_id)) is not None
            }
            self._erase(node_id for node_id, record in made.items() if self._records.get(node_id) != record)
            self._records |= made
            new = self._records.keys() - self._written
            if not new:
                return
            rows = [(node_id, self._records[node_id].key, self._records[node_id].content) for node_id in sorted(new)]
            with self._connection.cursor() as cursor:
                cursor.execute(
                    f"insert into {RECORDS} select unnest(?), unnest(?), unnest(?)",
                    list(map(list, zip(*rows, strict=True))),
                )
            self._written |= new

    def _erase(self, node_ids: Iterable[str]) -> None:
        """Takes the notes of these nodes out of the build file, at once; those that still hold come back at the end."""
        erased = self._written & set(node_ids)
        if erased:
            with self._connection.cursor() as cursor:
                cursor.execute(f"delete from {RECORDS} where node_id in (select unnest(?))", [sorted(erased)])
            self._written -= erased

    def _with_what_follows(self, node_id: str) -> set[str]:
        """The node, and what is made of it, by way of others too: most of that is made anew with it."""
        found, ahead = {node_id}, [node_id]
        while ahead:
            new = self._readers.get(ahead.pop(), set()) - found
            found |= new
            ahead.extend(new)
        return found

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """The nodes that read each node."""
        readers: dict[str, set[str]] = {}
        for node_id, node in manifest().nodes.items():
            for parent in getattr(node.depends_on, "nodes", ()):
                readers.setdefault(parent, set()).add(node_id)
        return readers

    def _key(self, node_id: str, compiled: str) -> str | None:
        node = manifest().nodes.get(node_id)
        if node is None:
            # A unit test reads rows of its own, which are compiled into it.
            return _digest(compiled)
        outside = _outside(node)
        if outside is None:
            return None
        code = _code() if getattr(node, "language", "sql") == "python" else ""
        return _digest(compiled, code, _shape(node), *outside, *self._parents(node))

    def _parents(self, node: Any) -> list[str]:
        return [self._content(parent) for parent in sorted(set(getattr(node.depends_on, "nodes", ())))]

    def _content(self, node_id: str) -> str:
        if node_id not in self._contents:
            self._contents[node_id] = self._find_content(node_id)
        return self._contents[node_id]

    def _find_content(self, node_id: str) -> str:
        node = manifest().nodes.get(node_id)
        if node is None or node.resource_type not in BUILT:
            return ""
        if node.config.materialized == "ephemeral":
            # What it says is compiled into its readers.
            return _digest(*self._parents(node))
        record = self._records.get(node_id)
        if node.config.materialized == "view":
            # A command that leaves the view out may have remade what it reads.
            compiled = self._compiled.get(node_id) or (record.content if record else get_invocation_id())
            return _digest(compiled, *self._parents(node))
        if record:
            return record.content
        table = f'"{node.schema}"."{node.alias}"'
        if node.schema == GATES:
            # What it says of this command's tables; that it said so again changes nothing.
            table = f"(select * exclude (run_id, ran_at) from {table} where run_id = '{get_invocation_id()}')"
        return self._read(table)

    def _noted(self, node_id: str) -> str:
        node = manifest().nodes.get(node_id)
        is_view = node is not None and node.config.materialized == "view"
        return self._compiled[node_id] if is_view else self._content(node_id)

    def _read(self, table: str) -> str:
        with self._connection.cursor() as cursor:
            try:
                count = cursor.execute(f"select count(*) from {table}").fetchall()[0][0]
                if count > LARGEST_READ:
                    return _digest(table, get_invocation_id())
                rows = cursor.execute(f"select sum(hash(rows)), any_value(typeof(rows)) from {table} as rows")
                return _digest(str(count), *map(str, rows.fetchall()[0]), duckdb.__version__)
            except duckdb.CatalogException:
                # Whoever reads it will say that it is not there.
                return _digest(table, get_invocation_id())


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb's way in."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Adds the function that the materializations ask, which answers for the running command."""
        keep_in(conn)


_keeping: Keeping | None = None


def keep_in(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds the function by which that connection is asked what may be kept of its tables."""
    global _keeping
    _keeping = Keeping(connection)
    connection.create_function(
        FUNCTION, _keeping.is_kept, ["VARCHAR", "VARCHAR", "BOOLEAN"], "BOOLEAN", side_effects=True
    )


def keeping() -> Keeping:
    """The one of the running command. Raises AssertionError before dbt has opened the build file."""
    assert _keeping is not None
    return _keeping


def _outside(node: Any) -> list[str] | None:
    """The contents of what the node reads beside the nodes it names; none where that is not known.

    SQL reads nothing else. A Python model says so in its yml, and what it does not say makes it run in every build.
    """
    if getattr(node, "language", "sql") != "python":
        return [] if node.resource_type != "seed" else [_seed(node)]
    names = node.config.meta.get("outside")
    return None if names is None else [outside_content(name) for name in names]


def _is_judged(node_id: str) -> bool:
    """Whether gates will have to judge because this node has changed, and the command runs them all."""
    node = manifest().nodes.get(node_id)
    is_source = node is not None and (node.resource_type == "seed" or LANDING in node.config.meta.get("outside", ()))
    return is_source and get_flags().WHICH in GATE_COMMANDS and not get_flags().SELECT


def _seed(node: Any) -> str:
    return sha256((PROJECT_FOLDER / node.original_file_path).read_bytes()).hexdigest()


def _shape(node: Any) -> str:
    """What makes a table beside its query: the contract with its constraints, the types of a seed's columns."""
    columns = [
        (name, column.data_type, [constraint.to_dict() for constraint in column.constraints])
        for name, column in node.columns.items()
    ]
    constraints = [constraint.to_dict() for constraint in getattr(node, "constraints", ())]
    contract = getattr(node.config, "contract", None)
    types = getattr(node.config, "column_types", None)
    return repr((columns, constraints, contract and contract.enforced, types, node.config.materialized))


@cache
def _code() -> str:
    """The project's Python, how it makes tables, and the exact versions of what it uses."""
    files = [*(PROJECT_FOLDER / "plan_targets").rglob("*.py"), *(PROJECT_FOLDER / "macros").rglob("*.sql")]
    versions = PROJECT_FOLDER / "pyproject.toml"
    return _digest(*(path.read_text(encoding="utf-8") for path in [*sorted(files), versions]))


def _digest(*parts: str) -> str:
    digest = sha256()
    for part in parts:
        text = part.encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()
