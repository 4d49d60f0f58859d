"""The yearly assessment and the brief, read back: every number is its metric, and what is missing is said."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import polars as pl
import pypdfium2
import pytest
from PIL import Image

from plan_targets import pictures
from plan_targets.access.access import Access
from plan_targets.command.exits import CommandError, Exit
from plan_targets.command.report import write_report
from plan_targets.report import (
    Assessment,
    NoChineseFontError,
    ReportError,
    assess,
    brief_of,
    brief_pdf,
    brief_png,
    pdf_file,
    plan_years,
    report_of,
    typeset,
    word,
    word_file,
)
from plan_targets.report.blocks import Report
from plan_targets.report.numbers import Figure, spans
from plan_targets.report.wording import LANGUAGES, Language, words_of
from plan_targets.semantic import Condition, SemanticClient, SnapshotReader, client
from tests.command.calls import call_here

NATIONAL, JIANGSU = "national_quality_2025", "jiangsu_quality_2025"
# A plan with laggards and one with none; one without any verdict; one of a flow; one due in several years.
ASKED: list[tuple[str, int, Language]] = [
    (NATIONAL, 2024, "zh"),
    (NATIONAL, 2023, "en"),
    (JIANGSU, 2024, "zh"),
    ("jiangsu_13fyp_2020", 2018, "en"),
    ("national_eco_2020", 2020, "zh"),
    ("taiyuan_quality_2025", 2026, "zh"),
]
HAN = re.compile(r"[\u4e00-\u9fff]")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="module")
def snapshot(published_path: Path) -> SnapshotReader:
    return SemanticClient(str(published_path)).current()


@pytest.fixture(scope="module", params=ASKED, ids=lambda asked: f"{asked[0]}-{asked[1]}-{asked[2]}")
def assessment(snapshot: SnapshotReader, request: pytest.FixtureRequest) -> Assessment:
    return assess(snapshot, *request.param)


@pytest.fixture(scope="module")
def report(assessment: Assessment) -> Report:
    return report_of(assessment)


@pytest.fixture(scope="module")
def document(report: Report) -> docx.document.Document:
    return docx.Document(io.BytesIO(word_file(report)))


def asked_again(snapshot: SnapshotReader, metric: str, where: list[Condition]) -> float | None:
    answer = snapshot.query([metric], where=where)
    return answer.item() if answer.height else None


def agree(words: str, value: float) -> bool:
    """Whether the number in the words is that value, to the places in which it is written."""
    written = re.search(r"[−-]?\d[\d,]*(?:\.\d+)?", words)
    assert written, words
    text = written.group().replace(",", "").replace("−", "-")
    decimals = len(text.partition(".")[2])
    shown = float(text)
    meant = value * 100 if words.endswith("%") and abs(shown - value * 100) < abs(shown - value) else value
    return abs(abs(shown) - abs(meant)) <= 0.5 * 10**-decimals + 1e-9


def test_every_number_is_the_clients_answer(snapshot: SnapshotReader, assessment: Assessment, report: Report) -> None:
    figures = {
        (one.origin, one.words): one for one in [*report.figures(), *report.points(), *brief_of(assessment).figures]
    }
    assert figures
    for one in figures.values():
        answer = asked_again(snapshot, one.origin.metric, one.origin.conditions())
        assert (answer or 0) == one.value, one
        assert agree(one.words, one.value), one


def test_a_number_has_its_unit_in_the_reports_language(snapshot: SnapshotReader) -> None:
    for plan_id, year in (("suzhou_quality_2030", None), ("chongqing_action_2027", None)):
        english, chinese = (
            {one.words for one in report_of(assess(snapshot, plan_id, year, language)).figures()}
            for language in LANGUAGES[::-1]
        )
        assert not [words for words in english if HAN.search(words)]
        assert [words for words in chinese if HAN.search(words)]
    assert "338\N{NO-BREAK SPACE}days\N{NO-BREAK SPACE}or\N{NO-BREAK SPACE}so" in english
    assert "338\N{NO-BREAK SPACE}天左右" in chinese


def test_the_word_file_read_back_holds_only_metrics(
    snapshot: SnapshotReader, assessment: Assessment, document: docx.document.Document
) -> None:
    """The annex gives the metric of each number; nothing else in the text is a number that a metric should be."""
    counts, targets = annex_of(document)
    for metric, where, stored in counts.values():
        assert (asked_again(snapshot, metric, where) or 0) == stored
    for target, year, values in targets.values():
        for metric, stored in values.items():
            where = [Condition("target", "=", target)]
            if metric.endswith("_in_year"):
                where += [Condition("calendar_year", "=", year), Condition("progress__is_page_method", "=", True)]
            assert asked_again(snapshot, metric, where) == pytest.approx(stored, abs=1e-9), (metric, target)
    texts = texts_before_the_annex(document)
    marked = [found for text in texts for found in re.findall(r"(\d[\d,]*)\[(\d+)\]", text)]
    assert marked
    for shown, mark in marked:
        assert int(shown.replace(",", "")) == counts[int(mark)][2]
    known = names_and_days(assessment)
    for text in texts:
        left = re.sub(r"\d[\d,]*\[\d+\]", "", text)
        for name in known:
            left = left.replace(name, " ")
        for number in NUMBER.findall(left):
            assert is_known(number, assessment, targets), (number, text)


def is_known(number: str, assessment: Assessment, targets: dict[int, tuple[str, int, dict[str, float]]]) -> bool:
    """Whether a number in the text is a metric of a target, a target's number in the report, or a year."""
    if number.isdigit() and (int(number) in targets or 1990 < int(number) < 2100 or int(number) <= 12):
        return True
    if number.isdigit() and int(number) <= assessment.verdicts.height:
        return True
    values = [value for _, _, stored in targets.values() for value in stored.values()]
    return any(agree(number, abs(value)) or agree(number, abs(100 * value)) for value in values)


