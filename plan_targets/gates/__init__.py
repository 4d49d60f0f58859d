"""The gates: expectation suites as files (`expectations/suites`) and the small package that runs them on every load."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def run_gate(suite_name: str, session: "duckdb.DuckDBPyConnection") -> "pl.DataFrame":
    """See plan_targets.gates.gate.run_gate; imports Great Expectations, which takes seconds, only when a gate runs."""
    from plan_targets.gates.gate import run_gate as run

    return run(suite_name, session)


def write_data_docs() -> None:
    """See plan_targets.gates.gate.write_data_docs; nothing to do, and nothing to import, where no gate ran."""
    if "plan_targets.gates.gate" in sys.modules:
        from plan_targets.gates.gate import write_data_docs as write

        write()


__all__ = ["run_gate", "write_data_docs"]
