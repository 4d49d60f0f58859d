"""Runs the command line."""

from plan_targets.command.main import run

run()
