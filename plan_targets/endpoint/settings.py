"""Where the endpoint listens and who may ask: this machine only, unless configured otherwise."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plan_targets.access.allow_list import AllowListError, read_allow_list
from plan_targets.settings import allow_list_file

DEFAULT_PORT = 8765
SHORTEST_TOKEN = 20


class SettingsError(Exception):
    """Settings that would open the endpoint to others by mistake, or that cannot be read."""


@dataclass(frozen=True)
class Settings:
    """The address to listen on, the names it may be called by, and who may ask.

    `token` sees everything. Callers have to send it, or a token of the allow-list, as soon as there is either.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    token: str | None = None
    published_path: str | None = None
    allow_list: Path | None = None
    needs_token: bool = False


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings from ENDPOINT_HOST, ENDPOINT_PORT, ENDPOINT_ALLOWED_HOSTS, ENDPOINT_TOKEN, ALLOW_LIST_PATH and
    PUBLISHED_PATH.

    Any address but this machine's own needs a token. Raises SettingsError with what is missing.
    """
    host = environment.get("ENDPOINT_HOST", Settings.host)
    token = environment.get("ENDPOINT_TOKEN") or None
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise SettingsError(f"ENDPOINT_TOKEN is too short: it needs at least {SHORTEST_TOKEN} characters.")
    allow_list = allow_list_file(environment.get("ALLOW_LIST_PATH") or None)
    needs_token = token is not None or _has_tokens(allow_list)
    if not _is_this_machine(host) and not needs_token:
        raise SettingsError(
            f"ENDPOINT_HOST={host} lets other machines ask. Set ENDPOINT_TOKEN to a secret that callers send as "
            "`Authorization: Bearer <token>`, give tokens in the allow-list, or leave ENDPOINT_HOST out to serve this "
            "machine only."
        )
    try:
        port = int(environment.get("ENDPOINT_PORT", DEFAULT_PORT))
    except ValueError as error:
        raise SettingsError(f"ENDPOINT_PORT={environment['ENDPOINT_PORT']} is not a number.") from error
    named = tuple(name.strip() for name in environment.get("ENDPOINT_ALLOWED_HOSTS", "").split(",") if name.strip())
    return Settings(
        host=host,
        port=port,
        allowed_hosts=(*Settings.allowed_hosts, *named, *(() if _is_any_address(host) else (host,))),
        token=token,
        published_path=environment.get("PUBLISHED_PATH") or None,
        allow_list=allow_list,
        needs_token=needs_token,
    )


def _has_tokens(allow_list: Path) -> bool:
    try:
        known = read_allow_list(allow_list)
    except AllowListError as error:
        raise SettingsError(str(error)) from error
    return known is not None and bool(known.tokens)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
