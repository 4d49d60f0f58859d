"""Every page in a real browser, on one server: both languages, both themes, a desk's width and a phone's.

A page is looked at in Chinese on light paper, then in English on dark: words take room and colors do not, so that each
language is tried at both widths, each theme in one language, and axe asked once in each theme and at each width.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Request, TimeoutError, expect

from app.texts import texts_of
from plan_targets.look import INK, PAPER, dark
from tests.pages.conftest import LANGUAGES, PAGES

DESK, PHONE = 1440, 390
SCREEN = 900
THEMES = ("light", "dark")
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
    "sending": 0,
    "quality": 2,
    "explore": 0,
    "methods": 0,
}
# What has no place on paper.
OF_THE_SCREEN = (
    "stSidebar", "stHeader", "stToolbar", "stElementToolbar", "stMainMenu", "stStatusWidget", "stButton",
    "stDownloadButton", "stFileUploader", "stBaseButton-secondary",
)  # fmt: skip
# By then what changes its look slowly has changed it.
SLOW_MILLISECONDS = 2_000
# Everything that wants to be reached; the cells of a table are led through with the arrows, in its own program.
WATCH_FOCUS = """() => {
  const look = one => {
    const looks = [];
    for (let at = one, up = 0; at && up < 4; at = at.parentElement, up++) {
      const style = getComputedStyle(at);
      looks.push(style.outlineStyle, style.boxShadow, style.borderColor, style.backgroundColor);
      looks.push(style.textDecorationLine);
    }
    return looks.join();
  };
  const wanted = [...document.querySelectorAll(
    '.stApp :is(a[href], button, input, textarea, summary, [tabindex])'
  )].filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})
    && !one.closest('[data-testid="stDataFrame"], [aria-hidden="true"], [inert]'));
  window.waiting = new Set(wanted);
  window.looks = new Map(wanted.map(one => [one, look(one)]));
  window.look = look;
  document.addEventListener('focusin', event => {
    const group = event.target.closest('[role="radiogroup"], [role="toolbar"], [role="group"]');
    for (const one of window.waiting)
      if (one === event.target || (group && group.contains(one))) window.waiting.delete(one);
  }, true);
  document.activeElement.blur();
  return wanted.length + 60;
}"""
# What kind of thing has the focus, and whether everything has been reached.
FOCUSED = """() => {
  const at = document.activeElement, named = at.closest('[data-testid]');
  return [`${at.tagName} ${named ? named.dataset.testid : ''}`, window.waiting.size === 0];
}"""
# What is not watched is in a table, or the page's end.
IS_SEEN = """() => {
  const at = document.activeElement;
  return !window.looks.has(at) || window.looks.get(at) !== window.look(at);
}"""
NOT_REACHED = "() => [...window.waiting].filter(one => one.isConnected).map(one => one.outerHTML.slice(0, 160))"
GRAVE = ("serious", "critical")


@dataclass
class Visit:
    """A page of the browser, and what it asked for."""

    page: Page
    requested: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One for all, since a new one takes the browser as long as a page; its reader's system wants no movement."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(tab: Page) -> Iterator[Visit]:
    opened = Visit(tab)
    tab.set_viewport_size({"width": DESK, "height": SCREEN})
    tab.emulate_media(media="screen", color_scheme="light")

    def note(request: Request) -> None:
        opened.requested.append(request.url)

    tab.on("request", note)
    yield opened
    tab.remove_listener("request", note)


def go(page: Page, server: str, name: str, address: str) -> None:
    page.goto(f"{server}/{'' if name == PAGES[0] else name}?{address}")
    settle(page)


def settle(page: Page) -> None:
    page.wait_for_selector(".ptw-headline")
    # The script has ended, and with it every element has been sent.
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # Tables and controls come in parts of the program that are fetched when they are first shown.
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=PATIENCE)


def drawn(page: Page, name: str) -> None:
    expect(page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg")).to_have_count(CHARTS[name], timeout=PATIENCE)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen, so that a reader scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


# The words of the charts that Vega had no room for.
CUT_WORDS = """() => [...document.querySelectorAll('.stVegaLiteChart svg text')]
    .filter(text => text.getBoundingClientRect().width && text.textContent.includes('…'))
    .map(text => text.textContent)"""
SOON = 10_000


def cut_words(page: Page) -> list[str]:
    """The words of the charts that are cut once these have taken the width of the screen."""
    with contextlib.suppress(TimeoutError):
        page.wait_for_function(f"({CUT_WORDS})().length === 0", timeout=SOON)
    found: list[str] = page.evaluate(CUT_WORDS)
    return found


def grave_violations(page: Page) -> list[str]:
    """What axe finds serious or critical, each with the rule, where it is and what is wrong."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


