"""The publications themselves."""

import polars as pl

from app.queries.session import Reader


def publications(now: Reader) -> pl.DataFrame:
    """The publications, newest first."""
    frame = now.snapshot.run_saved("publication_list")
    return frame.rename({name: name.removeprefix("publication__") for name in frame.columns if "__" in name})
