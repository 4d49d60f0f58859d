"""The command line for those who schedule builds: `uv run plan-targets --help`.

Every command is a thin layer over dbt and over the folders of loads and publications: it says in sentences what
happened and ends with a code that a scheduler can act on (see `plan_targets.command.exits`).
"""
