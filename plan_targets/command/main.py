"""The commands. Each ends with a code of `plan_targets.command.exits.Exit`."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from plan_targets.command.dbt import run_dbt
from plan_targets.command.exits import CommandError, Exit
from plan_targets.command.landing import counts_of_loads, in_order_of_change, require_loadable
from plan_targets.command.lists import load_lines, publication_lines
from plan_targets.command.progress import Progress
from plan_targets.files.errors import FaultError, explain
from plan_targets.landing.store import Delivery
from plan_targets.publication.as_of import folder_as_of
from plan_targets.publication.confirm import confirm_removal
from plan_targets.publication.read import NoPublicationError
from plan_targets.publication.withdraw import WithdrawalError, withdraw_publication
from plan_targets.settings import allow_list_file, landing_folder, published_folder


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

# By its folder too, because the folder alone has the same name and would take `current_build` along.
PUBLICATION = "publication.publication"

NEXT_BUILD = "It counts from the next build on. 下一次构建起生效。"

AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Build for that day, and publish beside the current one. 以该日为准，与当前发布并存。",
    ),
]
NoBuild = Annotated[bool, typer.Option("--no-build", help="Leave the building to a later command. 暂不构建。")]
Sender = Annotated[
    str | None, typer.Option("--from", help="The office that sent them: their folder inside landing/. 报送单位。")
]
Reason = Annotated[
    str, typer.Option(prompt="Reason 原因", help="Why; it is kept with the withdrawal. 撤回原因，将被保存。")
]


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files to load: csv, xlsx, parquet. 要装载的文件。")],
    as_of: AsOf = None,
    no_build: NoBuild = False,
    sender: Sender = None,
) -> None:
    """Keep files in the drop folder, then build, check and publish. 装载文件，随后构建、检查并发布。"""
    from plan_targets.landing.store import deliver

    brought = []
    for file in in_order_of_change([require_loadable(file, sender) for file in files]):
        delivery = deliver(file, landing_folder(), sender)
        brought.append((file, delivery.load))
        typer.echo(f"{file}: {_delivered(delivery)}")
    if no_build:
        _end(Exit.DONE)
    code = _build(as_of)
    counts = {} if code != Exit.DONE or as_of else counts_of_loads(published_folder())
    for file, kept in brought:
        typer.echo(f"{file}: {counts.get(kept.load_id) or _not_counted(kept.load_id)}")
    _end(code)


@app.command()
def check(
    drafts: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of figures or plans to look at; nothing is loaded. 待检查的数据表或规划草稿。"),
    ] = None,
    as_of: AsOf = None,
    sender: Sender = None,
    record: Annotated[
        Path | None, typer.Option("--json", help="Also write what was found into this file. 另存为 JSON。")
    ] = None,
) -> None:
    """Look at files before they are loaded; without files, build and check without publishing. 检查，不发布。"""
    if drafts:
        _end(_check_drafts(drafts, sender, record), "Everything in it would be taken. 内容均可采用。")
    code = _build(as_of, "--exclude", PUBLICATION)
    _end(code, "Every gate was passed; nothing was published. 检查全部通过，未发布。")


@app.command()
def access() -> None:
    """Check the allow-list and say what each on it may see. 检查准入名单，列出各人权限。"""
    from plan_targets.command.access import access_lines

    for line in access_lines(allow_list_file()):
        typer.echo(line)


@app.command()
def token() -> None:
    """Draw a token for the endpoint, with the hash for the allow-list. 生成接口令牌及其散列值。"""
    from plan_targets.command.access import token_lines

    for line in token_lines():
        typer.echo(line)


@app.command()
def publish(as_of: AsOf = None) -> None:
    """Build, check and publish: `uv run dbt build`. 构建、检查并发布。"""
    _end(_build(as_of))


@app.command()
def template(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="[PLAN] FILE",
            help="Where to write it, for example figures.xlsx; before it, with --wide --plan, the plan's id. "
            "模板文件路径；用 --wide --plan 时，前面先写规划编号。",
        ),
    ],
    plan: Annotated[
        bool,
        typer.Option("--plan", help="For a plan's targets; with --wide, for the figures it asks for. 规划目标模板。"),
    ] = False,
    wide: Annotated[
        bool, typer.Option("--wide", help="Indicators down, years across, units filled in. 指标在左、年份横排。")
    ] = False,
    theme: Annotated[
        str | None, typer.Option(help="With --wide: the indicators of this theme. 某一主题的指标。")
    ] = None,
    region: Annotated[str | None, typer.Option(help="With --theme: for this region. 填报地区。")] = None,
) -> None:
    """Write a workbook for an office to fill in. 生成供填报的工作簿模板。"""
    from plan_targets.command.templates import write

    file = write(paths, is_plan=plan, is_wide=wide, theme=theme, region=region)
    _end(Exit.DONE, f"{file}")


@app.command()
def draft(
    document: Annotated[Path, typer.Argument(help="The plan: pdf, docx, html, txt. 规划文件。")],
    out: Annotated[
        Path | None, typer.Argument(help="Where to write the draft; beside the plan if left out. 草稿存放路径。")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="An earlier document of the same plan: say what is new, changed, dropped. 同一规划的原文件。"
        ),
    ] = None,
) -> None:
    """Draft the targets of a plan's document, to be checked before they are loaded. 从规划文件起草目标表。"""
    from plan_targets.command.drafting import write_draft

    for line in write_draft(document, out, against, lambda text: typer.echo(text, err=True)):
        typer.echo(line)
    _end(Exit.DONE)


