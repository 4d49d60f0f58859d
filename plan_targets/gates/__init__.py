"""The gates: expectation suites as files (`suites/*.yml`) and the small package that runs them on every load."""

from plan_targets.gates.gate import run_gate

__all__ = ["run_gate"]