# What a reader chose before they load the page anew.
CHOICES = {
    "overview": "family=all&status=off_track",
    "trend": "indicator=manufacturing_product_pass_rate&regions=320100&all=yes",
    "explore": "limit=1000",
}
# From the page's first control to a target, on any page with few enough controls to be used without a mouse.
MOST_TABS = 60


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands(visit: Visit, server: str, name: str) -> None:
    page, choice = visit.page, CHOICES.get(name, "")
    go(page, server, name, f"lang=zh&{choice}")
    has_room(page, "zh", name)
    page.set_viewport_size({"width": DESK, "height": SCREEN})
    assert grave_violations(page) == []
    reached_by_keyboard(page)

    # Loaded anew from what stands in the address, what was chosen is still chosen.
    page.emulate_media(color_scheme="dark")
    page.goto(page.url.replace("lang=zh", "lang=en"))
    settle(page)
    asked = parse_qs(urlsplit(page.url).query)
    assert {one: asked[one] for one in parse_qs(choice)} == parse_qs(choice)
    if name == PAGES[0]:
        # Around every page the same.
        assert grave_violations(page) == []
    has_room(page, "en", name)
    assert grave_violations(page) == []
    printed(page)
    assert {urlsplit(url).hostname for url in visit.requested if url.startswith("http")} == {"localhost"}


def has_room(page: Page, language: str, name: str) -> None:
    """Whole, in that language, at a desk and, at last, on a phone."""
    assert texts_of(language)(f"page.{name}") in page.locator(".ptw-eyebrow").inner_text()
    drawn(page, name)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": SCREEN})
        assert overflow(page) <= 0, f"wider than {width}"
        assert cut_words(page) == [], f"cut at {width}"
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator('[data-testid="stAlertContentError"]').count() == 0


def printed(page: Page) -> None:
    """On paper the page says its name and where its figures come from, and shows nothing to click on."""
    page.emulate_media(media="print")
    for part in ("eyebrow", "headline", "strip"):
        assert page.locator(f".ptw-{part}:visible").count() == 1, part
    for control in OF_THE_SCREEN:
        assert page.locator(f'[data-testid="{control}"]:visible').count() == 0, control


def reached_by_keyboard(page: Page) -> None:
    """The tab key leads to every control, or to the group whose members the arrows lead to, and each shows it."""
    count = page.evaluate(WATCH_FOCUS)
    kinds: dict[str, bool] = {}
    for _ in range(count):
        page.keyboard.press("Tab")
        kind, is_last = page.evaluate(FOCUSED)
        if kind not in kinds:
            kinds[kind] = is_soon_seen(page)
        if is_last:
            break
    assert page.evaluate(NOT_REACHED) == []
    assert [kind for kind, is_seen in kinds.items() if not is_seen] == []


def is_soon_seen(page: Page) -> bool:
    """Whether what has the focus looks otherwise than without it, at once or slowly."""
    try:
        page.wait_for_function(IS_SEEN, timeout=SLOW_MILLISECONDS)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("theme", THEMES)