@app.command()
def collect(
    folder: Annotated[Path, typer.Argument(help="The folder to write into. 存放工作簿的文件夹。")] = Path("待报数据"),
    plan: Annotated[str | None, typer.Option(help="Only for this plan, by its id. 只要这个规划的。")] = None,
    department: Annotated[str | None, typer.Option(help="Only for this office, by its id. 只要这个部门的。")] = None,
    region: Annotated[str | None, typer.Option(help="Only for this region, by its code. 只要这个地区的。")] = None,
) -> None:
    """Write a workbook for each office that owes figures, to fill in and load. 为每个欠报单位生成待填工作簿。"""
    from plan_targets.command.collect import write_collecting_workbooks

    written = write_collecting_workbooks(folder, plan, department, region)
    for path, count in written:
        typer.echo(f"{path}  {count} figures 待报数据")
    _end(Exit.DONE, "" if written else "Nothing is due that is not reported. 没有应报未报的数据。")


@app.command()
def report(
    plan: Annotated[str, typer.Option(help="The plan, by its id. 规划编号。")],
    year: Annotated[
        int | None, typer.Option(help="The year assessed; the last one that is over if left out. 评估年度。")
    ] = None,
    out: Annotated[
        Path,
        typer.Option(help="A .docx or .pdf file, or a folder for all four files. 报告文件，或存放全部文件的文件夹。"),
    ] = Path("年度评估"),
    language: Annotated[str, typer.Option(help="zh or en. 语言。")] = "zh",
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From the publication as of that day. 取截至该日的发布。"),
    ] = None,
) -> None:
    """Write a plan's yearly assessment (Word, PDF) and its one-page brief. 生成规划的年度评估报告与一页简报。"""
    from plan_targets.command.report import write_report

    for line in write_report(plan, year, out, language, _day(as_of) or None):
        typer.echo(line)
    _end(Exit.DONE)


@app.command()
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
    _end(Exit.DONE)


@app.command()
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


@exporting.command("sdmx")
def export_sdmx(
    folder: Annotated[Path, typer.Argument(help="The folder to write into. 存放文件的文件夹。")] = Path("SDMX"),
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From the publication as of that day. 取截至该日的发布。"),
    ] = None,
) -> None:
    """Write observations and targets as SDMX-CSV, with their structures. 导出观测值与目标（SDMX-CSV）。"""
    from plan_targets.command.export import write_sdmx

    for line in write_sdmx(folder, _day(as_of) or None):
        typer.echo(line)
    _end(Exit.DONE)


@withdraw.command("load")
def withdraw_load(
    load_id: Annotated[str, typer.Argument(help="The load, as `list loads` names it. 批次编号。")],
    reason: Reason,
    no_build: NoBuild = False,
) -> None:
    """Take a load's figures back, then build and publish without them. 撤回一个批次，并重新发布。"""
    from plan_targets.landing.store import UnknownLoadError, WithdrawalStateError
    from plan_targets.landing.store import withdraw as withdraw_figures

    try:
        taken_back = withdraw_figures(load_id, reason, landing_folder())
    except (UnknownLoadError, WithdrawalStateError, ValueError) as error:
        raise CommandError(Exit.WRONG_CALL, str(error), "") from error
    typer.echo(f"Withdrawn 已撤回: {taken_back.load_id} ({taken_back.file})")
    _end(Exit.DONE if no_build else _build(None))


@app.command("restore")
def restore_load(
    load_id: Annotated[str, typer.Argument(help="The load, as `list loads` names it. 批次编号。")],
    no_build: NoBuild = False,
) -> None:
    """Bring a withdrawn load back, then build and publish with it. 恢复已撤回的批次，并重新发布。"""
    from plan_targets.landing.store import UnknownLoadError, WithdrawalStateError, restore

    try:
        brought_back = restore(load_id, landing_folder())
    except (UnknownLoadError, WithdrawalStateError) as error:
        raise CommandError(Exit.WRONG_CALL, str(error), "") from error
    typer.echo(f"Restored 已恢复: {brought_back.load_id} ({brought_back.file})")
    _end(Exit.DONE if no_build else _build(None))


