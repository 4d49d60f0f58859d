"""The gates: expectation suites as files (`suites/*.yml`) and the small package that runs them on every load."""

from expectations.gate import run_gate

__all__ = ["run_gate"]
