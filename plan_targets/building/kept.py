"""Which tables a build may keep, because nothing they were made of has changed: `plugins` in profiles.yml loads this.

A node has a key: what dbt compiled for it, the project's own code where it runs Python, and the contents of all that it
reads. A table whose key is that of the table in the build file is not made again, nor is a test asked again that held.
docs/decisions/kept-tables.md says why, and how to have everything made anew.
"""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.invocation import get_invocation_id

from plan_targets.building.commands import is_anew
from plan_targets.building.nodes import by_load, code_of, digest, is_judged, outside_of, shape_of, table_of
from plan_targets.building.outside import LANDING, contents_of_loads
from plan_targets.building.small import suit_large_tables
from plan_targets.gates.process import judging_process
from plan_targets.publication.layout import GATES
from plan_targets.publication.running import manifest

FUNCTION = "is_kept"
FUNCTION_OF_LOADS = "kept_loads"
# Where the build file says what its tables were made of, and which tests held of them.
RECORDS = "main.kept_node"
# The same of each load whose rows a table has, where a row follows from what its own load has in what the table reads.
LOADS = "main.kept_load"
# A larger table is known by the build that made it; to read it again would cost more than it saves.
LARGEST_READ = 200_000
SIZE = "select estimated_size from duckdb_tables() where schema_name = ? and table_name = ?"
# How dbt says that a model or seed was made, or that a test held without a warning.
DONE = {"success", "pass"}
BUILT = {"model", "seed", "snapshot"}


@dataclass(frozen=True)
class Record:
    """What a node was made of, and what came of it: equal keys give equal contents, equal contents equal tables.

    So do the keys of its loads, each for the rows that the load has.
    """

    key: str
    content: str
    loads: dict[str, str] = field(default_factory=dict)


