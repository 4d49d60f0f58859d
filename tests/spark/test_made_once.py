"""What a model reads often is made once on Spark, and says the same; its statements are DuckDB's too, without Spark."""

import re
from pathlib import Path

import duckdb
import pytest

from plan_targets.spark.made_once import make_once
from tests.project import REPOSITORY, Project

MODELS = sorted(path.relative_to(REPOSITORY) for path in (REPOSITORY / "models").rglob("*.sql"))
COMPILED = Path("target", "compiled", "plan_target_warehouse")
MODEL = """
-- Which figures are greater than others.
with figures as (

    select * from loaded

),

halves as (

    select value / 2 as half -- of each
    from figures

),

pairs as (

    select
        one.half,
        other.half as greater_half
    from halves as one
    inner join halves as other on one.half < other.half
    union all
    select half, half from halves

)

select * from pairs
"""


def test_what_is_read_three_times_is_a_view_and_the_answer_stays() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table loaded as select unnest([2.0, 4.0, 8.0]) as value")
        statements: list[str] = []
        sql, views = make_once("int_pairs", MODEL, statements.append)
        made, kept = statements
        connection.execute(made)
        assert views == ["int_pairs__halves"]
        assert kept.startswith("cache lazy table int_pairs__halves ")
        assert "value / 2" in made and "value / 2" not in sql
        assert sorted(connection.sql(sql).fetchall()) == sorted(connection.sql(MODEL).fetchall())


def test_a_model_that_reads_nothing_often_stays_as_it_is() -> None:
    sql = MODEL.replace("union all\n    select half, half from halves", "")
    assert make_once("int_pairs", sql, pytest.fail) == (sql, [])


@pytest.mark.build
def test_every_model_is_taken_apart_whole(built_project: Project) -> None:
    taken = {}
    for model in MODELS:
        sql = (built_project.folder / COMPILED / model).read_text(encoding="utf-8")
        rest, views = make_once(model.stem, sql, str)
        if views:
            # Nothing of a part is left behind the last one.
            taken[model.stem] = re.split(r"^\),?\s*$", rest, flags=re.MULTILINE)[-1].strip()
    assert "int_landed_tellings" in taken
    assert set(taken.values()) == {"select * from final"}
