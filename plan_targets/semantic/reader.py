"""Answers questions from one publication: checked, compiled, run read-only, cached.

Whoever asks has an access, and the connection that answers holds only what it allows. Answers are kept by publication
and access; only what holds no row of any mart, the catalogue and the compiled SQL, is shared between accesses. Which
publication is asked is decided in `plan_targets.semantic.client`.
"""

import logging
import threading
from collections.abc import Sequence
from functools import lru_cache

import duckdb
import polars as pl
from cachetools import LRUCache, cachedmethod
from cachetools.keys import methodkey

from plan_targets.access.access import EVERYTHING, Access
from plan_targets.access.limit import connect_as
from plan_targets.publication.read import NoPublicationError, Publication
from plan_targets.semantic.catalogue import Catalogue, Dimension, is_shown, read_catalogue
from plan_targets.semantic.compile import Compiled, Compiler
from plan_targets.semantic.conditions import Value
from plan_targets.semantic.errors import (
    ConditionError,
    NotAllowedError,
    PublicationDamagedError,
    QueryFailedError,
    shorten,
)
from plan_targets.semantic.listing import Assumed
from plan_targets.semantic.question import Question, Where, names_of

ANSWERS_KEPT = 256
ASSUMED_KEPT = 512
ANSWER_BYTES_KEPT = 64 * 1024 * 1024
# Of manifests, whatever the access.
SHARED_KEPT = 4

# What DuckDB raises for a table that is not there, and for a part of the file that cannot be read.
DAMAGE = (
    duckdb.CatalogException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.IOException,
    duckdb.SerializationException,
)

log = logging.getLogger(__name__)


