"""Commands about names of indicators that wait: list, accept, confirm."""

from typing import Annotated

import typer

from plan_targets.command.exits import Exit
from plan_targets.command.line.ending import end

NEXT_BUILD = "It counts from the next build on. 下一次构建起生效。"


def list_names(context: typer.Context) -> None:
    """Names of indicators that wait: list them, or decide what they mean. 待定名称：列出，或作出决定。"""
    if context.invoked_subcommand is None:
        from plan_targets.command.names import waiting_lines

        for line in waiting_lines():
            typer.echo(line)


def accept_a_name(
    name: Annotated[str, typer.Argument(metavar="LABEL", help="The name as the file has it. 文件中的名称。")],
    indicator_id: Annotated[str, typer.Argument(help="The indicator of the list that it means. 所指指标的编号。")],
    unit: Annotated[str | None, typer.Option(help="Only in this unit. 仅限这个单位。")] = None,
) -> None:
    """Let a name mean a known indicator: its figures and targets go there. 名称对应已有指标（合并）。"""
    from plan_targets.command.names import accept_name

    typer.echo(accept_name(name, indicator_id, unit))
    end(Exit.DONE, NEXT_BUILD)


def confirm_a_name(
    name: Annotated[str, typer.Argument(metavar="LABEL", help="The name as the file has it. 文件中的名称。")],
    indicator_id: Annotated[str, typer.Argument(help="The new indicator's id. 新指标的编号。")],
    name_en: Annotated[str | None, typer.Option(help="Its name in English. 英文名称。")] = None,
    theme: Annotated[str | None, typer.Option(help="Its theme. 主题。")] = None,
    name_zh: Annotated[str | None, typer.Option(help="A better name than the file's. 更正后的名称。")] = None,
    unit: Annotated[str | None, typer.Option(help="Its unit, else the plan's. 单位，默认同规划。")] = None,
    direction: Annotated[
        int | None, typer.Option(help="1 or -1, else the plan's. 方向：1 越高越好，-1 越低越好。")
    ] = None,
) -> None:
    """Make a name an indicator of its own, as the plan has it or corrected. 确认或更正为新指标。"""
    from plan_targets.command.names import confirm_name
    from plan_targets.decisions.rows import Definition

    said = Definition(name_zh or name, name_en, theme, unit, direction)
    for line in confirm_name(name, indicator_id, said):
        typer.echo(line)
    end(Exit.DONE, NEXT_BUILD)
