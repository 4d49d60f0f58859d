"""What is said of every kind of change that the marts know, in both languages, and as the command prints it."""

import re
from pathlib import Path

import pytest
from lxml import html
from typer.testing import CliRunner

from plan_targets.access.access import NOTHING, Access
from plan_targets.changes.asked import changes_since
from plan_targets.changes.sentences import FOLDER, LANGUAGES, Language, Sentences
from plan_targets.changes.told import CAUSES
from plan_targets.changes.written import as_html, as_markdown
from plan_targets.command.main import app
from plan_targets.yaml_text import read_yaml
from tests.changes.publications import KINDS, SECOND, THIRD, Kind, Published

REPOSITORY = Path(__file__).resolve().parents[2]
# What each kind has to say beside its cause.
VERDICTS = {
    "zh": {
        "target_gone": "撤下，此前判断为“符合预期”",
        "appeared": "新增，判断为“滞后”",
        "appeared_beside_an_earlier_plan": "同一事项此前的目标",
        "by_another_id": "取代此前的目标",
        "figures_withdrawn": "符合预期 → 无观测",
        "category_alone": "仍为“滞后”，方法的类别 moderate → limited",
        "several_causes": "有了新一期的数据、目标或指标的定义改了",
    },
    "en": {
        "target_gone": "gone, was On track",
        "appeared": "new, Behind",
        "appeared_beside_an_earlier_plan": "earlier target for the same thing",
        "by_another_id": "it takes the place of",
        "figures_withdrawn": "On track → Not observed",
        "category_alone": "still Behind, the method's category went from moderate to limited",
        "several_causes": "there are figures of a new period and the target or its indicator's definition was edited",
    },
}
HAN = re.compile(r"[\u4e00-\u9fff]")
USUAL = {"zh": "符合预期 → 滞后", "en": "On track → Behind"}


@pytest.fixture(scope="module", params=LANGUAGES)
def said(request: pytest.FixtureRequest, changed: Published) -> Sentences:
    return Sentences(changes_since(changed.first, SECOND, str(changed.folder)), request.param)


def test_every_cause_of_the_mart_has_its_words() -> None:
    columns = read_yaml((REPOSITORY / "models/marts/fct_status_change.yml").read_text(encoding="utf-8"))
    described = next(column for column in columns["models"][0]["columns"] if column["name"] == "cause")
    check = next(rule["expression"] for rule in described["constraints"] if rule["type"] == "check")
    known = set(re.findall(r"'(\w+)'", check))
    assert known == set(CAUSES) == {kind.cause for kind in KINDS}
    for language in LANGUAGES:
        words = read_yaml((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
        assert known == set(words["cause"]) == set(words["group"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_is_told_in_words(said: Sentences, changed: Published, kind: Kind) -> None:
    (change,) = [one for one in said.changes.statuses if one.target_id == changed.targets[kind.name]]
    sentence = said.status_sentence(change)
    assert VERDICTS[said.language].get(kind.name, USUAL[said.language]) in sentence
    gone = kind.after is None
    assert said.text("vanished_target" if gone else f"cause.{kind.cause}") in sentence
    row = change.known
    for piece in (said._name(row, "region"), said._name(row, "indicator"), str(row["due_year"])):
        assert piece in sentence
    if kind.after == "behind":
        unit = row["unit"] if said.language == "zh" else said.changes.units_named[row["unit"]]
        assert f"12.5{'' if unit in '%‰' else chr(160)}{unit}" in sentence
        if said.language == "en":
            # A source is named as it names itself.
            assert not HAN.search(sentence.replace(row["source"], ""))
        assert "2024" in sentence and row["source"] in sentence
    assert not re.search(r"None|nan|_", sentence.replace(row["source"] or "", ""))


def test_the_figure_of_before_is_told_where_it_differs(said: Sentences, changed: Published) -> None:
    told = {change.target_id: change for change in said.changes.statuses}
    moved = [one for one in told.values() if one.before and one.before["observed_value"] not in (None, 12.5)
             and one.after and one.after["observed_value"] is not None]  # fmt: skip
    assert moved
    words = {"zh": "此前依据的是", "en": "before, it rested on"}
    assert all(words[said.language] in said.status_sentence(change) for change in moved)


def test_a_target_of_about_so_much_says_so_beside_its_number(said: Sentences) -> None:
    about = [one for one in said.changes.statuses if one.known.get("is_approximate")]
    assert about
    words = "338\N{NO-BREAK SPACE}天左右" if said.language == "zh" else "338\N{NO-BREAK SPACE}days or so"
    assert any(words in said.status_sentence(change) for change in about)


def test_an_edited_promise_is_told_without_another_verdict(said: Sentences, changed: Published) -> None:
    (edit,) = said.changes.edits
    sentence = said.edit_sentence(edit)
    assert edit.after["target_id"] == changed.edited
    assert "≥ 98.76" in sentence and "1.25" in sentence


def test_markdown_and_html_tell_each_target_once(said: Sentences) -> None:
    language: Language = said.language
    text = as_markdown(said.changes, language)
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(lines) == len(said.changes.statuses) + len(said.changes.edits) == len(KINDS) + 1
    items = html.fromstring(as_html(said.changes, language)).xpath("//li")
    sentences = [said.status_sentence(change) for change in said.changes.statuses]
    sentences += [said.edit_sentence(edit) for edit in said.changes.edits]
    assert [item.text_content() for item in items] == [" ".join(one.split()) for one in sentences]


def test_a_day_a_number_or_nothing_names_a_publication(changed: Published) -> None:
    folder = str(changed.folder)
    assert [one.target_id for one in changes_since(None, None, folder).statuses] == [changed.targets["revision"]]
    for since in ("102", SECOND, "2099-01-03"):
        assert changes_since(since, THIRD, folder).statuses == changes_since(None, None, folder).statuses
    # From the first on, the change that was taken back is none.
    whole = {one.target_id for one in changes_since(changed.first, None, folder).statuses}
    assert whole == set(changed.targets.values()) - {changed.targets["revision"]}
    # A day before the first publication is since the first.
    assert changes_since("1999-01-01", None, folder).since["build_id"] == changed.first  # type: ignore[index]


def test_nothing_of_others_is_told(changed: Published) -> None:
    folder = str(changed.folder)
    beijing = Access(regions=frozenset({"110000"}))
    told = changes_since(changed.first, SECOND, folder, beijing)
    assert told.statuses and all(".110000." in change.target_id for change in told.statuses)
    assert "重庆" not in as_markdown(told, "zh") and not told.edits
    assert changes_since(changed.first, SECOND, folder, NOTHING).is_empty


def test_the_command_says_what_it_cannot_find(changed: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(changed.folder))
    answer = CliRunner().invoke(app, ["changes", "--since", "102", "--format", "html", "--language", "en"])
    assert (
        answer.exit_code == 0
        and answer.stdout.startswith("<!doctype html>")
        and "figures were revised" in answer.stdout
    )
    for wrong in (["--since", "777"], ["--language", "fr"], ["--format", "pdf"], ["--since", "2026-13-01"]):
        refused = CliRunner().invoke(app, ["changes", *wrong])
        assert refused.exit_code != 0 and wrong[1] in str(refused.exception)


def test_the_first_publication_has_nothing_before_it(published_path: Path) -> None:
    first = changes_since(None, None, str(published_path))
    assert first.since is None and first.is_empty
    assert "第一次发布" in as_markdown(first, "zh") and "first publication" in as_markdown(first, "en")
