"""What changed, read from the tables of a build that is about to be published.

The semantic client answers from what is published, and takes longer to start than a publication may.
"""

from typing import Any

import duckdb

from plan_targets.changes.told import Changes, Row, beyond, plan_edits, plans_of, status_changes, with_targets
from plan_targets.publication.layout import SCHEMA
from plan_targets.publication.read import NoPublicationError, Publication, connect
from plan_targets.words import UnitName

TARGETS = f"""
select
    targets.target_id, targets.plan_id, plans.title_zh as plan_zh, plans.title_en as plan_en, targets.indicator_id,
    indicators.name_zh as indicator_zh, indicators.name_en as indicator_en, indicators.unit, targets.region_code,
    regions.name_zh as region_zh, regions.name_en as region_en, targets.comparator, targets.is_approximate,
    targets.due_year,
    targets.verdict_year, targets.observed_comparator, sources.title as source, targets.target_value,
    targets.target_value_high, targets.baseline_value, targets.observed_value, targets.figure_count
from {SCHEMA}.mart_target as targets
left join {SCHEMA}.dim_plan as plans using (plan_id)
left join {SCHEMA}.dim_indicator as indicators using (indicator_id)
left join {SCHEMA}.dim_region as regions on targets.region_code = regions.region_code
left join {SCHEMA}.dim_source as sources using (source_id)
"""
HISTORY = f"select * from {SCHEMA}.fct_status_change where method = $method and is_latest"
PUBLICATIONS = f"select build_id, published_at, as_of from {SCHEMA}.fct_publication where build_id = $build_id"
UNITS = f"select unit, label_en, label_one_en from {SCHEMA}.dim_unit"
LABELS = "select {name}, label_zh, label_en from {schema}.dim_{name}"


def latest_changes(session: duckdb.DuckDBPyConnection, previous: Publication | None, method: str) -> Changes:
    """What the build in this session changes against the publication that it follows, by the method that pages show."""
    with session.cursor() as cursor:
        until = _rows(cursor, f"select build_id, published_at, as_of from {SCHEMA}.fct_publication where is_current")[0]
        after = _by(_rows(cursor, TARGETS), "target_id")
        since = _rows(cursor, PUBLICATIONS, build_id=previous.build_id) if previous else []
        before = _targets_of(previous) if previous and since else None
        build_id = str(until["build_id"])
        told = status_changes(_rows(cursor, HISTORY, method=method), None, build_id) if since else []
        return Changes(
            since=since[0] if since else None,
            until=until,
            statuses=tuple(with_targets(told, before or {}, after)),
            edits=() if before is None else tuple(plan_edits(before, after)),
            plans_new=() if before is None else beyond(plans_of(after), plans_of(before)),
            plans_gone=() if before is None else beyond(plans_of(before), plans_of(after)),
            is_since_kept=before is not None or not since,
            statuses_named=_by(_rows(cursor, LABELS.format(name="status", schema=SCHEMA)), "status"),
            reasons_named=_by(_rows(cursor, LABELS.format(name="reason", schema=SCHEMA)), "reason"),
            units_named={row["unit"]: UnitName(row["label_en"], row["label_one_en"]) for row in _rows(cursor, UNITS)},
        )


def _targets_of(publication: Publication) -> dict[str, Row] | None:
    try:
        connection = connect(publication)
    except NoPublicationError:
        return None
    try:
        return _by(_rows(connection, TARGETS), "target_id")
    except duckdb.Error:
        # A publication of an earlier release may not have every column.
        return None
    finally:
        connection.close()


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str, **values: Any) -> list[dict[str, Any]]:
    return cursor.execute(sql, values or None).pl().to_dicts()


def _by(rows: list[dict[str, Any]], name: str) -> dict[str, Row]:
    return {str(row[name]): row for row in rows}
