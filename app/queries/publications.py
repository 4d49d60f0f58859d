"""The publications themselves."""

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader


@kept
def has_nothing(now: Reader) -> bool:
    """Whether there is neither a target nor a figure in it for the reader."""
    if now.access.sees_everything:
        # Its own record says so.
        return bool(now.fact("target_count") == now.fact("observation_count") == 0)
    return all(not now.snapshot.query([metric]).sum().row(0)[0] for metric in ("target_count", "observation_count"))


def publications(now: Reader) -> pl.DataFrame:
    """The publications, newest first."""
    frame = now.snapshot.run_saved("publication_list")
    return frame.rename({name: name.removeprefix("publication__") for name in frame.columns if "__" in name})
