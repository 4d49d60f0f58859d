"""Writes the workbooks that offices fill in, as the command line asks for them."""

from pathlib import Path

from plan_targets.command.exits import CommandError, Exit


def write(paths: list[str], *, is_plan: bool, is_wide: bool, theme: str | None, region: str | None) -> Path:
    """Writes the workbook to the last of the paths and returns that; before it may stand the plan that is meant.

    Raises CommandError for a call that makes no sense, and OSError when the place cannot be written to.
    """
    # Here, because the other commands should not wait for what writes workbooks.
    from plan_targets.landing.template import write_plan_template, write_template

    *before, last = paths
    file = Path(last)
    if is_wide:
        _write_wide(file, before, is_plan=is_plan, theme=theme, region=region)
    elif before or theme or region:
        raise CommandError(
            Exit.WRONG_CALL,
            "Give one file; a plan, a theme or a region goes with --wide.",
            "只给一个文件名；规划、主题、地区与 --wide 一起用。",
        )
    else:
        # Asked here, because the library that writes workbooks has errors of its own for it.
        file.touch()
        (write_plan_template if is_plan else write_template)(file)
    return file


def _write_wide(file: Path, before: list[str], *, is_plan: bool, theme: str | None, region: str | None) -> None:
    from plan_targets.landing.wide_template import (
        UnknownSubjectError,
        subject_of_plan,
        subject_of_theme,
        write_wide_template,
    )

    if is_plan == bool(theme) or len(before) != int(is_plan):
        raise CommandError(
            Exit.WRONG_CALL,
            "Say for which plan or theme: template --wide --plan PLAN FILE, or template --wide --theme THEME FILE.",
            "请写明哪个规划或主题：template --wide --plan 规划编号 文件，或 template --wide --theme 主题 文件。",
        )
    try:
        subject = subject_of_plan(before[0]) if is_plan else subject_of_theme(theme or "", region)
    except UnknownSubjectError as error:
        asked, known = error.args
        listed = f" ({', '.join(known)})" if known else ""
        raise CommandError(
            Exit.WRONG_CALL,
            f"There is no plan, theme or region {asked}{listed}.",
            f"没有名为 {asked} 的规划、主题或地区。",
        ) from error
    file.touch()
    write_wide_template(file, subject)
