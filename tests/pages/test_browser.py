"""Every page in a real browser: both languages, a desk's width and a phone's."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import texts_of
from tests.pages.conftest import LANGUAGES, PAGES

WIDTHS = (1280, 420)
PATIENCE = 60_000
CHARTS = {
    "overview": 4,
    "changes": 0,
    "trend": 1,
    "regions": 4,
    "plans": 0,
    "report": 0,
    "due": 1,
    "names": 0,
    "reading": 0,
    "quality": 2,
    "explore": 0,
    "methods": 0,
}


def visit(browser: Browser, server: str, page: str, width: int, address: str) -> tuple[Page, list[str]]:
    opened = browser.new_page(viewport={"width": width, "height": 900})
    requested: list[str] = []
    opened.on("request", lambda request: requested.append(request.url))
    opened.goto(f"{server}/{'' if page == PAGES[0] else page}?{address}")
    opened.wait_for_selector(".ptw-headline", timeout=PATIENCE)
    # The script has ended, and with it every element has been sent.
    opened.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE)
    return opened, requested


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_in_a_browser(browser: Browser, server: str, page: str, language: str, width: int) -> None:
    opened, requested = visit(browser, server, page, width, f"lang={language}")
    try:
        assert texts_of(language)(f"page.{page}") in opened.locator(".ptw-eyebrow").inner_text()
        expect(opened.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg")).to_have_count(
            CHARTS[page], timeout=PATIENCE
        )
        assert opened.locator('[data-testid="stException"]').count() == 0
        assert opened.locator('[data-testid="stAlertContentError"]').count() == 0
        # Nothing is wider than the screen, so that a phone does not scroll sideways.
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert {urlsplit(url).hostname for url in requested if url.startswith("http")} == {"localhost"}
    finally:
        opened.close()


def test_the_language_stays_when_the_page_changes(browser: Browser, server: str) -> None:
    opened, _ = visit(browser, server, "overview", 1280, "lang=en")
    try:
        opened.get_by_role("link", name=texts_of("en")("page.quality")).click()
        expect(opened.locator(".ptw-eyebrow")).to_have_text(texts_of("en")("page.quality"), timeout=PATIENCE)
        assert "lang=en" in opened.url
    finally:
        opened.close()


def test_an_address_of_another_page_works_for_the_first_visitor(browser: Browser, server: str) -> None:
    address = "lang=zh&indicator=cma_institutions&regions=320500"
    opened, _ = visit(browser, server, "trend", 1280, address)
    try:
        assert "CMA" in opened.locator(".ptw-headline").inner_text()
        assert "indicator=cma_institutions" in opened.url
    finally:
        opened.close()
