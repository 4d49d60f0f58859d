"""Takes the pictures of docs/pages.md from the current publication: `uv run python -m tests.pages.screenshots`."""

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.pages.conftest import CHROMIUM, CHROMIUM_FLAGS, REPOSITORY, pages_of
from tests.pages.test_browser import CHARTS, DESK, PATIENCE, PHONE, SCREEN, drawn, go

FOLDER = REPOSITORY / "docs" / "images"
# Enough for flat colors and the edges of letters, at a third of the size.
COLORS = 128


@dataclass(frozen=True)
class Picture:
    """One picture of a page: what its address chooses, and how the reader sees it."""

    page: str
    address: str = ""
    language: str = "zh"
    theme: str = "light"
    width: int = DESK
    name: str = ""

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name or self.page}.png"


PICTURES = (
    *(Picture(page) for page in CHARTS if page not in ("trend", "regions")),
    Picture("trend", "indicator=rd_intensity&regions=100000,320000,140000"),
    Picture("regions"),
    Picture("overview", language="en", theme="dark", name="overview-dark"),
    Picture("overview", width=PHONE, name="overview-phone"),
)


def main() -> None:
    """Takes them all."""
    FOLDER.mkdir(exist_ok=True)
    # The page for sending as a sender sees it.
    os.environ["PAGES_MAY_LOAD"] = "yes"
    with pages_of(REPOSITORY / "published") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for picture in PICTURES:
            take(browser, server, picture)
            print(f"{picture.file.name}: {picture.file.stat().st_size // 1024} kB")
        browser.close()


def take(browser: Browser, server: str, picture: Picture) -> None:
    """Takes one of them."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": SCREEN},
        color_scheme=picture.theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    go(page, server, picture.page, f"lang={picture.language}&{picture.address}")
    drawn(page, picture.page)
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    seen.quantize(COLORS, dither=Image.Dither.NONE).save(picture.file, optimize=True)
    context.close()


if __name__ == "__main__":
    main()
