"""Who opens the pages, and what that reader may see: asked on every rerun, before anything is read."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from plan_targets.access.access import EVERYTHING, Access
from plan_targets.access.allow_list import AllowList, AllowListError, read_allow_list
from plan_targets.settings import allow_list_file

# `log_in`: nobody has logged in yet. `not_listed`: somebody has who is not on the list. `not_configured`: without a
# log-in the pages would be open past the list, or to more than this machine. `broken`: list or secrets make no sense.
Refusal = Literal["log_in", "not_listed", "not_configured", "broken"]

# Without these Streamlit could not send anybody to the provider.
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class Entry:
    """Whether a reader may go on: an access, or why not."""

    access: Access | None = None
    refusal: Refusal | None = None
    # What the log-in calls the reader; none where nobody logs in.
    name: str | None = None
    error: AllowListError | None = None


def entry() -> Entry:
    """What may be shown to whoever opens this page. Whatever is not understood lets nobody in."""
    try:
        has_log_in = _has_log_in()
        known = read_allow_list(allow_list_file())
    except AllowListError as error:
        return Entry(refusal="broken", error=error)
    if has_log_in:
        return _of_log_in(known)
    if (known is not None and known.readers) or not _is_this_machine():
        return Entry(refusal="not_configured")
    return Entry(access=EVERYTHING)


def _of_log_in(known: AllowList | None) -> Entry:
    if not st.user.is_logged_in:
        return Entry(refusal="log_in")
    claim = known.claim if known else AllowList.claim
    written = st.user.get(claim)
    name = str(written) if written else None
    # A provider that lets people write any address says that it has not verified it.
    is_verified = claim != AllowList.claim or st.user.get("email_verified") is not False
    access = known.access_of(name) if known and is_verified else None
    return Entry(access=access, refusal=None if access else "not_listed", name=name)


def _has_log_in() -> bool:
    try:
        if "auth" not in st.secrets:
            return False
        configured = st.secrets["auth"]
    except StreamlitSecretNotFoundError as error:
        if any(Path(file).exists() for file in st.get_option("secrets.files")):
            raise AllowListError(
                "The secrets of the log-in cannot be read: secrets.toml is no TOML. Mend it, then open the page anew.",
                "登录配置无法读取：secrets.toml 不是有效的 TOML，请修正后重新打开页面。",
            ) from error
        return False
    missing = [name for name in NEEDED if not (isinstance(configured, Mapping) and configured.get(name))]
    if missing:
        raise AllowListError(
            f"The log-in is not configured whole: {', '.join(missing)} is missing in [auth] of secrets.toml.",
            f"登录配置不完整：secrets.toml 的 [auth] 一节缺少 {'、'.join(missing)}。",
        )
    return True


def _is_this_machine() -> bool:
    address = str(st.get_option("server.address") or "")
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