@withdraw.command("publication")
def withdraw_a_publication(
    reason: Reason,
    build_id: Annotated[str | None, typer.Argument(help="None means the current one. 省略即当前发布。")] = None,
    as_of: AsOf = None,
) -> None:
    """Take a publication back: readers see the one before it again. 撤回一次发布，读者回到上一次发布。"""
    withdrawn, current = withdraw_publication(folder_as_of(published_folder(), _day(as_of)), build_id, reason)
    typer.echo(f"Withdrawn 已撤回: {withdrawn}")
    typer.echo(f"Readers see 读者所见: {current}")
    _end(
        Exit.DONE,
        "The next build publishes what is loaded then: withdraw or correct the figures first. "
        "下一次构建会发布届时的数据，请先撤回或更正有问题的数据。",
    )


@confirming.command("removal")
def confirm_a_removal(reason: Reason, as_of: AsOf = None, no_build: NoBuild = False) -> None:
    """Let the next publication lack figures that the current one has, then build. 确认有意删去数据，并重新发布。"""
    followed = confirm_removal(folder_as_of(published_folder(), _day(as_of)), reason)
    typer.echo(f"Confirmed for the publication that follows {followed}. 已确认，仅对 {followed} 之后的一次发布有效。")
    _end(Exit.DONE if no_build else _build(as_of))


@naming.callback()
def list_names(context: typer.Context) -> None:
    """Names of indicators that wait: list them, or decide what they mean. 待定名称：列出，或作出决定。"""
    if context.invoked_subcommand is None:
        from plan_targets.command.names import waiting_lines

        for line in waiting_lines():
            typer.echo(line)


@naming.command("accept")
def accept_a_name(
    name: Annotated[str, typer.Argument(metavar="LABEL", help="The name as the file has it. 文件中的名称。")],
    indicator_id: Annotated[str, typer.Argument(help="The indicator of the list that it means. 所指指标的编号。")],
    unit: Annotated[str | None, typer.Option(help="Only in this unit. 仅限这个单位。")] = None,
) -> None:
    """Let a name mean a known indicator: its figures and targets go there. 名称对应已有指标（合并）。"""
    from plan_targets.command.names import accept_name

    typer.echo(accept_name(name, indicator_id, unit))
    _end(Exit.DONE, NEXT_BUILD)


@naming.command("confirm")
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
    _end(Exit.DONE, NEXT_BUILD)


@listing.command("loads")
def list_loads() -> None:
    """The files that were loaded, the latest last. 已装载的批次。"""
    for line in load_lines(landing_folder(), published_folder()):
        typer.echo(line)


@listing.command("publications")
def list_publications() -> None:
    """The publications that are kept, the latest last, and which one readers see. 保留的发布。"""
    for line in publication_lines(published_folder()):
        typer.echo(line)


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


def _delivered(delivery: Delivery) -> str:
    load = delivery.load
    if delivery.is_new:
        return f"kept 已保存: {load.load_id} ({load.file})"
    if load.is_withdrawn:
        return (
            f"unchanged 未变: {load.load_id} ({load.file}), which is withdrawn; `restore {load.load_id}` brings it "
            "back "
            "该批次已撤回，可用 restore 恢复"
        )
    return f"unchanged 未变: {load.load_id} ({load.file})"


def _not_counted(load_id: str) -> str:
    return f"{load_id} is kept and not yet published 已保存，尚未发布"


def _build(as_of: datetime | None, *arguments: str) -> Exit:
    variables = ["--vars", f"as_of: '{_day(as_of)}'"] if as_of else []
    return run_dbt(["build", *arguments, *variables], Progress())


def _day(as_of: datetime | None) -> str:
    return as_of.date().isoformat() if as_of else ""


def _check_drafts(drafts: list[Path], sender: str | None, record: Path | None) -> Exit:
    # Here, because the other commands should not wait for the libraries behind it.
    from plan_targets.command.drafts import draft_lines
    from plan_targets.command.preview import as_json, preview

    looked_at = preview([*in_order_of_change([require_loadable(draft, sender) for draft in drafts])], sender)
    for each in looked_at:
        for line in draft_lines(each):
            typer.echo(line)
    if record is not None:
        record.write_text(as_json(looked_at), encoding="utf-8")
    return Exit.STOPPED if any(each.has_problem for each in looked_at) else Exit.DONE


def _end(code: Exit, sentence: str = "") -> None:
    if code == Exit.DONE and sentence:
        typer.echo(sentence)
    raise typer.Exit(code)


def _fail(sentence: str, code: Exit) -> None:
    typer.echo(sentence.strip(), err=True)
    sys.exit(code)