class SnapshotReader:
    """Answers questions from one publication for one access. Safe to use from several threads."""

    def __init__(self, publication: Publication, access: Access = EVERYTHING) -> None:
        """Opens the publication read-only, with what the access allows. Raises NoPublicationError when it cannot."""
        self.publication = publication
        self.access = access
        self._connection = connect_as(publication, access)
        try:
            self.catalogue, self._compiler = _of_manifest(publication.manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise NoPublicationError(
                f"The metrics of the publication {publication.build_id} cannot be read: {publication.manifest} is "
                "damaged or missing. Run `uv run dbt build` to publish again."
            ) from error
        # What was asked of the snapshot, which never changes, before a question was written the shorter way.
        self._checked: LRUCache[Assumed, bool] = LRUCache(ASSUMED_KEPT)
        self._answers: LRUCache[object, pl.DataFrame] = LRUCache(ANSWER_BYTES_KEPT, getsizeof=_weight)
        self._guard = threading.Lock()

    def query(
        self,
        metrics: Sequence[str] = (),
        group_by: Sequence[str] = (),
        where: Where = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
    ) -> pl.DataFrame:
        """See plan_targets.semantic.query."""
        return self._answer(Question.of(metrics, group_by, where, order_by, limit))

    def run_saved(
        self,
        name: str,
        where: Where = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
        language: str = "",
    ) -> pl.DataFrame:
        """See plan_targets.semantic.run_saved. With a language, what is named is named in it."""
        return self._answer(Question.of((), (), where, order_by, limit, name, language))

    def explain(
        self,
        metrics: Sequence[str] = (),
        group_by: Sequence[str] = (),
        where: Where = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
    ) -> Compiled:
        """See plan_targets.semantic.explain."""
        return self._compile(Question.of(metrics, group_by, where, order_by, limit))

    def explain_saved(
        self,
        name: str,
        where: Where = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
        language: str = "",
    ) -> Compiled:
        """The SQL behind a saved query."""
        return self._compile(Question.of((), (), where, order_by, limit, name, language))

    def values(self, dimension: str, where: Where = ()) -> list[Value]:
        """See plan_targets.semantic.values."""
        answer = self.query(group_by=[dimension], where=where, order_by=[dimension])
        return answer.get_column(dimension).drop_nulls().to_list()

    def pick_list(self, dimension: str, most: int = 200) -> list[Value] | None:
        """The values of a dimension that has at most that many, to choose from; None for one that has more."""
        answer = self.query(group_by=[dimension], order_by=[dimension], limit=most + 1)
        return answer.get_column(dimension).drop_nulls().to_list() if answer.height <= most else None

    def dimensions_of(self, metrics: Sequence[str]) -> list[tuple[str, Dimension]]:
        """See plan_targets.semantic.dimensions_of."""
        available = self._compiler.group_bys(names_of(metrics, "metrics"))
        shown = []
        for name in sorted(available):
            dimension = self.catalogue.dimension(name)
            if dimension is not None and is_shown(name, dimension, available):
                shown.append((name, dimension))
        return shown

    def forget(self) -> None:
        """Drops every kept answer and everything compiled, as a benchmark needs it."""
        with self._guard:
            self._answers.clear()
        self._compiler.forget()

    def _answer(self, question: Question) -> pl.DataFrame:
        # A caller may change its own frame; the kept one stays.
        return self._kept_answer(question).clone()

    @cachedmethod(lambda self: self._answers, key=methodkey, lock=lambda self: self._guard)
    def _kept_answer(self, question: Question) -> pl.DataFrame:
        return self._run(self._compile(question))

    def _compile(self, question: Question) -> Compiled:
        return self._compiler.compile(question, self._holds)

    def _holds(self, assumed: Assumed) -> bool:
        with self._guard:
            is_so = self._checked.get(assumed)
        if is_so is None:
            sql, places = assumed
            with self._connection.cursor() as cursor:
                try:
                    is_so = bool(cursor.execute(sql, dict(places)).fetchall()[0][0])
                except duckdb.Error:
                    # The question itself says what is wrong.
                    return False
            with self._guard:
                self._checked[assumed] = is_so
        return is_so

    def _run(self, compiled: Compiled) -> pl.DataFrame:
        cursor = self._connection.cursor()
        try:
            answer = cursor.execute(compiled.sql, dict(compiled.parameters)).pl()
        except (duckdb.ConversionException, duckdb.BinderException, duckdb.InvalidInputException) as error:
            if not compiled.parameters or _speaks_of_a_column(error):
                raise _failed(error) from error
            shown = ", ".join(shorten(value) for value in compiled.parameters.values())
            raise ConditionError(
                f"A filter's value does not fit its dimension: {shown}. Years and counts are numbers, "
                "dates are written YYYY-MM-DD.",
                f"筛选值与维度的类型不符：{shown}。年份与计数为数字，日期写作 YYYY-MM-DD。",
            ) from error
        except duckdb.CatalogException as error:
            if self.access.sees_everything:
                raise _failed(error) from error
            raise NotAllowedError(
                "This speaks of the whole warehouse and cannot be limited to the regions and plans that you may see. "
                "Ask about targets, observations or statements instead.",
                "该内容涉及整个数据仓库，无法限定到您有权查看的地区和规划。请改为查询目标、观测值或规划原文。",
            ) from error
        except duckdb.Error as error:
            raise _failed(error) from error
        finally:
            cursor.close()
        return _tidy(answer, compiled)


@lru_cache(maxsize=SHARED_KEPT)
def _of_manifest(manifest: str) -> tuple[Catalogue, Compiler]:
    # What questions can be asked, and their SQL: the same for every access, and slow to prepare.
    catalogue = read_catalogue(manifest)
    return catalogue, Compiler(manifest, catalogue)


def _weight(answer: pl.DataFrame) -> int:
    """What an answer counts for among the kept ones: its bytes, so much that at most ANSWERS_KEPT fit, or too much."""
    size = int(answer.estimated_size())
    return max(size, ANSWER_BYTES_KEPT // ANSWERS_KEPT) if size <= ANSWER_BYTES_KEPT // 4 else ANSWER_BYTES_KEPT + 1


def _tidy(answer: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    # DuckDB's integer sums arrive as Decimal(38, 0), and MetricFlow's dates as timestamps.
    wholes = [name for name, dtype in answer.schema.items() if isinstance(dtype, pl.Decimal)]
    return answer.select(compiled.columns).with_columns(
        pl.col(wholes).cast(pl.Int64), pl.col(list(compiled.date_columns)).cast(pl.Date)
    )


def _speaks_of_a_column(error: duckdb.Error) -> bool:
    # The SQL names what the publication's own metrics name: a column that is not there was there when it was published.
    return isinstance(error, duckdb.BinderException) and "column" in str(error)


def _failed(error: duckdb.Error) -> QueryFailedError:
    # DuckDB's own words quote the SQL and name files; they are for the log.
    log.error("A question could not be answered: %s", error)
    if isinstance(error, DAMAGE) or _speaks_of_a_column(error):
        return PublicationDamagedError(
            "A part of this publication is missing or damaged. Run `uv run dbt build` to publish again.",
            "这次发布有一部分缺失或损坏，请运行 `uv run dbt build` 重新发布。",
        )
    return QueryFailedError(
        "The question could not be answered. Ask again in a moment; the log says what stood in the way.",
        "查询未能完成，请稍后重试；原因见日志。",
    )
