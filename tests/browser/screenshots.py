"""Take pictures of a running site.

    make run &
    .venv/bin/python -m tests.browser.screenshots http://127.0.0.1:8000

writes docs/images/draw.png (light) and docs/images/draw-dark.png. The number is the first of the
lecture deck.

    .venv/bin/python -m tests.browser.screenshots http://127.0.0.1:8000 FOLDER [STATE…]

writes every state of the page on three screens in both colour schemes into a folder, to look at.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.answers import answer
from tests.browser.conftest import RECOGNIZE
from tests.browser.handwriting import Point, Sheet
from tests.browser.pictures import blank_photograph, hand_over, photograph_of
from tests.support.chromium import launched
from tests.support.fonts import WITH_CHINESE
from tests.support.patience import PATIENCE_MS

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
NUMBER = "504192"
LONG_NUMBER = "50419236507182649301"
SCREENS = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(site: str, folder: str | None = None, *states: str) -> None:
    """Keep what the page looks like."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as fonts:
        environment: dict[str, str | float | bool] = {**os.environ, **WITH_CHINESE.environment(Path(fonts))}
        browser = launched(playwright, env=environment)
        if folder is None:
            save(take(browser, site, "light"), IMAGES / "draw.png")
            save(take(browser, site, "dark"), IMAGES / "draw-dark.png")
        else:
            take_states(browser, site, Path(folder), states or tuple(STATES))
        browser.close()


def take(browser: Browser, site: str, scheme: Literal["light", "dark"]) -> bytes:
    """Return a PNG of the page with the number drawn and read."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800},
        device_scale_factor=2,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page.goto(site)
    draw_number(page)
    page.mouse.move(0, 0)
    png = page.screenshot(full_page=True)
    page.close()
    return png


def save(png: bytes, path: Path) -> None:
    """Keep a PNG with 256 colours, which paper and ink can do with, in a third of the bytes."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def take_states(browser: Browser, site: str, folder: Path, states: tuple[str, ...]) -> None:
    """Write one PNG of the whole page for each state, screen and colour scheme."""
    folder.mkdir(parents=True, exist_ok=True)
    for state in states:
        for screen, (width, height) in SCREENS.items():
            for scheme in SCHEMES:
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    has_touch=screen == "phone",
                    is_mobile=screen == "phone",
                )
                page.goto(site)
                STATES[state](page)
                page.mouse.move(0, 0)
                page.screenshot(path=folder / f"{state}-{screen}-{scheme}.png", full_page=True)
                page.close()


def draw_number(page: Page, text: str = NUMBER) -> None:
    """Put a number on the sheet, as after a reload, and wait until it is read."""
    restore(page, Sheet.placed(text, *Sheet(page).size))
    expect(page.locator("#answer")).to_have_text(text)


def restore(page: Page, strokes: list[list[Point]]) -> None:
    """Let the page find strokes that were drawn before it was reloaded."""
    drawn = [[[x, y, 0.5] for x, y in stroke] for stroke in strokes]
    page.evaluate("drawn => sessionStorage.setItem('digitweb.strokes', JSON.stringify(drawn))", drawn)
    page.reload()


def draw_digit(page: Page) -> None:
    """Write one digit."""
    page.get_by_role("radio", name="One digit").check()
    draw_number(page, "5")


def draw_long_number(page: Page) -> None:
    """Write twenty digits, read as if the network were sure of them."""
    body = answer(LONG_NUMBER)
    width, height = Sheet(page).size
    strokes = Sheet.placed(LONG_NUMBER, width, height)
    pitch = (max(x for stroke in strokes for x, _ in stroke) - strokes[0][0][0]) / len(LONG_NUMBER)
    tops = [y for stroke in strokes for _, y in stroke]
    for index, digit in enumerate(body["digits"]):
        digit["box"] = [
            strokes[0][0][0] + pitch * index,
            min(tops),
            pitch * 0.7,
            max(tops) - min(tops),
        ]
    page.route(RECOGNIZE, lambda route: route.fulfill(json=body))
    draw_number(page, LONG_NUMBER)


def select(page: Page) -> None:
    """Look at a digit in the middle, with the keyboard."""
    draw_number(page)
    page.locator("#boxes .box").nth(1).focus()
    page.keyboard.press("ArrowRight")


def correct(page: Page) -> None:
    """Set a digit by hand."""
    select(page)
    page.keyboard.press("7")
    expect(page.locator("#answer")).to_have_text("507192")


def cut(page: Page) -> None:
    """Choose where to split a digit."""
    select(page)
    page.keyboard.press("s")


def erase(page: Page) -> None:
    """Choose a stroke to erase, with the keyboard."""
    draw_number(page)
    page.locator("#eraser").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("ArrowRight")


def draw_anything(page: Page, verdict: str, confidence: float) -> None:
    """Draw something that the network is less sure about."""
    body = answer("59", verdict=verdict, confidence=confidence)
    body["digits"][1]["confidence"] = confidence
    body["digits"][0]["box"], body["digits"][1]["box"] = [20, 40, 70, 110], [140, 40, 80, 110]
    page.route(RECOGNIZE, lambda route: route.fulfill(json=body))
    crossed: list[list[Point]] = [[(140, 40), (220, 150)], [(220, 40), (140, 150)]]
    restore(page, [*Sheet.placed("5", 110, 190), *crossed])
    expect(page.locator("#answer")).to_have_text("59")


def show_picture(page: Page) -> None:
    """Paste a photograph."""
    hand_over(page, "paste", photograph_of("50419"))
    expect(page.locator("#answer")).to_have_text("50419")


def show_ink(page: Page) -> None:
    """Paste a photograph and look at the ink that was found."""
    show_picture(page)
    page.get_by_role("radio", name="Ink found").check()


def show_blank_picture(page: Page) -> None:
    """Paste a photograph on which there is nothing."""
    hand_over(page, "paste", blank_photograph())
    expect(page.locator("#verdict")).to_contain_text("no ink")


def paste_no_picture(page: Page) -> None:
    """Paste a file that is no picture."""
    hand_over(page, "paste", b"not a picture")
    expect(page.locator("#trouble")).not_to_be_empty()


def lose_the_server(page: Page) -> None:
    """Go on drawing when the server is away."""
    draw_number(page)
    page.route(RECOGNIZE, lambda route: route.abort())
    Sheet(page).draw([[(20, 20), (60, 24)]])
    expect(page.locator("#trouble")).not_to_be_empty()


STATES: dict[str, Callable[[Page], None]] = {
    "empty": lambda page: expect(page.locator("#pad")).to_be_visible(),
    "digit": draw_digit,
    "number": draw_number,
    "long": draw_long_number,
    "selected": select,
    "corrected": correct,
    "cut": cut,
    "erasing": erase,
    "uncertain": lambda page: draw_anything(page, "uncertain", 0.41),
    "not-a-digit": lambda page: draw_anything(page, "not_a_digit", 0.12),
    "picture": show_picture,
    "ink": show_ink,
    "nothing-found": show_blank_picture,
    "no-picture": paste_no_picture,
    "away": lose_the_server,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
