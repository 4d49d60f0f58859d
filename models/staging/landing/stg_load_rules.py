import polars as pl

from plan_targets.gates.suite import read_suite


def model(dbt, session):
    dbt.config(materialized="table")
    rows = [
        {"reason_code": code, "action": rule.severity}
        for table in read_suite("loads").tables
        for rule in table.rules
        for code in rule.reason_codes
    ]
    return pl.DataFrame(rows, schema={"reason_code": pl.String, "action": pl.String})