class Keeping:
    """What the running command may keep. One for each connection to the build file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Reads what earlier commands noted in the build file."""
        flags = get_flags()
        # A table without rows, or with a part of them, is nobody's to keep.
        self.is_partial = bool(getattr(flags, "EMPTY", False) or getattr(flags, "SAMPLE", None))
        self.is_anew = is_anew() or self.is_partial
        self._connection = connection
        # dbt asks from its threads.
        self._lock = threading.RLock()
        connection.execute(f"create table if not exists {RECORDS} (node_id varchar, key varchar, content varchar)")
        rows = connection.execute(f"select node_id, key, content from {RECORDS}").fetchall()
        self._records = {node_id: Record(key, content, {}) for node_id, key, content in rows}
        connection.execute(f"create table if not exists {LOADS} (node_id varchar, load_id varchar, key varchar)")
        for node_id, load_id, key in connection.execute(f"select node_id, load_id, key from {LOADS}").fetchall():
            if node_id in self._records:
                self._records[node_id].loads[load_id] = key
        # Those whose notes are in the build file.
        self._written = set(self._records)
        # The keys of what this command makes or keeps, what dbt compiled for it, and the contents that are known.
        self._keys: dict[str, str | None] = {}
        self._compiled: dict[str, str] = {}
        self._contents: dict[str, str] = {}
        # The same for each load, and the loads whose rows stay.
        self._loads: dict[str, dict[str, str]] = {}
        self._kept_loads: dict[str, frozenset[str]] = {}

    def is_kept(self, node_id: str, compiled: str, exists: bool) -> bool:
        """Whether the node may stay as it is. `compiled` stands for what dbt compiled; dbt asks of a node once."""
        with self._lock:
            self._compiled[node_id] = compiled
            key = self._keys[node_id] = self._key(node_id, compiled)
            record = self._records.get(node_id)
            if exists and record is not None and record.key == key and not self.is_anew:
                return True
            self._suit(node_id)
            self._contents.pop(node_id, None)
            self._keep_loads(node_id, record.loads if exists and record is not None and not self.is_anew else {})
            if is_judged(node_id):
                # Whoever chose a part may not need it; a gate in it starts it then.
                judging_process().start()
            if record is not None:
                # Before the table changes: a build that is killed meanwhile leaves one that nothing is known of.
                del self._records[node_id]
                self._erase(self._with_what_follows(node_id))
            return False

    def _suit(self, node_id: str) -> None:
        """Where the node's table is large, or rows come from the drop folder, the build is no small one any more."""
        node = manifest().nodes.get(node_id)
        if node is None or node.resource_type not in BUILT:
            return
        with self._connection.cursor() as cursor:
            size = cursor.execute(SIZE, [node.schema, node.alias]).fetchall()
            if LANDING in node.config.meta.get("outside", ()) or size > [(LARGEST_READ,)]:
                suit_large_tables(cursor)

    def kept_loads(self, node_id: str) -> frozenset[str]:
        """The loads whose rows may stay in a table that is not kept as a whole."""
        return self._kept_loads.get(node_id, frozenset())

    def contents(self, nodes: Mapping[str, str]) -> dict[str, str]:
        """What stands for the rows of the tables of these nodes, by the names that the nodes have in the mapping."""
        with self._lock:
            return {name: self._content(node_id) for name, node_id in nodes.items()}

    def note(self, results: Mapping[str, str]) -> None:
        """Writes what this command made into the build file, for the next one; `results` says how each node ended."""
        with self._lock:
            made = {
                node_id: Record(key, self._noted(node_id), self._loads_of(node_id) if by_load(node_id) else {})
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
                # What is left of keys that nothing was noted for is of rows that a table may have lost since.
                cursor.execute(f"delete from {LOADS} where node_id in (select unnest(?))", [sorted(new)])
                cursor.execute(
                    f"insert into {RECORDS} select unnest(?), unnest(?), unnest(?)",
                    list(map(list, zip(*rows, strict=True))),
                )
                loads = [(node_id, *load) for node_id in sorted(new) for load in self._records[node_id].loads.items()]
                if loads:
                    cursor.execute(
                        f"insert into {LOADS} select unnest(?), unnest(?), unnest(?)",
                        list(map(list, zip(*loads, strict=True))),
                    )
            self._written |= new

    def _erase(self, node_ids: Iterable[str]) -> None:
        """Takes the notes of these nodes out of the build file, at once; those that still hold come back at the end."""
        erased = self._written & set(node_ids)
        if erased:
            with self._connection.cursor() as cursor:
                # In this order: a build that is killed in between leaves no keys of loads that a later note would keep.
                for table in (LOADS, RECORDS):
                    cursor.execute(f"delete from {table} where node_id in (select unnest(?))", [sorted(erased)])
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
            return digest(compiled)
        outside = outside_of(node)
        if outside is None:
            return None
        return digest(compiled, code_of(node), shape_of(node), *outside, *self._parents(node))

    def _keep_loads(self, node_id: str, before: Mapping[str, str]) -> None:
        if by_load(node_id):
            loads = self._loads[node_id] = self._keys_of_loads(node_id)
            self._kept_loads[node_id] = frozenset(load for load, key in loads.items() if before.get(load) == key)

    def _keys_of_loads(self, node_id: str) -> dict[str, str]:
        """By each load the key of its rows: of what it has itself in some parents, and of others as a whole."""
        node = manifest().nodes[node_id]
        parents = sorted(set(node.depends_on.nodes))
        parts = [self._loads_of(parent) for parent in parents if parent.rpartition(".")[2] in by_load(node_id)]
        if LANDING in node.config.meta.get("outside", ()):
            parts.append(contents_of_loads())
        whole = [self._content(parent) for parent in parents if parent.rpartition(".")[2] not in by_load(node_id)]
        said = (self._compiled_of(node_id), code_of(node), shape_of(node), *whole)
        loads = {load for part in parts for load in part}
        return {load: digest(*said, *(part.get(load, "") for part in parts)) for load in loads}

    def _loads_of(self, node_id: str) -> dict[str, str]:
        """What stands for the rows of each load in the node's table; nothing of those of which that is not known."""
        if node_id not in self._loads:
            self._loads[node_id] = self._find_loads(node_id)
        return self._loads[node_id]

    def _find_loads(self, node_id: str) -> dict[str, str]:
        node = manifest().nodes[node_id]
        if node.config.materialized == "view":
            return self._keys_of_loads(node_id) if by_load(node_id) else {}
        if by_load(node_id):
            return self._records[node_id].loads if node_id in self._records else {}
        table = table_of(node)
        rows = f"select load_id, sum(hash(rows)) from {table} as rows group by load_id"
        with self._connection.cursor() as cursor:
            columns = columns_of(cursor, table)
            return {load: digest(columns, str(content)) for load, content in cursor.execute(rows).fetchall()}

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
            return digest(*self._parents(node))
        record = self._records.get(node_id)
        if node.config.materialized == "view":
            return digest(self._compiled_of(node_id), *self._parents(node))
        if record:
            return record.content
        table = table_of(node)
        if node.schema == GATES:
            # What it says of this command's tables; that it said so again changes nothing.
            table = f"(select * exclude (run_id, ran_at) from {table} where run_id = '{get_invocation_id()}')"
        return self._read(table)

    def _compiled_of(self, node_id: str) -> str:
        # A command that leaves a view out may have remade what it reads.
        record = self._records.get(node_id)
        return self._compiled.get(node_id) or (record.content if record else get_invocation_id())

    def _noted(self, node_id: str) -> str:
        node = manifest().nodes.get(node_id)
        is_view = node is not None and node.config.materialized == "view"
        return self._compiled[node_id] if is_view else self._content(node_id)

    def _read(self, table: str) -> str:
        with self._connection.cursor() as cursor:
            try:
                count = cursor.execute(f"select count(*) from {table}").fetchall()[0][0]
                if count > LARGEST_READ:
                    return digest(table, get_invocation_id())
                return content_of(cursor, table)
            except duckdb.CatalogException:
                # Whoever reads it will say that it is not there.
                return digest(table, get_invocation_id())


def content_of(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """What stands for the rows of a table or subquery, and for its columns: one without rows has those too."""
    count, rows = cursor.execute(f"select count(*), sum(hash(rows)) from {table} as rows").fetchall()[0]
    return digest(columns_of(cursor, table), str(count), str(rows), duckdb.__version__)


def columns_of(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """The names and types of its columns, in their order."""
    described = cursor.execute(f"select column_name, column_type from (describe from {table})").fetchall()
    return repr(described)


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
    connection.create_function(
        FUNCTION_OF_LOADS,
        lambda node_id: json.dumps(sorted(keeping().kept_loads(node_id))),
        ["VARCHAR"],
        "VARCHAR",
        side_effects=True,
    )


def keeping() -> Keeping:
    """The one of the running command. Raises AssertionError before dbt has opened the build file."""
    assert _keeping is not None
    return _keeping


def kept_loads(model: str) -> frozenset[str]:
    """The loads whose rows a model in Python need not make; the materialization keeps them."""
    # Spark makes everything anew.
    return frozenset() if _keeping is None else _keeping.kept_loads(f"model.{manifest().metadata.project_name}.{model}")


def rows_to_make(relation: duckdb.DuckDBPyRelation, model: str) -> duckdb.DuckDBPyRelation:
    """The rows of the others."""
    kept = [duckdb.ConstantExpression(load) for load in sorted(kept_loads(model))]
    return relation.filter(duckdb.ColumnExpression("load_id").isnotin(*kept)) if kept else relation
