"""Imports point one way, by the contracts in pyproject.toml: what a library checks is not checked here again."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.project import REPOSITORY

LINTER = Path(sys.executable).with_name("lint-imports")


def contracts_hold(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINTER), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_point_one_way() -> None:
    answer = contracts_hold(REPOSITORY)
    assert answer.returncode == 0, answer.stdout + answer.stderr


# What no file may import, and the contract that says so.
WRONG = [
    ("plan_targets/files/disk.py", "plan_targets.publication.read", "uses only those below it"),
    ("plan_targets/publication/read.py", "plan_targets.gates.suite", "uses only those below it"),
    ("plan_targets/semantic/client.py", "app.texts", "never the other way round"),
    ("plan_targets/landing/reading/sheets.py", "plan_targets.landing.tables", "nothing runs back up"),
    ("plan_targets/landing/grammar/units.py", "plan_targets.landing.headers", "nothing runs back up"),
    ("plan_targets/endpoint/answers.py", "altair", "shows nothing"),
    ("plan_targets/building/finish.py", "great_expectations", "waits for Great Expectations"),
    ("app/views/trend.py", "duckdb", "from the semantic client"),
    ("app/texts/numbers.py", "app.components.table", "Views use components"),
]


def test_every_import_the_other_way_is_named(tmp_path: Path) -> None:
    for name in ("app", "plan_targets"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for file, imported, _ in WRONG:
        changed = tmp_path / file
        changed.write_text(f"{changed.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")
    answer = contracts_hold(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    broken = [shown for shown in answer.stdout.splitlines() if " BROKEN" in shown]
    expected = {contract for _, _, contract in WRONG}
    assert {contract for contract in expected if any(contract in shown for shown in broken)} == expected
    assert len(broken) == len(expected), answer.stdout
    for file, imported, _ in WRONG:
        importer = file.removesuffix(".py").replace("/", ".")
        assert f"{importer} -> {imported}" in answer.stdout, answer.stdout


def test_no_model_or_test_helper_changes_the_path_of_imports() -> None:
    for folder in ("models", "app", "plan_targets", "tests"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert "sys.path" + "." not in text, path
            assert folder != "models" or ("import app" not in text and "from app" not in text), path


def test_a_rule_is_set_aside_only_for_a_reason_in_words() -> None:
    folders = ("app", "plan_targets", "models", "tests", ".ci")
    bare = []
    for path in (path for folder in folders for path in sorted((REPOSITORY / folder).rglob("*.py"))):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if "# noqa" + ": C901" in line and not lines[number - 1].strip().startswith("#"):
                bare.append(f"{path.relative_to(REPOSITORY)}:{number + 1}")
    assert bare == []
