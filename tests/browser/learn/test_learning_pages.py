"""All pages for learning, on every screen, in both colour schemes, and for those who do not see them."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audits import FAINT_TEXT, NAMELESS_CONTROLS, REPEATED_IDS
from tests.browser.axe import violations
from tests.browser.conftest import NewContext

READING = ("#own-reading", r"Read as \d")
PAGES = {
    "/learn/": READING,
    "/learn/neural-networks/": READING,
    "/learn/gradient-descent/": ("#ball-words", "C ="),
    "/learn/backpropagation/": ("#saturation-words", "At first"),
    "/learn/summary/": READING,
    "/inside/": READING,
}
"""Each with what it says once it is there."""


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (768, "light"), (1440, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_it_fits_the_screen_and_everybody_can_use_it(
    page: Page, path: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(path)
    place, said = PAGES[path]
    expect(page.locator(place)).to_have_text(re.compile(said))
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []
    assert page.evaluate(FAINT_TEXT) == []
    assert page.evaluate(REPEATED_IDS) == []
    nameless = [html for html in page.evaluate(NAMELESS_CONTROLS) if "aria-label" not in html]
    assert nameless == []


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("path", ["neural-networks", "gradient-descent", "backpropagation"])
def test_on_a_phone_a_players_buttons_stand_in_one_row(
    new_context: NewContext, path: str, locale: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, locale=locale).new_page()
    page.goto(f"/learn/{path}/")
    rows = page.locator(".player").evaluate_all(
        "all => all.map((player) => [...player.querySelectorAll('button')].map((button) => button.offsetTop))"
    )
    assert rows
    assert [row for row in rows if len(row) < 3 or len(set(row)) > 1] == []


@pytest.mark.parametrize("path", PAGES)
def test_everything_has_its_name_before_the_answers_come(page: Page, path: str) -> None:
    page.route("**/api/v1/**", lambda _: None)  # never answered
    with page.expect_request("**/api/v1/**"):
        page.goto(path)

    assert violations(page) == []
