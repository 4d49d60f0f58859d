"""Commands that write a file for somebody: templates, drafts, what is due, reports, exports."""

from pathlib import Path
from typing import Annotated

import typer

from plan_targets.command.exits import Exit
from plan_targets.command.line.ending import day, end
from plan_targets.command.line.options import PublicationAsOf
from plan_targets.words import of_number


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
    end(Exit.DONE, f"{file}")


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
    end(Exit.DONE)


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
        typer.echo(f"{path}  {count} {of_number(count, 'figure|figures')} 待报数据")
    end(Exit.DONE, "" if written else "Nothing is due that is not reported. 没有应报未报的数据。")


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
    as_of: PublicationAsOf = None,
) -> None:
    """Write a plan's yearly assessment (Word, PDF) and its one-page brief. 生成规划的年度评估报告与一页简报。"""
    from plan_targets.command.report import write_report

    for line in write_report(plan, year, out, language, day(as_of) or None):
        typer.echo(line)
    end(Exit.DONE)


def export_sdmx(
    folder: Annotated[Path, typer.Argument(help="The folder to write into. 存放文件的文件夹。")] = Path("SDMX"),
    as_of: PublicationAsOf = None,
) -> None:
    """Write observations and targets as SDMX-CSV, with their structures. 导出观测值与目标（SDMX-CSV）。"""
    from plan_targets.command.export import write_sdmx

    for line in write_sdmx(folder, day(as_of) or None):
        typer.echo(line)
    end(Exit.DONE)
