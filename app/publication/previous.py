"""What the last publication said, for the build that follows it."""

import polars as pl

from app.publication.read import NoPublicationError, connect, current_publication


def read_previous(published_path: str | None, table: str, columns: pl.Schema) -> pl.DataFrame:
    """The rows of that mart in the current publication, in exactly these columns.

    Without a readable publication, or where it does not have the table yet, no rows: a build must be able to start
    from nothing. A column that an older publication does not have is null.
    """
    try:
        connection = connect(current_publication(published_path))
    except NoPublicationError:
        return columns.to_frame()
    try:
        known = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        if table not in known:
            return columns.to_frame()
        rows = connection.table(table).pl()
    finally:
        connection.close()
    return rows.select(
        pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in columns.items()
    )
