"""Serves assistants beside the endpoint: behind the same guard, at the same address, by the same settings."""

import os
from collections.abc import Callable, Mapping

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from plan_targets.access.access import EVERYTHING
from plan_targets.endpoint.application import application
from plan_targets.endpoint.assistant import assistant_server
from plan_targets.endpoint.settings import Settings, read_settings

PATH = "/mcp"


def application_for_assistants(settings: Settings) -> Starlette:
    """The endpoint's application with one more route, which speaks the Model Context Protocol.

    The endpoint's guard stands before it too: known names of the host, and the token where there is one.
    """
    names = [known for name in settings.allowed_hosts for known in (name, f"{name}:*")]
    spoken = assistant_server(settings.published_path).streamable_http_app(
        streamable_http_path=PATH,
        # A question holds nothing that the next one needs.
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names,
            # A page of a browser is let in from these names only.
            allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in names],
        ),
    )
    served = application(settings)
    served.router.routes.extend(spoken.routes)
    served.router.lifespan_context = spoken.router.lifespan_context
    return served


def serve_assistants(environment: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Serves until interrupted, by the endpoint's own settings. Raises SettingsError when they do not allow it."""
    settings = read_settings(environment)
    say(f"http://{settings.host}:{settings.port}{PATH}")
    uvicorn.run(
        application_for_assistants(settings),
        host=settings.host,
        port=settings.port,
        server_header=False,
        log_level="warning",
    )


def serve_on_standard_input() -> None:
    """Serves the program that started this one, until it closes the line."""
    # Whoever started it asks, on this machine.
    assistant_server(os.environ.get("PUBLISHED_PATH") or None, EVERYTHING).run("stdio")
