"""What is done before a page's scripts have come: on a slow line the sheet lives as soon as it is seen."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Respond
from tests.browser.handwriting import Sheet, strokes_of
from tests.browser.pictures import photograph_of
from tests.support.patience import wait_until

Scripts = Callable[[], None]


@pytest.fixture
def let_scripts_come(page: Page) -> Scripts:
    """Hold back every script but the two for which a page waits, until the test calls this."""
    held: list[Route] = []
    is_open = False

    def hold(route: Route) -> None:
        if is_open or re.search(r"/base/(early|theme)\.", route.request.url):
            route.continue_()
        else:
            held.append(route)

    def release() -> None:
        nonlocal is_open
        is_open = True
        for route in held:
            route.continue_()

    page.route("**/static/**/*.js", hold)
    return release


def opened(page: Page, path: str) -> Sheet:
    """Open a page whose scripts are on their way."""
    page.goto(path, wait_until="commit")
    expect(page.locator("#pad")).to_be_visible()
    return Sheet(page)


def test_a_digit_is_drawn_before_the_scripts_come(page: Page, let_scripts_come: Scripts) -> None:
    sheet = opened(page, "/")

    sheet.write("4")

    assert sheet.ink() > 0, "It is shown at once."
    for sentence in ("Write a number here", "Nothing is drawn yet."):
        expect(page.get_by_text(sentence)).to_be_hidden()
    let_scripts_come()
    expect(page.locator("#answer")).to_have_text("4")
    expect(page.locator("#verdict")).to_be_visible()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_be_disabled()


def test_a_stroke_begun_before_is_ended_after(
    page: Page, let_scripts_come: Scripts, respond: Respond
) -> None:
    asked = respond()
    sheet = opened(page, "/")
    page.mouse.move(*sheet.on_page(50, 50))
    page.mouse.down()
    page.mouse.move(*sheet.on_page(90, 50))

    let_scripts_come()
    expect(page.locator("#answer")).to_have_text("2")
    page.mouse.move(*sheet.on_page(90, 90))
    page.mouse.up()

    expect(page.locator("#answer")).to_have_text("3")
    assert asked[-1]["strokes"] == [[[50, 50], [90, 50], [90, 90]]]


def test_two_early_fingers_leave_no_ink(page: Page, let_scripts_come: Scripts, respond: Respond) -> None:
    asked = respond()
    sheet = opened(page, "/")
    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchStart", (1, 50, 50), (2, 200, 100))
    sheet.touch("touchEnd")
    sheet.draw([[(100, 40), (100, 90)]])

    let_scripts_come()

    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["strokes"] == [[[100, 40], [100, 90]]]


def test_early_ink_joins_what_was_there(
    page: Page, sheet: Sheet, respond: Respond, request: pytest.FixtureRequest
) -> None:
    asked = respond()
    sheet.draw([[(20, 40), (20, 90)]])
    expect(page.locator("#answer")).to_have_text("2")
    let_scripts_come: Scripts = request.getfixturevalue("let_scripts_come")
    page.reload(wait_until="commit")
    expect(page.locator("#pad")).to_be_visible()

    sheet.draw([[(100, 40), (100, 90)]])
    let_scripts_come()

    expect(page.locator("#answer")).to_have_text("4")
    assert asked[-1]["strokes"] == [[[20, 40], [20, 90]], [[100, 40], [100, 90]]]


def test_controls_that_are_used_too_early_are_used(page: Page, let_scripts_come: Scripts) -> None:
    opened(page, "/")
    for name in ("Undo", "Redo", "Clear", "Eraser"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_disabled()
    page.get_by_role("radio", name="One digit").check()

    let_scripts_come()

    expect(page.get_by_text("Write one digit here")).to_be_visible()
    expect(page.get_by_role("radio", name="One digit")).to_be_checked()


def test_a_picture_is_chosen_before_the_scripts_come(page: Page, let_scripts_come: Scripts) -> None:
    sheet = opened(page, "/")
    sheet.choose_picture(base64.b64encode(photograph_of("504")).decode())

    let_scripts_come()

    expect(page.locator("#answer")).to_have_text("504")


def test_lessons_keep_early_ink_and_early_clicks(page: Page, let_scripts_come: Scripts) -> None:
    sheet = opened(page, "/learn/neural-networks/")
    page.locator("#clear").click()
    sheet.draw(strokes_of("7", 50, 25, 115))
    assert sheet.ink() > 0
    page.locator("input[name=t]").fill("4")

    let_scripts_come()

    expect(page.locator("#own-reading")).to_contain_text("7")
    expect(page).to_have_url(re.compile(r"[?&]t=4"))
    expect(page.locator("input[name=t]")).to_have_value("4")


@pytest.mark.parametrize("path", ["/", "/inside/", "/learn/", "/learn/summary/"])
def test_all_scripts_are_asked_for_in_one_wave(page: Page, let_scripts_come: Scripts, path: str) -> None:
    """None of them has come when the last is asked for, and the first keeps the page from being painted."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url) if ".js" in request.url else None)
    opened(page, path)
    expect(page.locator("footer")).to_be_visible()
    named = set(
        page.locator("link[rel=modulepreload], script[src]").evaluate_all(
            "elements => elements.map(({ href, src }) => href ?? src)"
        )
    )
    wait_until(lambda: named <= asked, lambda: named - asked, page.wait_for_timeout)

    let_scripts_come()
    page.wait_for_load_state("load")

    assert asked == named
    blocking = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(({ name }) => name.includes("/early."))
          .map(({ renderBlockingStatus }) => renderBlockingStatus)"""
    )
    assert blocking == ["blocking"]
