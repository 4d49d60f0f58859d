"""Commands about loads: load, check, withdraw, restore, list."""

from pathlib import Path
from typing import Annotated

import typer

from plan_targets.command.exits import CommandError, Exit
from plan_targets.command.landing import counts_of_loads, in_order_of_change, require_loadable
from plan_targets.command.line.ending import PUBLICATION, build, end
from plan_targets.command.line.options import AsOf, NoBuild, Reason, Sender
from plan_targets.command.lists import load_lines
from plan_targets.landing.arrivals import Delivery
from plan_targets.settings import landing_folder, published_folder


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
        end(Exit.DONE)
    code = build(as_of)
    counts = {} if code != Exit.DONE or as_of else counts_of_loads(published_folder())
    for file, kept in brought:
        typer.echo(f"{file}: {counts.get(kept.load_id) or _not_counted(kept.load_id)}")
    end(code)


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
        end(_check_drafts(drafts, sender, record), "Everything in it would be taken. 内容均可采用。")
    # With `--exclude` dbt leaves its default selection, which has no unit tests.
    code = build(as_of, "--exclude", PUBLICATION, "--exclude-resource-type", "unit_test")
    end(code, "Every gate was passed; nothing was published. 检查全部通过，未发布。")


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
    end(Exit.DONE if no_build else build(None))


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
    end(Exit.DONE if no_build else build(None))


def list_loads() -> None:
    """The files that were loaded, the latest last. 已装载的批次。"""
    for line in load_lines(landing_folder(), published_folder()):
        typer.echo(line)


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