def names_and_days(assessment: Assessment) -> list[str]:
    """What has digits in it and is no number: names, places in documents, days, addresses, ids."""
    verdicts = assessment.verdicts
    observations = assessment.observations
    named = [assessment.plan["title"], str(assessment.plan["issued_on"]), assessment.published_at]
    named += [assessment.snapshot.publication.build_id, assessment.record("as_of")[:10]]
    for frame, columns in (
        (verdicts, ("indicator", "location", "reason_label", "unit")),
        (observations, ("source", "url", "published_on", "source_id")),
    ):
        for column in columns:
            if column in frame.columns:
                named += [str(value) for value in frame[column].drop_nulls()]
    named += [one for figure in assessment.due for one in (figure.indicator, figure.due_on)]
    named += [text for text in assessment.statuses["description"]]
    return sorted({name for name in named if re.search(r"\d", name)}, key=len, reverse=True)


def text_of(paragraph: docx.text.paragraph.Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs)


def body_of(document: docx.document.Document) -> Iterator[docx.text.paragraph.Paragraph | docx.table.Table]:
    yield from document.iter_inner_content()


def texts_before_the_annex(document: docx.document.Document) -> list[str]:
    texts: list[str] = []
    annexes = {words_of(language)("part.annex") for language in LANGUAGES}
    for block in body_of(document):
        if isinstance(block, docx.table.Table):
            texts += [text_of(line) for row in block.rows[1:] for cell in row.cells for line in cell.paragraphs]
        elif text_of(block) in annexes:
            return texts
        elif "Heading" not in str(block.style and block.style.name):
            texts.append(text_of(block))
    raise AssertionError("There is no annex.")


def annex_of(
    document: docx.document.Document,
) -> tuple[dict[int, tuple[str, list[Condition], float]], dict[int, tuple[str, int, dict[str, float]]]]:
    """The annex's two tables: counts by their mark, targets by their number."""
    titles = {words_of(language)("column.conditions") for language in LANGUAGES}
    ids = {words_of(language)("column.target_id") for language in LANGUAGES}
    counts: dict[int, tuple[str, list[Condition], float]] = {}
    targets: dict[int, tuple[str, int, dict[str, float]]] = {}
    for table in document.tables:
        header = [cell.text for cell in table.rows[0].cells]
        rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        if len(header) == 4 and header[2] in titles:
            for mark, metric, conditions, stored in rows:
                pairs = [pair.split(" = ") for pair in conditions.split("; ")]
                where = [Condition(name, "=", _value(value)) for name, value in pairs]
                counts[int(mark.strip("[]"))] = (metric.split()[-1], where, float(stored))
        if header[1] in ids:
            for number, target, _, said in rows:
                found = dict(re.findall(r"(\w+) = (-?[\d.e-]+)", said))
                year = re.search(r"\b(\d{4})\b|(\d{4})", said)
                assert year
                targets[int(number)] = (target, int(year.group()), {name: float(one) for name, one in found.items()})
    return counts, targets


