"""The gates: expectation suites as files (`expectations/suites`) and the small package that runs them on every load."""
