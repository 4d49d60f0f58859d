"""Asks whichever publication is current at the moment of the question, or the one that was asked for, for one access.

How one publication answers is in `plan_targets.semantic.reader`.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache

import polars as pl
from cachetools import LRUCache

from plan_targets.access.access import EVERYTHING, Access
from plan_targets.publication.as_of import WrongDayError
from plan_targets.publication.read import current_publication, kept_publication
from plan_targets.semantic.errors import RequestError
from plan_targets.semantic.question import Where
from plan_targets.semantic.reader import SnapshotReader

# Of a client, which has one access, and of all clients together.
READERS_KEPT = 2
CLIENTS_KEPT = 64


class SemanticClient:
    """Answers questions from whichever publication is current at the moment of the question, for one access."""

    def __init__(
        self,
        published_path: str | None = None,
        as_of: str | None = None,
        access: Access = EVERYTHING,
        build_id: str | None = None,
    ) -> None:
        """Takes the folder of publications; none means the environment's PUBLISHED_PATH, else `published`.

        With a day (YYYY-MM-DD) it answers from what was published as of that day, and never from anything else. With
        an access it answers as if nothing else were published. With an id, or a number, it answers from that
        publication as long as it is kept.
        """
        self._published_path = published_path
        self._as_of = as_of
        self._access = access
        self._build_id = build_id
        # One that is no longer kept is not closed: a page may be asking it still.
        self._readers: LRUCache[str, SnapshotReader] = LRUCache(READERS_KEPT)
        self._guard = threading.Lock()

    def current(self) -> SnapshotReader:
        """The reader of the current publication.

        A page that asks several questions takes it once, so that all its figures come from one publication.
        Raises NoPublicationError when there is nothing to read, and RequestError for what is no day.
        """
        try:
            publication = (
                kept_publication(self._build_id, self._published_path, self._as_of)
                if self._build_id
                else current_publication(self._published_path, self._as_of)
            )
        except WrongDayError as error:
            raise RequestError(error.english, error.chinese) from error
        folder = str(publication.folder)
        # One thread opens it, the others wait for the same.
        with self._guard:
            if folder not in self._readers:
                self._readers[folder] = SnapshotReader(publication, self._access)
            return self._readers[folder]

    def query(
        self,
        metrics: Sequence[str] = (),
        group_by: Sequence[str] = (),
        where: Where = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
    ) -> pl.DataFrame:
        """See plan_targets.semantic.query."""
        return self.current().query(metrics, group_by, where, order_by, limit)

    def run_saved(
        self, name: str, where: Where = (), order_by: Sequence[str] = (), limit: int | None = None
    ) -> pl.DataFrame:
        """See plan_targets.semantic.run_saved."""
        return self.current().run_saved(name, where, order_by, limit)


@lru_cache(maxsize=CLIENTS_KEPT)
def client(
    published_path: str | None = None,
    as_of: str | None = None,
    access: Access = EVERYTHING,
    build_id: str | None = None,
) -> SemanticClient:
    """The process's client for that folder of publications, those of one day, or one; one cache for all of one access.

    A page gets the access of its reader from `app.queries.session`, the endpoint that of a token.
    """
    return SemanticClient(published_path, as_of, access, build_id)
