"""Scripts that print the README's figures; each runs with `uv run python -m tests.benchmarks.<name>`."""