def _value(text: str) -> str | int | bool:
    return {"true": True, "false": False}[text] if text in ("true", "false") else int(text) if text.isdigit() else text


def test_the_parts_stand_in_the_offices_order(assessment: Assessment, document: docx.document.Document) -> None:
    headings = [text_of(one) for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    parts = ("overall", "progress", "lagging", "notes", "annex")
    assert headings == [assessment.words(f"part.{part}") for part in parts]


def test_every_target_is_in_the_report_with_its_status(
    assessment: Assessment, document: docx.document.Document
) -> None:
    text = "\n".join(texts_before_the_annex(document))
    for row in assessment.verdicts.iter_rows(named=True):
        assert row["indicator"] in text
        assert (row["status_label"] or assessment.words("cell.not_begun")) in text
    for row in assessment.verdicts.filter(pl.col("course") == "lagging").iter_rows(named=True):
        assert (row["location"] or assessment.words("lagging.no_location")) in text
    # Causes are for the office to write: the report leaves room and invents none.
    blanks = text.count(assessment.words("lagging.reason"))
    assert blanks == assessment.verdicts.filter(pl.col("course") == "lagging").height


def test_what_is_owed_is_said_with_who_owes_it(assessment: Assessment, document: docx.document.Document) -> None:
    text = "\n".join(texts_before_the_annex(document))
    for one in assessment.due:
        assert one.indicator in text and one.owner.region in text
        years = {other.year for other in assessment.due if (other.owner, other.indicator) == (one.owner, one.indicator)}
        assert assessment.words.listed(spans(years)) in text
    assert all(one.year <= assessment.year for one in assessment.due)


def test_the_pdf_has_the_words_of_the_report(assessment: Assessment, report: Report) -> None:
    with pypdfium2.PdfDocument(pdf_file(report)) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    text = re.sub(r"\s|\u200b", "", "".join(pages))
    assert re.sub(r"\s", "", report.title) in text
    for part in ("overall", "progress", "lagging", "notes", "annex"):
        assert re.sub(r"\s", "", assessment.words(f"part.{part}")) in text
    for name in assessment.verdicts["indicator"]:
        assert re.sub(r"\s", "", name) in text
    for page in pages:
        assert assessment.snapshot.publication.build_id in page.replace("\u200b", "")


def test_the_brief_is_one_page_and_one_picture(assessment: Assessment) -> None:
    brief = brief_of(assessment)
    with pypdfium2.PdfDocument(brief_pdf(brief)) as pdf:
        assert len(pdf) == 1
        text = re.sub(r"\s", "", pdf[0].get_textpage().get_text_bounded())
    assert re.sub(r"\s", "", brief.title) in text and assessment.snapshot.publication.build_id in text
    for one in brief.counts:
        assert re.sub(r"\s", "", one.label) in text
    picture = Image.open(io.BytesIO(brief_png(brief)))
    assert picture.format == "PNG" and picture.width > 1500
    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50


def test_the_same_publication_makes_the_same_files(snapshot: SnapshotReader) -> None:
    made = [pdf_file(report_of(assess(snapshot, NATIONAL, 2024))) for _ in range(2)]
    assert made[0] == made[1]


def test_both_languages_say_the_same_things() -> None:
    zh, en = (words_of(language).entries for language in LANGUAGES)
    assert set(zh) == set(en)
    assert {key for key in zh if _placeholders(zh[key]) != _placeholders(en[key])} == set()


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_without_a_year_the_last_one_that_is_over_is_assessed(snapshot: SnapshotReader) -> None:
    assert assess(snapshot, NATIONAL).year == 2025
    assert assess(snapshot, "jiangsu_13fyp_2020").year == 2020
    assert plan_years(snapshot, NATIONAL) == [2022, 2023, 2024, 2025]


@pytest.mark.parametrize(
    ("plan", "year", "english", "chinese"),
    [
        ("jiangsu_quality_2024", 2024, JIANGSU, "没有编号为"),
        ("质量强国建设纲要", 2024, NATIONAL, NATIONAL),
        (JIANGSU, 1999, "2021 to 2025", "2021 至 2025"),
    ],
)
def test_what_cannot_be_reported_is_said_with_what_can(
    snapshot: SnapshotReader, plan: str, year: int, english: str, chinese: str
) -> None:
    with pytest.raises(ReportError) as refused:
        assess(snapshot, plan, year)
    assert english in refused.value.english and chinese in refused.value.chinese


def test_without_a_chinese_font_there_is_word_and_a_sentence(
    snapshot: SnapshotReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pictures, typeset, word):
        monkeypatch.setattr(module, "chinese_families", lambda: ())
    report = report_of(assess(snapshot, NATIONAL, 2024))
    with pytest.raises(NoChineseFontError, match="fonts-noto-cjk"):
        pdf_file(report)
    made = docx.Document(io.BytesIO(word_file(report)))
    assert not made.inline_shapes
    assert any("没有中文字体" in text_of(one) for one in made.paragraphs)


def test_markup_in_a_name_stays_a_name(snapshot: SnapshotReader) -> None:
    now = assess(snapshot, NATIONAL, 2024)
    hostile = '#panic("x") $a$ *b* <script>'
    now.plan["title"] = hostile
    with pypdfium2.PdfDocument(pdf_file(report_of(now))) as pdf:
        assert re.sub(r"\s", "", hostile) in re.sub(r"\s", "", pdf[0].get_textpage().get_text_bounded())


def test_numbers_that_follow_each_other_are_a_span() -> None:
    assert spans([5, 3, 4, 8, 9, 1]) == ["1", "3–5", "8", "9"]
    assert spans([]) == []


def test_a_reader_gets_a_report_of_what_they_may_see_and_no_name_of_anything_else(published_path: Path) -> None:
    only = Access(regions=frozenset({"330000"}))
    limited = client(str(published_path), access=only).current()
    report = report_of(assess(limited, "zhejiang_quality_2025", 2023))
    everything = " ".join(one.words for one in report.figures()) + str(report)
    assert "江苏" not in everything and "jiangsu" not in everything
    with pytest.raises(ReportError) as refused:
        assess(limited, "jiangsu_quality_202", 2024)
    assert "江苏" not in str(refused.value) and JIANGSU not in str(refused.value)


def test_figures_compare_by_what_they_are() -> None:
    assert agree("≥ 98%", 98.0) and agree("+0.13 个百分点", 0.1333) and agree("90%", 0.9)
    assert not agree("97.87%", 97.8) and not agree("3", 4)


def test_the_command_writes_all_files(published_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    answer = call_here(published_path, "report", "--plan", NATIONAL, "--year", "2024", "--out", str(folder))
    assert answer.returncode == Exit.DONE, answer.stderr
    endings = sorted(path.suffix for path in folder.iterdir())
    assert endings == [".docx", ".pdf", ".pdf", ".png"]
    assert len(answer.stdout.splitlines()) == 4


def test_a_path_with_an_ending_is_the_report_itself(
    published_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(published_path))
    file = tmp_path / "new" / "report.PDF"
    assert write_report(JIANGSU, None, file, "en", None) == [str(file)]
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("plan", "year", "out", "language", "words"),
    [
        ("jiangsu_quality", None, "out", "zh", JIANGSU),
        (JIANGSU, 1999, "out", "zh", "2021"),
        (JIANGSU, None, "out", "fr", "zh"),
        (JIANGSU, None, "report.xls", "zh", ".docx"),
    ],
)
def test_the_commands_errors_are_sentences(
    published_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    plan: str,
    year: int | None,
    out: str,
    language: str,
    words: str,
) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(published_path))
    with pytest.raises(CommandError, match=words) as refused:
        write_report(plan, year, tmp_path / out, language, None)
    assert refused.value.code == Exit.WRONG_CALL
    assert not list(tmp_path.iterdir())


def test_without_a_publication_the_command_says_what_to_run(published_path: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    for published, asked, words in (
        (nothing, (), "dbt build"),
        (published_path, ("--as-of", "1999-01-01"), "1999-01-01"),
    ):
        answer = call_here(published, "report", "--plan", JIANGSU, "--out", str(tmp_path / "out"), *asked)
        assert answer.returncode == Exit.ENVIRONMENT and words in answer.stderr
        assert "Traceback" not in answer.stderr


def test_a_figure_keeps_its_origin_through_a_sentence(snapshot: SnapshotReader) -> None:
    now = assess(snapshot, NATIONAL, 2024)
    parts = now.words.parts("overall.in_year", count=now.verdict_count(), year=2024)
    assert [part.origin.metric for part in parts if isinstance(part, Figure)] == ["verdict_count"]
