"""Who logs in sees what the allow-list says; who does not, and who is not on it, sees a sentence and nothing else."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import REPOSITORY, SERVING, _wait_for, open_page, words

# A first page imports MetricFlow.
expect.set_options(timeout=60_000)
# The provider's own, about libraries it uses.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ALLOWED = """
roles:
  zhejiang: {regions: [浙江省]}
  everything: {everything: true}
readers:
  li.hua@example.gov.cn: [zhejiang]
  wang.min@example.gov.cn: [everything]
"""
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a-secret-of-thirty-two-characters"
client_id = "pages"
client_secret = "whatever-the-provider-gave"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def pages(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages for which one has to log in, at a provider that runs beside them."""
    from oidc_provider_mock import User, run_server_in_thread

    folder = tmp_path_factory.mktemp("log-in")
    (folder / "allow_list.yml").write_text(ALLOWED, encoding="utf-8")
    users = [
        User(sub="li", claims={"email": "li.hua@example.gov.cn"}),
        User(sub="wang", claims={"email": "Wang.Min@example.gov.cn", "email_verified": True}),
        User(sub="stranger", claims={"email": "somebody@example.com"}),
        User(sub="pretender", claims={"email": "wang.min@example.gov.cn", "email_verified": False}),
    ]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    with run_server_in_thread(user_claims=users) as provider, (folder / "log").open("w") as log:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(address=address, provider=provider.server_port), encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(SERVING), f"--server.port={port}", "--server.headless=true",
             f"--secrets.files={secrets}"],
            cwd=REPOSITORY,
            env=os.environ
            | {"PUBLISHED_PATH": str(published_path), "ALLOW_LIST_PATH": str(folder / "allow_list.yml")},
            stdout=log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(address, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Of a browser that fetches nothing from elsewhere; one for all, since a new one takes as long as a page."""
    context = browser.new_context()
    context.route("**/*", lambda route: route.continue_() if "//localhost" in route.request.url else route.abort())
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """Without cookies, as somebody's who comes for the first time."""
    tab.context.clear_cookies()
    return tab


def log_in(page: Page, pages: str, user: str, path: str = "") -> None:
    page.goto(f"{pages}/{path}")
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(f'button[name="sub"][value="{user}"]').click()
    page.wait_for_url(f"{pages}/**")


def test_nothing_is_shown_before_the_log_in(page: Page, pages: str) -> None:
    for path in ("", "trend", "explore?metric=target_count&lang=en"):
        page.goto(f"{pages}/{path}")
        expect(page.get_by_role("heading", name="log in" if path.endswith("lang=en") else "请先登录")).to_be_visible()
        assert page.locator("[data-testid='stSidebarNavLink']").count() == 0
        assert "江苏" not in page.inner_text("body") and "浙江" not in page.inner_text("body")


def test_a_reader_sees_its_region_and_logs_out(page: Page, pages: str) -> None:
    log_in(page, pages, "li")
    expect(page.get_by_text("li.hua@example.gov.cn")).to_be_visible()
    page.goto(f"{pages}/trend")
    expect(page.get_by_text("浙江").first).to_be_visible()
    body = page.inner_text("body")
    assert "江苏" not in body and "苏州" not in body
    # What speaks of the whole warehouse is not offered.
    assert page.get_by_role("link", name="读规划").count() == 0
    page.get_by_role("button", name="退出登录").click()
    # The provider asks once more, then sends the browser back.
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{pages}/**")
    page.goto(pages)
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()


def test_a_reader_of_everything_sees_everything_by_whatever_letters(page: Page, pages: str) -> None:
    log_in(page, pages, "wang")
    expect(page.get_by_role("link", name="读规划")).to_be_visible()


@pytest.mark.parametrize(("user", "address"), [("stranger", "somebody@example.com"), ("pretender", "wang.min@")])
def test_who_is_not_on_the_list_is_told_what_to_do(page: Page, pages: str, user: str, address: str) -> None:
    """Nor is one whose provider says that the address was never verified."""
    log_in(page, pages, user)
    expect(page.get_by_role("heading", name="不在准入名单中")).to_be_visible()
    body = page.inner_text("body")
    assert address in body and "数据管理员" in body
    assert "浙江" not in body and "/" not in body.replace("中文", "").split("当前账号")[1]


def test_a_list_without_a_log_in_opens_nothing(
    readers_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = tmp_path / "allow_list.yml"
    monkeypatch.setenv("ALLOW_LIST_PATH", str(allowed))
    allowed.write_text(ALLOWED, encoding="utf-8")
    app = open_page("overview", lang="en")
    assert "no log-in is configured" in words(app) and "浙江" not in words(app)
    assert not app.exception
    allowed.write_text("roles: [", encoding="utf-8")
    app = open_page("overview")
    assert "准入配置有误" in words(app) and "第 1 行" in words(app) and str(tmp_path) not in words(app)
    # A list of tokens alone is the endpoint's.
    allowed.write_text("roles: {}", encoding="utf-8")
    assert "准入" not in words(open_page("overview"))


def test_pages_in_a_network_need_a_log_in(readers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.queries import entry

    monkeypatch.setattr(entry.st, "get_option", {"server.address": "0.0.0.0", "secrets.files": []}.get)
    assert entry.entry().refusal == "not_configured"
    monkeypatch.setattr(entry.st, "get_option", {"server.address": "127.0.0.1", "secrets.files": []}.get)
    assert entry.entry().refusal is None


def test_a_log_in_that_is_half_configured_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.queries import entry

    monkeypatch.setattr(entry.st, "secrets", {"auth": {"client_id": "pages", "redirect_uri": "http://localhost/x"}})
    refused = entry.entry()
    assert refused.refusal == "broken" and refused.access is None
    assert refused.error is not None and "cookie_secret, client_secret, server_metadata_url" in str(refused.error)


def test_secrets_that_cannot_be_read_let_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.runtime.secrets import Secrets

    from app.queries import entry

    secrets = tmp_path / "secrets.toml"
    secrets.write_text("[auth", encoding="utf-8")
    monkeypatch.setattr("streamlit.config.get_option", lambda name: [str(secrets)])
    monkeypatch.setattr(entry.st, "get_option", lambda name: [str(secrets)])
    monkeypatch.setattr(entry.st, "secrets", Secrets())
    refused = entry.entry()
    assert refused.refusal == "broken" and refused.access is None
    assert refused.error is not None and str(tmp_path) not in str(refused.error)
