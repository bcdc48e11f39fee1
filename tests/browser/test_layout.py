"""The page on every screen, in both colour schemes, and for those who do not see it."""

import itertools
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import answer
from tests.browser.audits import FAINT_TEXT, FOCUS_RING, NAMELESS_CONTROLS, REPEATED_IDS, SMALL_TARGETS
from tests.browser.conftest import NewContext, Respond
from tests.browser.handwriting import Sheet
from tests.browser.waiting import place_of
from tests.support.patience import wait_until

STROKE = [(40.0, 40.0), (80.0, 80.0)]
SCREENS = [(360, 740), (768, 1024), (1024, 600), (1440, 900), (1920, 1080)]
MODES = ["Number", "One digit"]


@pytest.mark.parametrize(("screen", "mode"), list(itertools.product(SCREENS, MODES)))
def test_it_fits_the_screen_and_the_sheet_stands_still(
    page: Page, sheet: Sheet, respond: Respond, screen: tuple[int, int], mode: str
) -> None:
    width, height = screen
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_role("radio", name=mode).check()
    place = place_of(sheet.pad)
    respond(answer("504192") if mode == "Number" else answer("5"))

    sheet.draw([STROKE])

    expect(page.locator("#answer")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert place_of(sheet.pad) == place
    assert place["y"] + place["height"] <= height, "The whole sheet is on the first screen."
    assert page.evaluate(SMALL_TARGETS) == []


def test_on_a_phone_the_answer_is_on_the_first_screen(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    respond(answer("504192"))

    sheet.draw([STROKE])

    expect(page.locator("#answer")).to_have_text("504192")
    box = place_of(page.locator(".verdict"))
    assert box["y"] + box["height"] < 740


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(
    page: Page, sheet: Sheet, respond: Respond, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(FAINT_TEXT) == []
    respond(answer("504192"))

    sheet.draw([STROKE])

    expect(page.locator("#answer")).to_have_text("504192")
    assert page.evaluate(FAINT_TEXT) == []


def test_ink_follows_the_colour_scheme(page: Page, sheet: Sheet) -> None:
    page.emulate_media(color_scheme="light")
    sheet.draw([STROKE])
    assert sheet.ink_brightness() < 100

    page.emulate_media(color_scheme="dark")

    wait_until(lambda: sheet.ink_brightness() > 200, sheet.ink_brightness, page.wait_for_timeout)


def test_the_page_explains_itself_without_sight(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("50"))
    sheet.draw([STROKE])

    expect(page).to_have_title("Write a number, have it read · digitweb")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link")).to_have_text(
        ["Draw", "Learn", "API", "Admin"]
    )
    expect(
        page.get_by_role("img", name="Sheet of paper: draw here with mouse, finger or pen")
    ).to_be_visible()
    expect(page.get_by_role("group", name="What is drawn").get_by_role("radio")).to_have_count(2)
    expect(page.get_by_role("tablist", name="Answer, digit by digit").get_by_role("tab")).to_have_count(2)
    expect(page.get_by_role("tabpanel", name="0, digit 2 of 2, confidence 90%")).to_be_visible()
    expect(page.locator("#announcement")).to_have_attribute("aria-live", "polite")
    assert page.evaluate(NAMELESS_CONTROLS) == []
    assert page.evaluate(REPEATED_IDS) == []


def test_everything_is_reached_by_tab_and_shows_it(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("50"))
    sheet.draw([STROKE])
    page.reload()  # the focus starts at the top again
    expect(page.locator("#answer")).to_have_text("50")

    reached = []
    for _ in range(17):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUS_RING))

    assert reached == [
        [name, True]
        for name in [
            "Skip to the content", "digitweb", "Draw", "Learn", "API", "Admin", "zh-hans", "number",
            "picture", "webcam", "0", "eraser", "undo", "clear", "nib", "digit-1", "copy",
        ]
    ]  # fmt: skip


def test_motion_stops_for_those_who_ask(page: Page, sheet: Sheet) -> None:
    page.emulate_media(reduced_motion="reduce")

    duration = page.locator(".bar").first.evaluate(
        "bar => getComputedStyle(bar, '::before').transitionDuration"
    )

    assert duration in {"0s", ""}


def test_without_javascript_it_says_what_is_needed(page: Page, sheet: Sheet) -> None:
    told = page.locator("noscript").text_content() or ""

    assert "Drawing needs JavaScript." in told
    assert "/api/docs" in told


def test_an_unknown_address_leads_back_to_the_drawing(page: Page) -> None:
    response = page.goto("/nowhere")
    assert response
    assert response.status == 404

    page.get_by_role("link", name="Back to the drawing").click()

    expect(page.locator("#pad")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/given/", "/api/docs", "/learn/"])
def test_without_javascript_nothing_is_offered_that_needs_it(new_context: NewContext, path: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(path)
    expect(page.locator("noscript .note")).to_be_visible()
    controls = page.locator("button, input, select, textarea").filter(visible=True)
    expect(controls).to_have_text(["简体中文"])  # the switch of languages alone, which is a form
