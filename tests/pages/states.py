"""Publications in states that readers meet, each a copy of another one, spoiled or cut down in its files.

`make(published, folder)` makes a folder of publications of the one given.
"""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import DATABASE_FILE, MANIFEST_FILE, RECORD_FILE

DAY = "2023-06-30"
FIRST, LAST = "000001-20200101T000000Z-first", "999999-20990101T000000Z-last"
NOT_COPIED = shutil.ignore_patterns("data_docs", "parquet")
# The one measure of the release before, of which nothing else is left either.
OLD_METRIC = "target_count"


def nothing(published: Path, folder: Path) -> None:
    """No build has been published."""
    folder.mkdir()


def of_long_ago(published: Path, folder: Path) -> None:
    """The last build was years ago."""
    _copy(published, folder)
    _write_record(folder, published_at=(datetime.now(UTC) - timedelta(days=900)).isoformat())


def as_of_a_day(published: Path, folder: Path) -> None:
    """Beside the current publication there is one as of a day, made long ago."""
    _copy(published, folder)
    of_long_ago(published, folder / "as_of" / DAY)


def of_an_earlier_release(published: Path, folder: Path) -> None:
    """Published by a release that knew hardly any of today's metrics, and no saved query."""
    _copy(published, folder)
    manifest = json.loads((folder / "current" / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["metrics"] = [metric for metric in manifest["metrics"] if metric["name"] == OLD_METRIC]
    manifest["saved_queries"] = []
    _write(folder, MANIFEST_FILE, json.dumps(manifest).encode("utf-8"))


def as_of_a_day_cut_off(published: Path, folder: Path) -> None:
    """The current publication is whole, the one as of a day is not."""
    _copy(published, folder)
    cut_off(published, folder / "as_of" / DAY)


def as_of_a_day_of_an_earlier_release(published: Path, folder: Path) -> None:
    """The current publication is of today, the one as of a day is not."""
    _copy(published, folder)
    of_an_earlier_release(published, folder / "as_of" / DAY)


def cut_off(published: Path, folder: Path) -> None:
    """The database ends in its middle."""
    _copy(published, folder)
    _spoil(folder, DATABASE_FILE, lambda content: content[: len(content) // 2])


def cut_off_unnoticed(published: Path, folder: Path) -> None:
    """The database ends in its middle, and the record knows no digest to notice it by."""
    cut_off(published, folder)
    _write_record(folder, files={DATABASE_FILE: None})


def without_a_table(published: Path, folder: Path) -> None:
    """Whoever cleaned up in the database took a table with them."""
    _change(published, folder, ["drop table marts.mart_target", "drop table marts.fct_quality_result"])


def without_a_column(published: Path, folder: Path) -> None:
    """A column of the targets and one of the figures is gone."""
    _change(
        published,
        folder,
        [
            "alter table marts.mart_target drop column status",
            "alter table marts.fct_observation drop column value",
            "alter table marts.dim_region drop column parent_code",
        ],
    )


def with_an_unreadable_record(published: Path, folder: Path) -> None:
    """The record is no JSON."""
    _copy(published, folder)
    _spoil(folder, RECORD_FILE, lambda content: content[:-20])


def with_a_record_of_wrong_facts(published: Path, folder: Path) -> None:
    """The record is JSON and says things that are no dates."""
    _copy(published, folder)
    _write_record(folder, published_at="yesterday", as_of=None, warning_count="few")


def with_an_unreadable_manifest(published: Path, folder: Path) -> None:
    """The metrics are no JSON, and the record knows no digest to notice it by."""
    _copy(published, folder)
    _spoil(folder, MANIFEST_FILE, lambda content: content[: len(content) // 2])
    _write_record(folder, files={DATABASE_FILE: None})


def with_the_one_before_whole(published: Path, folder: Path) -> None:
    """The latest publication is damaged, the one before it is not."""
    _copy(published, folder)
    _publish_again(folder)
    (folder / "current" / DATABASE_FILE).unlink()


def after_an_earlier_release(published: Path, folder: Path) -> None:
    """The publication before the current one is of a release that knew hardly any of today's metrics."""
    of_an_earlier_release(published, folder)
    _publish_again(folder, published)


def after_a_damaged_one(published: Path, folder: Path) -> None:
    """The publication before the current one is damaged."""
    cut_off(published, folder)
    _publish_again(folder, published)


def _publish_again(folder: Path, published: Path | None = None) -> None:
    """Publishes what is current there, or in another folder, once more; the one before becomes the first of all."""
    pointer = folder / "current"
    before = pointer.resolve()
    after = before.parent / LAST
    shutil.copytree((published or folder) / "current", after, ignore=NOT_COPIED)
    before.rename(before.parent / FIRST)
    pointer.unlink()
    pointer.symlink_to(after)
    _write_record(folder, build_id=LAST)


def as_it_is(published: Path, folder: Path) -> None:
    """Nothing is the matter with it."""
    _copy(published, folder)


def with_one_figure(published: Path, folder: Path) -> None:
    """One figure was ever observed, of the one target that there is."""
    _keep(published, folder, *_lonely_series(published))


def with_no_figure(published: Path, folder: Path) -> None:
    """Neither a figure nor a target was ever entered."""
    _keep(published, folder, "", "")
    _write_record(folder, target_count=0, observation_count=0)


def _lonely_series(published: Path) -> tuple[str, str]:
    with duckdb.connect(str(published / "current" / DATABASE_FILE), read_only=True) as connection:
        found = connection.execute(
            "with figures as (select indicator_id, region_code from marts.fct_observation group by all "
            "having count(*) = 1), targets as (select indicator_id, region_code from marts.fct_target group by all "
            "having count(*) = 1) select * from figures intersect select * from targets order by all limit 1"
        ).fetchone()
    assert found is not None
    return str(found[0]), str(found[1])


def _keep(published: Path, folder: Path, indicator_id: str, region_code: str) -> None:
    """Leaves of everything what speaks of that indicator in that region."""
    of_series = f"indicator_id = '{indicator_id}' and region_code = '{region_code}'"
    of_plans = "plan_id in (select plan_id from marts.fct_target)"
    of_targets = "target_id in (select target_id from marts.fct_target)"
    kept = {
        **dict.fromkeys(
            (
                "fct_target", "fct_observation", "fct_progress", "fct_statement", "mart_baseline_disagreement",
                "mart_figure_due", "mart_indicator_region_year", "mart_target", "mart_target_department",
                "mart_target_path",
            ),
            of_series,
        ),
        "dim_indicator": f"indicator_id = '{indicator_id}'",
        "dim_plan": of_plans,
        "dim_source": "source_id in (select source_id from marts.fct_observation)",
        "fct_responsibility": of_plans,
        "fct_status_change": of_targets,
        "mart_cascade": "false",
        "fct_load": "false",
        "fct_rejected_row": "false",
        "mart_waiting_name": "false",
    }  # fmt: skip
    _change(published, folder, [f"delete from marts.{mart} where not ({rows})" for mart, rows in kept.items()])


def _change(published: Path, folder: Path, statements: list[str]) -> None:
    """Rewrites the database in a way that its record agrees with."""
    _copy(published, folder)
    path = folder / "current" / DATABASE_FILE
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    _write_record(folder, files={DATABASE_FILE: digest_of(path)})


def _copy(published: Path, folder: Path) -> None:
    shutil.copytree(published, folder, symlinks=True, ignore=NOT_COPIED)


def _spoil(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / "current" / name
    path.write_bytes(change(path.read_bytes()))


def _write(folder: Path, name: str, content: bytes) -> None:
    path = folder / "current" / name
    path.write_bytes(content)
    _write_record(folder, files={name: digest_of(path)})


def _write_record(folder: Path, **facts: object) -> None:
    path = folder / "current" / RECORD_FILE
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | facts), encoding="utf-8")
