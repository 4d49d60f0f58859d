"""Commands about publications: publish, withdraw, confirm, list, changes."""

from typing import Annotated

import typer

from plan_targets.command.exits import Exit
from plan_targets.command.line.ending import build, day, end
from plan_targets.command.line.options import AsOf, NoBuild, Reason
from plan_targets.command.lists import publication_lines
from plan_targets.publication.as_of import folder_as_of
from plan_targets.publication.confirm import confirm_removal
from plan_targets.publication.withdraw import withdraw_publication
from plan_targets.settings import published_folder


def publish(as_of: AsOf = None) -> None:
    """Build, check and publish: `uv run dbt build`. 构建、检查并发布。"""
    end(build(as_of))


def withdraw_a_publication(
    reason: Reason,
    build_id: Annotated[str | None, typer.Argument(help="None means the current one. 省略即当前发布。")] = None,
    as_of: AsOf = None,
) -> None:
    """Take a publication back: readers see the one before it again. 撤回一次发布，读者回到上一次发布。"""
    withdrawn, current = withdraw_publication(folder_as_of(published_folder(), day(as_of)), build_id, reason)
    typer.echo(f"Withdrawn 已撤回: {withdrawn}")
    typer.echo(f"Readers see 读者所见: {current}")
    end(
        Exit.DONE,
        "The next build publishes what is loaded then: withdraw or correct the figures first. "
        "下一次构建会发布届时的数据，请先撤回或更正有问题的数据。",
    )


def confirm_a_removal(reason: Reason, as_of: AsOf = None, no_build: NoBuild = False) -> None:
    """Let the next publication lack figures that the current one has, then build. 确认有意删去数据，并重新发布。"""
    followed = confirm_removal(folder_as_of(published_folder(), day(as_of)), reason)
    typer.echo(f"Confirmed for the publication that follows {followed}. 已确认，仅对 {followed} 之后的一次发布有效。")
    end(Exit.DONE if no_build else build(as_of))


def list_publications() -> None:
    """The publications that are kept, the latest last, and which one readers see. 保留的发布。"""
    for line in publication_lines(published_folder()):
        typer.echo(line)


def changes(
    since: Annotated[
        str | None,
        typer.Option(
            help="A publication, by its id or number, or a day (YYYY-MM-DD): since the last publication before it; the "
            "publication before the last if left out. 起点：发布编号、序号或日期。"
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="A publication or a day; the current one if left out. 终点：发布或日期。")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="markdown or html. 格式。")] = "markdown",
    language: Annotated[str, typer.Option(help="zh or en. 语言。")] = "zh",
) -> None:
    """Tell what changed between two publications, in words. 说明两次发布之间的变化。"""
    from plan_targets.command.changes import changes_text

    typer.echo(changes_text(since, until, form, language), nl=False)
    end(Exit.DONE)
