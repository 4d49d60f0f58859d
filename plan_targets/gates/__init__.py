"""The gates: expectation suites as files (`expectations/suites`) and the small package that runs them on every load."""

from plan_targets.gates.gate import run_gate, write_data_docs

__all__ = ["run_gate", "write_data_docs"]
