"""Runs the command line."""

from app.command.main import run

run()
