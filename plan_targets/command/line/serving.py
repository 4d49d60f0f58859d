"""Commands about who may ask the warehouse, and about serving them: access, token, mcp."""

import os
from typing import Annotated

import typer

from plan_targets.command.exits import CommandError, Exit
from plan_targets.settings import allow_list_file


def access() -> None:
    """Check the allow-list and say what each on it may see. 检查准入名单，列出各人权限。"""
    from plan_targets.command.access import access_lines

    for line in access_lines(allow_list_file()):
        typer.echo(line)


def token() -> None:
    """Draw a token for the endpoint, with the hash for the allow-list. 生成接口令牌及其散列值。"""
    from plan_targets.command.access import token_lines

    for line in token_lines():
        typer.echo(line)


def mcp(
    stdio: Annotated[
        bool,
        typer.Option("--stdio", help="Over standard input, for a program that starts it. 经标准输入输出。"),
    ] = False,
) -> None:
    """Serve assistants (MCP), and the endpoint beside it, on this machine. 为智能助手提供查询（MCP）。"""
    from plan_targets.endpoint.serving import serve_assistants, serve_on_standard_input
    from plan_targets.endpoint.settings import SettingsError

    try:
        if stdio:
            serve_on_standard_input()
        else:
            serve_assistants(os.environ, lambda address: typer.echo(f"MCP: {address}", err=True))
    except SettingsError as error:
        raise CommandError(Exit.WRONG_CALL, str(error), "") from error
