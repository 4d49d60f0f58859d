import polars as pl

from plan_targets.gates.suite import read_row_rules


def model(dbt, session):
    dbt.config(materialized="table")
    dropped = {code: rule.severity for rule in read_row_rules("dropped") for code in rule.reason_codes}
    kept = {code: rule.severity for rule in read_row_rules("kept") for code in rule.reason_codes}
    rows = [
        {"reason_code": code, "action": action, "action_on_kept": kept.get(code)} for code, action in dropped.items()
    ]
    return pl.DataFrame(rows, schema={"reason_code": pl.String, "action": pl.String, "action_on_kept": pl.String})
