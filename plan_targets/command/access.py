"""Says what the allow-list allows, and draws tokens for it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from plan_targets.access.access import Access
from plan_targets.access.allow_list import digest_of_token, read_allow_list
from plan_targets.command.exits import CommandError, Exit


def access_lines(file: Path) -> Iterator[str]:
    """What each reader and each token may see and send.

    Raises CommandError when there is no list, and AllowListError when it makes no sense.
    """
    known = read_allow_list(file)
    if known is None:
        raise CommandError(
            Exit.WRONG_CALL,
            f"There is no allow-list {file}. docs/access.md shows one; whoever opens the pages here sees everything.",
            f"没有准入名单 {file.name}，写法见 docs/access.md；目前在本机打开页面即可查看全部内容。",
        )
    for reader, access in known.readers.items():
        yield f"{reader}: {_told(access)}"
    for digest, access in known.tokens.items():
        yield f"token 令牌 {digest[:12]}…: {_told(access)}"


def token_lines() -> Iterator[str]:
    """A new token, which is shown this once, and what stands in the allow-list for it."""
    token = secrets.token_urlsafe(32)
    yield f"token 令牌: {token}"
    yield f"sha256: {digest_of_token(token)}"
    yield "Give the token to who asks, and the hash to the allow-list. 令牌交给使用者，散列值写入准入名单。"


def _told(access: Access) -> str:
    parts = ["everything 全部"] if access.sees_everything else []
    parts += [f"regions 地区 {', '.join(sorted(access.regions))}"] if access.regions else []
    parts += [f"plans 规划 {', '.join(sorted(access.plans))}"] if access.plans else []
    if access.sender:
        parts += [f"sends as 报送单位 {access.sender} for 报送地区 {', '.join(sorted(access.sends_for))}"]
    return "; ".join(parts)
