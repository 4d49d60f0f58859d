"""The end of a dbt command: publishes what was built, or says why not. `plugins` in profiles.yml loads this.

Only at the end is it known how every model and test of the command ended, and only there the pointer moves. dbt hands
its results to the macro `publish_or_say_why`, and that to the SQL function which this plugin adds to the connection.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError
from dbt_common.invocation import get_invocation_id

from plan_targets.building.kept import keeping
from plan_targets.building.small import suit_publication, told_by
from plan_targets.changes.feed import write_feeds
from plan_targets.files.disk import copy_files
from plan_targets.files.errors import FaultError
from plan_targets.gates.gate import write_data_docs
from plan_targets.publication.as_of import folder_as_of
from plan_targets.publication.layout import DATA_DOCS_FOLDER
from plan_targets.publication.manifest import write_semantic_manifest
from plan_targets.publication.pointer import remove_old_days
from plan_targets.publication.previous import previous_publication
from plan_targets.publication.read import NoPublicationError, current_publication
from plan_targets.publication.running import (
    as_of,
    gates,
    keys,
    mart_ids,
    marts,
    publications,
    required,
    required_nodes,
    variable,
)
from plan_targets.publication.whole import (
    GOOD,
    RefusedError,
    failures,
    require_all_rows,
    require_gates,
    require_suites,
    require_whole,
)
from plan_targets.publication.write import publish
from plan_targets.settings import SUITES_FOLDER, published_folder, target_folder, variables

FUNCTION = "publish_or_say_why"
# The node that stands for the publication in the graph: a command that leaves it out asks for none.
PUBLICATION = "model.plan_target_warehouse.publication"

RESULTS = """
select suite, concat(suite, '.', expectation) as rule, severity = 'block' and not success as is_blocking
from {gate}
where run_id = $run_id
"""
RECORD = "select * exclude (is_current) from marts.fct_publication where is_current"


@dataclass(frozen=True)
class Outcome:
    """What the macro is told: the sentences for people, and whether dbt has to end as failed because of them."""

    sentences: tuple[str, ...] = ()
    is_failure: bool = False


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb's way in."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Raises dbt's own error with one sentence when the day to build for is none, before anything is built."""
        asked = {**variables(), **(get_flags().VARS or {})}["as_of"]
        try:
            folder_as_of(Path(), str(asked or ""))
        except FaultError as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Adds the function that the macro calls when everything else is done."""

        def finish_command(results: str) -> str:
            session = conn.cursor()
            suit_publication(session, told_by(self.creds))
            outcome = finish(session, json.loads(results))
            return json.dumps(asdict(outcome), ensure_ascii=False)

        conn.create_function(FUNCTION, finish_command, ["VARCHAR"], "VARCHAR", side_effects=True)


def finish(session: duckdb.DuckDBPyConnection, results: Mapping[str, str]) -> Outcome:
    """Publishes what the command built if it built and checked everything; never raises for what people can mend.

    `results` says of each node that ran how it ended. Nothing is said of a command that went well and was not asked
    to publish.
    """
    # Where the disk takes no note of it, the next build makes it again.
    with contextlib.suppress(duckdb.Error):
        keeping().note(results)
    has_failed = bool(failures(results))
    judged, broken = _judgements(session, results)
    if PUBLICATION not in results and not has_failed and not broken:
        return _after_data_docs(Outcome())
    try:
        require_all_rows(getattr(get_flags(), "EMPTY", False), getattr(get_flags(), "SAMPLE", None) is not None)
        require_gates(broken)
        require_whole(required_nodes(), results)
        require_suites((path.stem for path in SUITES_FOLDER.glob("*.yml")), judged)
        return Outcome((_publish(session),))
    except RefusedError as error:
        refused = Outcome((_not_published(f" {error.english}", error.chinese),), is_failure=not has_failed)
        return _after_data_docs(refused)
    except FaultError as error:
        # Before it could come to the pages, or because of them.
        return _after_data_docs(_fault(error))


def _after_data_docs(outcome: Outcome) -> Outcome:
    """The outcome, once the gates' pages are written; a publication writes them while it writes the rest."""
    try:
        write_data_docs()
    except FaultError as error:
        return _fault(error)
    return outcome


def _fault(error: FaultError) -> Outcome:
    return Outcome((f"FAULT 故障 {error}", _not_published()), is_failure=True)


def _copy_data_docs(folder: Path) -> None:
    write_data_docs()
    copy_files(target_folder() / DATA_DOCS_FOLDER, folder)


def _judgements(session: duckdb.DuckDBPyConnection, results: Mapping[str, str]) -> tuple[set[str], list[str]]:
    """The suites that the gates of this command judged, and the blocking rules that were broken."""
    rows = [
        row
        for node_id, gate in gates().items()
        if results.get(node_id) in GOOD
        for row in session.execute(RESULTS.format(gate=gate), {"run_id": get_invocation_id()}).fetchall()
    ]
    return {suite for suite, _, _ in rows}, [rule for _, rule, is_blocking in rows if is_blocking]


def _publish(session: duckdb.DuckDBPyConnection) -> str:
    previous = previous_publication()
    record: dict[str, Any] = session.execute(RECORD).pl().to_dicts()[0]
    record["contents"] = keeping().contents(mart_ids())
    folder = publish(
        session,
        published=publications(),
        record=record,
        tables=marts(),
        keys=keys(),
        required=required(),
        write_manifest=write_semantic_manifest,
        write_feeds=partial(write_feeds, session, previous, str(variable("progress_method"))),
        write_data_docs=_copy_data_docs,
        previous=previous.build_id if previous else None,
        snapshots_kept=int(variable("snapshots_kept")),
    )
    if as_of():
        published = published_folder(variable("published_path"))
        remove_old_days(published, int(variable("as_of_days_kept")), spared=as_of())
        return (
            f"Published {folder.name} as of {as_of()}, beside the current publication, which it does not replace. "
            f"已发布截至 {as_of()} 的 {folder.name}，与当前发布并存，不取代当前发布。"
        )
    return f"Published {folder.name}: readers see it from now on. 已发布 {folder.name}，读者现在看到的就是它。"


def _not_published(english: str = "", chinese: str = "") -> str:
    day_en, day_zh = (f" as of {as_of()}", f"截至 {as_of()} 的") if as_of() else ("", "")
    try:
        seen = current_publication(variable("published_path"), as_of()).build_id
    except NoPublicationError:
        return (
            f"Nothing was published.{english} There is no publication{day_en} to read yet. "
            f"本次未发布。{chinese}目前还没有{day_zh}可读的发布。"
        )
    return (
        f"Nothing was published.{english} Readers still see the last good publication{day_en}, {seen}. "
        f"本次未发布。{chinese}读者看到的仍是{day_zh}上一次发布 {seen}。"
    )
