"""The yearly assessment in the offices' order: 总体情况, 主要指标进展, 滞后指标及原因, 数据说明; then the annex."""

from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Report
from plan_targets.report.sections import annex, lagging, notes, overall, progress


def report_of(now: Assessment) -> Report:
    """The whole report."""
    words = now.words
    body = (*overall.blocks(now), *progress.blocks(now), *lagging.blocks(now), *notes.blocks(now))
    report = Report(
        language=now.language,
        title=title_of(now),
        subtitle=words(
            "subtitle", region=now.plan["region"], start=now.plan["period_start"], end=now.plan["period_end"]
        ),
        version=version_of(now),
        blocks=body,
    )
    return Report(report.language, report.title, report.subtitle, report.version, (*body, *annex.blocks(now, report)))


def title_of(now: Assessment) -> str:
    """The report's title, and its file's name."""
    return now.words("title", plan=now.plan["title"], year=now.year)


def file_names(now: Assessment) -> dict[str, str]:
    """What the files of a report are called, by kind."""
    words = now.words
    stem = f"{now.plan_id}_{now.year}"
    report, brief = words("file.report"), words("file.brief")
    return {
        "report.docx": f"{stem}_{report}.docx",
        "report.pdf": f"{stem}_{report}.pdf",
        "brief.pdf": f"{stem}_{brief}.pdf",
        "brief.png": f"{stem}_{brief}.png",
    }


def version_of(now: Assessment) -> str:
    """Which publication it is made of."""
    return now.words(
        "version",
        as_of=now.record("as_of")[:10],
        published=now.published_at,
        build=now.snapshot.publication.build_id,
    )
