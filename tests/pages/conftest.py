"""The pages on the project's own publication, by Streamlit's test runner and in a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

# Every run of Streamlit's test runner reads what all installed packages say of themselves, to find components among
# them. That takes ten times as long as most pages, and never finds another answer.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

REPOSITORY = Path(__file__).resolve().parents[2]
MAIN = REPOSITORY / "app" / "main.py"
# What is started for readers; it shows the same pages.
SERVING = REPOSITORY / "app" / "serving.py"
PAGES = (
    "overview",
    "changes",
    "trend",
    "regions",
    "plans",
    "report",
    "due",
    "names",
    "reading",
    "sending",
    "quality",
    "explore",
    "methods",
)
LANGUAGES = ("zh", "en")
# A first query in a fresh process imports MetricFlow and compiles.
TIMEOUT_SECONDS = 60

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def open_page(page: str, /, **address: str | list[str]) -> AppTest:
    """The page as it stands after its first run, at an address with these parameters."""
    app = AppTest.from_file(str(MAIN), default_timeout=TIMEOUT_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    if page != PAGES[0]:
        app.switch_page(f"views/{page}.py")
    return app.run()


def words(app: AppTest) -> str:
    """Everything that is written on the page, in one text."""
    parts = [element.value for kind in ("markdown", "caption", "subheader", "info", "warning", "error", "success")
             for element in app.get(kind)]  # fmt: skip
    parts += [element.proto.body for element in app.get("html")]
    return "\n".join(str(part) for part in parts)


@pytest.fixture(scope="session")
def server(published_path: Path) -> Iterator[str]:
    """The address of the pages, served as the README says."""
    with pages_of(published_path) as address:
        yield address


@contextmanager
def pages_of(published: Path) -> Iterator[str]:
    """Serves the pages of that folder of publications at the address it gives."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(SERVING),
        f"--server.port={port}",
        "--server.headless=true",
    ]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "streamlit.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=os.environ | {"PUBLISHED_PATH": str(published)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                address = f"http://localhost:{port}"
                _wait_for(address, log)
                yield address
            finally:
                process.terminate()
                process.wait(timeout=30)


def _wait_for(address: str, log: Path) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(f"The pages did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    if CHROMIUM is None:
        pytest.skip("No chromium: `apt-get update && apt-get install -y chromium fonts-noto-cjk` installs it.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()
