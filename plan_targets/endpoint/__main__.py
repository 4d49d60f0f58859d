"""Starts the endpoint: `uv run python -m plan_targets.endpoint`."""

import os
import sys

import uvicorn

from plan_targets.endpoint.application import application
from plan_targets.endpoint.settings import SettingsError, read_settings

# A question may use every core; more at once would only slow each other down.
MOST_AT_ONCE = 16


def main() -> None:
    """Serves until interrupted; exits with 2 and a sentence when the settings do not allow it."""
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    uvicorn.run(
        application(settings),
        host=settings.host,
        port=settings.port,
        limit_concurrency=MOST_AT_ONCE,
        server_header=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
