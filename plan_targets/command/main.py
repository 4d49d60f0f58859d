"""The command line. Each command ends with a code of `plan_targets.command.exits.Exit`."""

import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from plan_targets.command.exits import CommandError, Exit
from plan_targets.command.line import documents, loads, names, publications, serving
from plan_targets.files.errors import FaultError, explain
from plan_targets.publication.read import NoPublicationError
from plan_targets.publication.withdraw import WithdrawalError


class Commands(TyperGroup):
    """The commands, which can be left at a prompt or with Ctrl-C."""

    def invoke(self, ctx: Any) -> Any:
        """Runs one. Raises CommandError when whoever called it did not go on."""
        try:
            return super().invoke(ctx)
        except (typer.Abort, KeyboardInterrupt):
            raise CommandError(Exit.CANCELLED, "Cancelled.", "已取消。") from None


app = typer.Typer(
    cls=Commands,
    help="The warehouse of plan targets: load, check, publish, withdraw, confirm, list. "
    "规划目标数据仓库：装载、检查、发布、撤回、列表。\n\n"
    "Ends with 0 done, 1 stopped by a gate or a test, 2 wrong call, 3 the machine (disk, permission, another process), "
    "4 the project, 5 cancelled. docs/operations.md says more.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
withdraw = typer.Typer(help="Take a load or a publication back. 撤回一个批次或一次发布。", no_args_is_help=True)
confirming = typer.Typer(help="Confirm what a gate would stop. 确认会被关口拦截的改动。", no_args_is_help=True)
naming = typer.Typer(
    help="Names of indicators that wait: list them, or decide what they mean. 待定名称：列出，或作出决定。",
    invoke_without_command=True,
)
listing = typer.Typer(help="List loads or publications. 列出批次或发布。", no_args_is_help=True)
exporting = typer.Typer(help="Write what is published for other tools. 导出已发布的内容。", no_args_is_help=True)
app.add_typer(withdraw, name="withdraw")
app.add_typer(exporting, name="export")
app.add_typer(confirming, name="confirm")
app.add_typer(listing, name="list")
app.add_typer(naming, name="names")

app.command()(loads.load)
app.command()(loads.check)
app.command()(serving.access)
app.command()(serving.token)
app.command()(publications.publish)
app.command()(documents.template)
app.command()(documents.draft)
app.command()(documents.collect)
app.command()(documents.report)
app.command()(publications.changes)
app.command()(serving.mcp)
app.command("restore")(loads.restore_load)
exporting.command("sdmx")(documents.export_sdmx)
withdraw.command("load")(loads.withdraw_load)
withdraw.command("publication")(publications.withdraw_a_publication)
confirming.command("removal")(publications.confirm_a_removal)
naming.callback()(names.list_names)
naming.command("accept")(names.accept_a_name)
naming.command("confirm")(names.confirm_a_name)
listing.command("loads")(loads.list_loads)
listing.command("publications")(publications.list_publications)


def run() -> None:
    """Runs the command line; whatever goes wrong ends with a sentence and a code, and not with a traceback."""
    try:
        app()
    except CommandError as error:
        _fail(str(error), error.code)
    except WithdrawalError as error:
        _fail(str(error), Exit.WRONG_CALL)
    except (FaultError, NoPublicationError) as error:
        _fail(str(error), Exit.ENVIRONMENT)
    except OSError as error:
        _fail(str(explain(error, error.filename or "a file") or error), Exit.ENVIRONMENT)


def _fail(sentence: str, code: Exit) -> NoReturn:
    typer.echo(sentence.strip(), err=True)
    sys.exit(code)
