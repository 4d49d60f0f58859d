"""The yearly assessment of a plan and its one-page brief, for people who were not at the screen.

    from plan_targets.report import assess, brief_of, report_of, word_file, pdf_file

    assessment = assess(snapshot, "jiangsu_quality_2025", 2024)   # a SnapshotReader: what its reader may see
    word_file(report_of(assessment))                              # bytes

Content is made once, as sections, tables, charts and sentences whose every number knows the metric that it is; then it
is written as Word, PDF or picture.
"""

from plan_targets.report.asking import ReportError, assess, plan_years, usual_year
from plan_targets.report.assessment import Assessment
from plan_targets.report.brief import Brief, brief_of
from plan_targets.report.composition import file_names, report_of
from plan_targets.report.typeset import NoChineseFontError, brief_pdf, brief_png, pdf_file
from plan_targets.report.word import word_file

__all__ = [
    "Assessment",
    "Brief",
    "NoChineseFontError",
    "ReportError",
    "assess",
    "brief_of",
    "brief_pdf",
    "brief_png",
    "file_names",
    "pdf_file",
    "plan_years",
    "report_of",
    "usual_year",
    "word_file",
]
