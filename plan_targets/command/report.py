"""Writes the yearly assessment of a plan and its one-page brief."""

from collections.abc import Callable
from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.report import (
    NoChineseFontError,
    ReportError,
    assess,
    brief_of,
    brief_pdf,
    brief_png,
    file_names,
    pdf_file,
    report_of,
    word_file,
)
from plan_targets.report.wording import LANGUAGES, Language
from plan_targets.semantic import SemanticError, client


def write_report(plan: str, year: int | None, out: Path, language: str, as_of: str | None) -> list[str]:
    """Writes the files and returns a line for each.

    A path that ends in .docx or .pdf is the report itself; any other is a folder for the report in Word and PDF and
    the brief in PDF and PNG. Without a font with Chinese characters only Word is written, and a line says so. Raises
    CommandError, NoPublicationError and OSError.
    """
    spoken: Language | None = next((one for one in LANGUAGES if one == language), None)
    if spoken is None:
        raise CommandError(
            Exit.WRONG_CALL,
            f"There is no language '{language}': zh or en.",
            f"没有语言 {language}：可选 zh 或 en。",
        )
    if out.suffix.lower() not in ("", ".docx", ".pdf") and not out.is_dir():
        raise CommandError(
            Exit.WRONG_CALL,
            f"{out}: a report ends in .docx or .pdf; for all its files name a folder.",
            f"{out}：报告文件的扩展名应为 .docx 或 .pdf；要全部文件时请写文件夹。",
        )
    try:
        assessment = assess(client(as_of=as_of).current(), plan, year, spoken)
        report, brief = report_of(assessment), brief_of(assessment)
    except ReportError as error:
        raise CommandError(Exit.WRONG_CALL, error.english, error.chinese) from error
    except SemanticError as error:
        raise CommandError(Exit.WRONG_CALL, error.message_en, error.message_zh) from error
    kinds: dict[str, Callable[[], bytes]] = {
        "report.docx": lambda: word_file(report),
        "report.pdf": lambda: pdf_file(report),
        "brief.pdf": lambda: brief_pdf(brief),
        "brief.png": lambda: brief_png(brief),
    }
    names = file_names(assessment)
    if out.suffix and not out.is_dir():
        out.parent.mkdir(parents=True, exist_ok=True)
        paths = {f"report{out.suffix.lower()}": out}
    else:
        out.mkdir(parents=True, exist_ok=True)
        paths = {kind: out / names[kind] for kind in kinds}
    return _written({path: kinds[kind] for kind, path in paths.items()})


def _written(files: dict[Path, Callable[[], bytes]]) -> list[str]:
    lines = []
    for path, make in files.items():
        try:
            content = make()
        except NoChineseFontError as error:
            if len(files) == 1:
                raise CommandError(Exit.ENVIRONMENT, error.english, error.chinese) from error
            if str(error) not in lines:
                lines.append(str(error))
            continue
        path.write_bytes(content)
        lines.append(str(path))
    return lines