def test_a_chart_has_the_colors_of_its_page_and_paper_is_white_and_whole(
    visit: Visit, server: str, theme: Literal["light", "dark"]
) -> None:
    page = visit.page
    page.emulate_media(color_scheme=theme)
    go(page, server, "overview", "lang=en")
    drawn(page, "overview")
    paper = channels({"light": PAPER, "dark": dark(PAPER)}[theme])
    for selector in (".stVegaLiteChart svg", ".stApp"):
        around = page.locator(selector).first.evaluate("part => getComputedStyle(part).backgroundColor")
        assert around == paper
    page.emulate_media(media="print")
    ink = page.locator(".ptw-headline").evaluate("words => getComputedStyle(words).color")
    assert ink == channels(INK)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == channels(PAPER)
    # What is cut off at the height of the screen would be missing on paper.
    main = page.locator(".stMain").evaluate("main => [getComputedStyle(main).overflow, main.clientHeight]")
    assert main[0] == "visible"
    assert main[1] > SCREEN


def channels(color: str) -> str:
    """The color as a browser tells it."""
    return "rgb({}, {}, {})".format(*(int(color[start : start + 2], 16) for start in (1, 3, 5)))


def test_the_keyboard_alone_leads_from_the_overview_to_a_target(visit: Visit, server: str) -> None:
    page = visit.page
    go(page, server, "overview", "lang=en")
    drawn(page, "overview")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement, look = getComputedStyle(at);"
            " return {href: at.getAttribute('href') || '', outline: look.outlineStyle, shadow: look.boxShadow}; }"
        )
        # Whoever uses no mouse sees where they are.
        if focused["href"]:
            assert focused["outline"] != "none" or focused["shadow"] != "none", focused
        if "trend?" in focused["href"]:
            break
    else:
        raise AssertionError(f"No target within {MOST_TABS} steps")
    # A link in a sentence opens beside the page, so that a reader comes back to where they were.
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    beside = opened.value
    expect(beside.locator(".ptw-eyebrow")).to_have_text(texts_of("en")("page.trend"), timeout=PATIENCE)
    asked, shown = (parse_qs(urlsplit(address).query)["indicator"] for address in (focused["href"], beside.url))
    assert asked == shown
    beside.close()


def test_the_language_stays_when_the_page_changes(visit: Visit, server: str) -> None:
    page = visit.page
    go(page, server, "overview", "lang=en")
    page.get_by_role("link", name=texts_of("en")("page.quality")).click()
    expect(page.locator(".ptw-eyebrow")).to_have_text(texts_of("en")("page.quality"), timeout=PATIENCE)
    assert "lang=en" in page.url


def test_the_tab_that_was_opened_is_open_when_the_page_is_loaded_anew(visit: Visit, server: str) -> None:
    page = visit.page
    go(page, server, "explore", "lang=en")
    code = page.get_by_role("tab", name=texts_of("en")("explore.sql"))
    code.click()
    page.wait_for_url("**side=sql**")
    page.reload()
    settle(page)
    expect(code).to_have_attribute("aria-selected", "true", timeout=PATIENCE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_for_a_file_speaks_the_language_of_its_page(visit: Visit, server: str, language: str) -> None:
    page = visit.page
    go(page, server, "reading", f"lang={language}")
    button = page.locator('[data-testid="stFileUploaderDropzone"] button p').first
    seen = button.evaluate("words => [getComputedStyle(words).fontSize, getComputedStyle(words, '::after').content]")
    assert seen == ["0px", f'"{texts_of(language)("uploader.choose")}"']


def test_a_click_brings_the_picture_and_the_table(visit: Visit, server: str, tmp_path: Path) -> None:
    """What stands in the files is in test_files."""
    page = visit.page
    go(page, server, "overview", "lang=zh")
    drawn(page, "overview")
    for kind in ("PNG", "XLSX"):
        with page.expect_download() as waiting:
            page.locator(".stDownloadButton").get_by_text(kind, exact=True).first.click()
        saved = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved)
        assert saved.suffix == f".{kind.lower()}"
        assert Image.open(saved).format == "PNG" if kind == "PNG" else openpyxl.load_workbook(saved).worksheets
