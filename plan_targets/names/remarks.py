"""What the notes beside figures say about them, by a list of patterns: inferred, doubtful, superseded, a break."""

import polars as pl


def note_remarks(notes: pl.Series, remarks: pl.DataFrame) -> pl.DataFrame:
    """One row for each note and each `meaning` whose `pattern` it holds, in capitals or not: note, meaning.

    A pattern is compiled once for all notes; in a join it would be compiled once for each of them.
    """
    read = pl.DataFrame({"note": notes.cast(pl.String).drop_nulls().unique()}).with_columns(
        lower=pl.col("note").str.to_lowercase()
    )
    found = [
        read.filter(pl.col("lower").str.contains(pattern)).select("note", meaning=pl.lit(meaning))
        for pattern, meaning in remarks.select("pattern", "meaning").iter_rows()
    ]
    nothing = pl.DataFrame(schema={"note": pl.String, "meaning": pl.String})
    return pl.concat([nothing, *found]).unique().sort("note", "meaning")
