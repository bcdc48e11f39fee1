"""Take the pictures of the documentation from a running site.

    make run &
    .venv/bin/python -m tests.browser.screenshots http://127.0.0.1:8000

writes docs/images/draw.png (light) and docs/images/draw-dark.png. The number is the
first of the lecture deck.
"""

import io
import shutil
import sys
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.handwriting import Sheet

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
NUMBER = "504192"


def main(site: str) -> None:
    """Draw the number in both colour schemes and keep what it looks like."""
    with sync_playwright() as playwright:
        executable = (
            shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        )
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        save(take(browser, site, "light"), IMAGES / "draw.png")
        save(take(browser, site, "dark"), IMAGES / "draw-dark.png")
        browser.close()


def take(browser: Browser, site: str, scheme: Literal["light", "dark"]) -> bytes:
    """Return a PNG of the page with the number drawn and read."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 812},
        device_scale_factor=2,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page.goto(site)
    Sheet(page).write(NUMBER)
    expect(page.locator("#answer")).to_have_text(NUMBER)
    page.mouse.move(0, 0)
    png = page.screenshot()
    page.close()
    return png


def save(png: bytes, path: Path) -> None:
    """Keep a PNG with 256 colours, which paper and ink can do with, in a third of the bytes."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
