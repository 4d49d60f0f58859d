"""A connection to a publication in which only the rows that an access allows can be named.

The snapshot is attached under a name that is drawn anew each time, and the name that every question uses is a catalog
of views. So nobody has to remember a filter: a question, a saved one, a list of values or a count is asked of the
views, whoever asks it.
"""

import secrets
from functools import partial

import duckdb

from plan_targets.access.access import Access
from plan_targets.access.marts import DIMENSIONS, FACTS, Rule
from plan_targets.publication.layout import CATALOG, SCHEMA
from plan_targets.publication.read import Publication, connect

# Asked of the snapshot itself, before the views of the facts.
_ALLOWED = """
create table access.listed_plans as select unnest($plans::varchar[]) as plan_id;
create table access.regions as
with recursive inside as (
    select unnest($regions::varchar[]) as region_code
    union
    select regions.region_code from {snapshot}.dim_region as regions
    inner join inside on regions.parent_code = inside.region_code
)
select region_code from inside;
create table access.plans as
select plan_id from {snapshot}.dim_plan
where region_code in (select region_code from access.regions) or plan_id in (select plan_id from access.listed_plans);
create table access.targets as
select target_id from {snapshot}.fct_target
where region_code in (select region_code from access.regions) or plan_id in (select plan_id from access.listed_plans);
create table access.figures as
select distinct indicator_id, region_code from {snapshot}.fct_target
where plan_id in (select plan_id from access.listed_plans);
create table access.loads as
select load_id from {snapshot}.fct_load where starts_with(file, $sender || '/');
"""
# What the rows that are left speak of: asked of the views of the facts.
_NAMED = """
create table access.named_regions as
select region_code from access.regions
union
select region_code from marts.fct_target
union
select region_code from marts.fct_statement;
create table access.named_plans as
select plan_id from access.plans
union
select plan_id from marts.fct_target
union
select plan_id from marts.fct_statement;
create table access.indicators as
select indicator_id from marts.fct_observation
union
select indicator_id from marts.fct_statement
union
select indicator_id from marts.fct_target;
create table access.sources as
select source_id, count(*) as observation_count from marts.fct_observation group by source_id;
create table access.departments as
select department_id from marts.fct_responsibility
union
select department_id from marts.mart_target_department;
"""


def connect_as(publication: Publication, access: Access) -> duckdb.DuckDBPyConnection:
    """A connection that can read what the access allows of this snapshot, and nothing else.

    Raises NoPublicationError when the snapshot's file cannot be opened.
    """
    if access.sees_everything:
        return connect(publication)
    hidden = f"snapshot_{secrets.token_hex(16)}"
    return connect(publication, catalog=hidden, prepare=partial(_limit, hidden=hidden, access=access))


def _limit(connection: duckdb.DuckDBPyConnection, hidden: str, access: Access) -> None:
    connection.execute(f"attach ':memory:' as {CATALOG}")
    connection.execute(f"use {CATALOG}")
    connection.execute(f"create schema {SCHEMA}; create schema access")
    told = {
        "plans": sorted(access.plans),
        "regions": sorted(access.regions),
        # No folder has this name, so that who sends nothing has no loads.
        "sender": access.sender or "/",
    }
    for statement in _ALLOWED.format(snapshot=f"{hidden}.{SCHEMA}").split(";\n"):
        if statement.strip():
            needed = {name: value for name, value in told.items() if f"${name}" in statement}
            connection.execute(statement, needed)
    columns = _columns(connection, hidden)
    _make_views(connection, hidden, FACTS, columns)
    connection.execute(_NAMED)
    _make_views(connection, hidden, DIMENSIONS, columns)


def _columns(connection: duckdb.DuckDBPyConnection, hidden: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where database_name = $1 and schema_name = $2",
        [hidden, SCHEMA],
    ).fetchall():
        found.setdefault(table, {})[column] = data_type
    return found


def _make_views(
    connection: duckdb.DuckDBPyConnection,
    hidden: str,
    rules: dict[str, Rule | None],
    columns: dict[str, dict[str, str]],
) -> None:
    for mart, rule in rules.items():
        # A publication of an earlier release may lack a mart or a column.
        if rule is None or mart not in columns:
            continue
        changed = ", ".join(
            f"cast({expression} as {columns[mart][column]}) as {column}"
            for column, expression in rule.columns.items()
            if column in columns[mart]
        )
        connection.execute(
            f"create view {SCHEMA}.{mart} as select * {f'replace ({changed})' if changed else ''} "
            f"from {hidden}.{SCHEMA}.{mart} as mart where {rule.rows}"
        )
