"""What the last publication said, for the build that follows it."""

import contextlib
import threading
from functools import cache

import duckdb
import polars as pl
from dbt_common.invocation import get_invocation_id

from plan_targets.files.errors import FaultError
from plan_targets.publication.layout import SCHEMA
from plan_targets.publication.pointer import exclusive, move_pointer
from plan_targets.publication.read import NoPublicationError, Publication, connect, current_publication
from plan_targets.publication.running import as_of, publications, variable

ATTACHED = "previous_publication"
TYPES = {pl.String: "varchar", pl.Int32: "integer", pl.Float64: "double", pl.Date: "date", pl.Boolean: "boolean"}

# dbt runs models in threads; all of one build follow the same publication.
_guard = threading.Lock()


def previous_publication() -> Publication | None:
    """The publication that this build follows, the same whenever the build asks; none when there is none to read.

    A build as of a day follows the last one as of that day, any other build the current one: like follows like.
    """
    with _guard:
        return _resolve(get_invocation_id())


def read_previous(table: str, columns: pl.Schema) -> pl.DataFrame:
    """The rows of that mart in the previous publication, in exactly these columns.

    Without a readable publication, or where it does not have the table yet, no rows: a build must be able to start
    from nothing. A column that an older publication does not have is null.
    """
    publication = previous_publication()
    if publication is None:
        return columns.to_frame()
    connection = connect(publication)
    try:
        known = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        if table not in known:
            return columns.to_frame()
        relation = connection.table(table)
        found = [name for name in relation.columns if name in columns]
        rows = (relation.select(*found) if found else relation).pl()
    finally:
        connection.close()
    return rows.select(
        pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in columns.items()
    )


def relation_of_previous(table: str, columns: pl.Schema, session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The same for a mart of millions of rows: read where it is published, and no more of it than is asked for.

    `session` is that of the model. The publication stays attached to it, for reading alone, until it ends.
    """
    publication = previous_publication()
    found: set[str] = set()
    if publication is not None:
        path = str(publication.database).replace("'", "''")
        session.execute(f"attach if not exists '{path}' as {ATTACHED} (read_only)")
        known = "select column_name from duckdb_columns() where database_name = $1 and table_name = $2"
        found = {name for (name,) in session.execute(known, [ATTACHED, table]).fetchall()}
    taken = (
        f"cast({name if name in found else 'null'} as {TYPES[dtype.base_type()]}) as {name}"
        for name, dtype in columns.items()
    )
    source = f"from {ATTACHED}.{SCHEMA}.{table}" if found else "where false"
    return session.sql(f"select {', '.join(taken)} {source}")


@cache
def _resolve(invocation_id: str) -> Publication | None:
    published_path = variable("published_path")
    try:
        publication = current_publication(published_path, as_of())
        connect(publication).close()
    except NoPublicationError:
        return None
    if publication.is_fallback:
        # Readers that follow the pointer by themselves need it mended even if this build is never published.
        with contextlib.suppress(NoPublicationError, FaultError, OSError), exclusive(publications()):
            move_pointer(publications(), current_publication(published_path, as_of()).folder)
    return publication
