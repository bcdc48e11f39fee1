"""Mouse, finger and pen draw on the sheet, palm and right click do not. Two fingers move it or the page."""

import base64
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.answers import answer
from tests.browser.conftest import NewContext, Respond
from tests.browser.handwriting import Sheet
from tests.browser.waiting import page_comes_to
from tests.support.patience import wait_until
from tests.support.pictures import encoded, picture_of_a_one


def test_it_sends_the_strokes_in_the_sheets_own_pixels(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()

    sheet.draw([[(20, 30), (60, 30), (60, 70)], [(100, 40)]])

    expect(page.locator("#answer")).to_have_text("4")
    assert asked[-1] == {
        "strokes": [[[20, 30], [60, 30], [60, 70]], [[100, 40]]],
        "mode": "number",
        "include": ["tiles"],
        "device": "mouse",
    }


def test_it_draws_with_a_finger(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()

    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchMove", (1, 90, 90))
    sheet.touch("touchEnd")

    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["strokes"] == [[[50, 50], [90, 90]]]


def test_a_second_finger_that_comes_later_does_not_draw(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()

    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchMove", (1, 90, 90))
    sheet.touch("touchStart", (1, 90, 90), (2, 200, 100))
    sheet.touch("touchMove", (1, 130, 90), (2, 220, 140))
    sheet.touch("touchEnd")

    expect(page.locator("#answer")).to_have_text("3")
    assert asked[-1]["strokes"] == [[[50, 50], [90, 90], [130, 90]]]


def test_a_second_finger_takes_back_what_the_first_has_begun(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    asked = respond()

    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchMove", (1, 60, 60))
    sheet.touch("touchStart", (1, 60, 60), (2, 200, 100))
    sheet.touch("touchMove", (1, 90, 90), (2, 220, 140))
    sheet.touch("touchEnd")
    assert sheet.ink() == 0
    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator("#draw")).to_have_class(re.compile("is-blank"))

    sheet.touch("touchStart", (3, 50, 50))
    sheet.touch("touchMove", (3, 60, 60))
    sheet.touch("touchEnd")
    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["strokes"] == [[[50, 50], [60, 60]]]


def test_a_picture_stays_when_two_fingers_come_over_it(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("1"))
    sheet.choose_picture(base64.b64encode(encoded(picture_of_a_one())).decode())
    expect(page.locator("#answer")).to_have_text("1")
    whole = sheet.ink()

    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchMove", (1, 60, 60))
    sheet.touch("touchStart", (1, 60, 60), (2, 200, 100))
    sheet.touch("touchEnd")

    assert sheet.ink() == whole
    expect(page.locator("#answer")).to_have_text("1")


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """A page of a phone, on which two fingers move and zoom it."""
    screen: ViewportSize = {"width": 360, "height": 500}
    return new_context(viewport=screen, has_touch=True, is_mobile=True).new_page()


def pinch(sheet: Sheet, *, apart: int, up: int, drawn: int = 0) -> None:
    """Move two fingers apart, up, or both, on pads of any size; the first has drawn a line before."""
    sheet.touch("touchStart", (1, 60, 80))
    if drawn:
        sheet.touch("touchMove", (1, 60 + drawn, 80))
    sheet.touch("touchStart", (1, 60 + drawn, 80), (2, 120 + drawn, 80))
    for step in range(1, 11):
        aside, down = apart * step / 10, 80 - up * step / 10
        sheet.touch("touchMove", (1, 60 + drawn - aside, down), (2, 120 + drawn + aside, down))
    sheet.touch("touchEnd")


@pytest.mark.parametrize("path", ["/learn/", "/inside/"])
@pytest.mark.parametrize(
    ("apart", "up", "moves"), [(0, 70, "visualViewport.pageTop > 0"), (70, 0, "visualViewport.scale > 1.2")]
)
def test_two_fingers_on_the_sheet_move_and_zoom_the_page(
    phone: Page, path: str, apart: int, up: int, moves: str
) -> None:
    phone.goto(path)
    sheet = Sheet(phone)
    before = sheet.ink()

    pinch(sheet, apart=apart, up=up)

    page_comes_to(phone, moves)
    assert sheet.ink() == before


def test_two_fingers_and_the_wheel_zoom_what_is_on_the_sheet(phone: Page) -> None:
    phone.route("**/api/v1/recognize", lambda route: route.fulfill(json=answer("1")))
    phone.goto("/")
    sheet = Sheet(phone)
    whole = phone.get_by_role("button", name="Show all that is written")
    sheet.draw([[(90, 60), (90, 110)]])
    expect(phone.locator("#answer")).to_have_text("1")
    drawn = sheet.ink()
    pinch(sheet, apart=25, up=0)

    expect(whole).to_be_visible()
    assert sheet.ink() > drawn * 2
    assert phone.evaluate("[visualViewport.scale, visualViewport.pageTop]") == [1, 0]
    expect(phone.locator("#redo")).to_be_disabled()
    whole.click()
    expect(whole).to_be_hidden()
    assert sheet.ink() == drawn

    pinch(sheet, apart=0, up=40)  # moved, not zoomed
    expect(whole).to_be_visible()
    assert abs(sheet.ink() - drawn) < drawn * 0.1
    whole.click()

    phone.mouse.move(*sheet.on_page(90, 80))
    phone.keyboard.down("Control")
    phone.mouse.wheel(0, -100)
    phone.keyboard.up("Control")
    expect(whole).to_be_visible()
    assert sheet.ink() > drawn * 1.3
    asked: list[list[list[float]]] = []
    phone.on("request", lambda request: asked.extend((request.post_data_json or {}).get("strokes", [])))
    sheet.draw([[(90, 80), (90, 100)]])
    page_comes_to(phone, "document.querySelector('#undo').disabled === false")
    wait_until(lambda: len(asked) >= 2, lambda: str(asked), phone.wait_for_timeout)
    assert asked[-1][0] == [90, 80], "Under the pointer, what is drawn lies where it did."


@pytest.mark.parametrize(("apart", "up"), [(0, 70), (70, 0)])
def test_the_page_stays_under_a_stroke_that_goes_on(phone: Page, apart: int, up: int) -> None:
    phone.goto("/")
    sheet = Sheet(phone)

    pinch(sheet, apart=apart, up=up, drawn=100)

    expect(phone.locator("#undo")).to_be_enabled()
    assert phone.evaluate("[visualViewport.scale, visualViewport.pageTop]") == [1, 0]


def test_the_page_stays_under_the_hand_that_holds_a_pen(phone: Page) -> None:
    phone.goto("/")
    sheet = Sheet(phone)

    sheet.pen("mousePressed", 30, 30, 0.5)
    sheet.pen("mouseMoved", 30, 90, 0.5)
    pinch(sheet, apart=70, up=0)
    sheet.pen("mouseMoved", 30, 120, 0.5)
    sheet.pen("mouseReleased", 30, 120, 0)

    expect(phone.locator("#undo")).to_be_enabled()
    phone.locator("#undo").click()
    expect(phone.locator("#undo")).to_be_disabled()
    assert phone.evaluate("visualViewport.scale") == 1


def test_it_keeps_the_ink_when_the_system_takes_the_finger_away(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    asked = respond()

    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchMove", (1, 90, 90))
    sheet.touch("touchCancel")
    expect(page.locator("#undo")).to_be_enabled()
    sheet.draw([[(10, 10), (20, 20)]])

    expect(page.locator("#answer")).to_have_text("4")
    assert asked[-1]["strokes"] == [[[50, 50], [90, 90]], [[10, 10], [20, 20]]]


def test_a_pens_pressure_shows_in_the_ink_but_not_in_what_is_sent(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    asked = respond()
    ink = {}

    for force in (0.1, 0.9):
        sheet.pen("mousePressed", 50, 50, force)
        sheet.pen("mouseMoved", 150, 60, force)
        sheet.pen("mouseMoved", 150, 100, force)
        sheet.pen("mouseReleased", 150, 100, 0)
        expect(page.locator("#answer")).to_have_text("3")
        ink[force] = sheet.ink()
        page.keyboard.press("Escape")
        expect(page.locator("#answer")).to_have_text("")

    assert ink[0.9] > 1.5 * ink[0.1]
    points = [point for question in asked for point in question["strokes"][0]]
    assert all(point in [[50, 50], [150, 60], [150, 100]] for point in points)


def test_a_pen_takes_over_from_the_palm_that_holds_it(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()

    sheet.touch("touchStart", (1, 200, 150))
    sheet.pen("mousePressed", 50, 50, 0.5)
    sheet.touch("touchMove", (1, 205, 155))
    sheet.pen("mouseMoved", 90, 90, 0.5)
    sheet.pen("mouseReleased", 90, 90, 0)
    sheet.touch("touchEnd")
    sheet.touch("touchStart", (1, 200, 150))
    sheet.touch("touchEnd")

    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["strokes"] == [[[50, 50], [90, 90]]]


def test_it_ignores_the_right_button(page: Page, sheet: Sheet) -> None:
    page.locator("#pad").click(button="right", position={"x": 50, "y": 50})

    expect(page.locator("#clear")).to_be_disabled()
    assert sheet.ink() == 0


def test_a_stroke_may_leave_the_sheet_and_come_back(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()

    sheet.draw([[(50, 50), (-30, 60), (50, 90)]])

    expect(page.locator("#answer")).to_have_text("3")
    assert asked[-1]["strokes"] == [[[50, 50], [-30, 60], [50, 90]]]


def test_the_sheet_slides_on_when_it_is_full(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    asked = respond()
    sheet.draw([[(20, 60), (300, 60)]])
    expect(page.locator("#answer")).to_have_text("2")
    back = page.get_by_role("button", name="Back to what is written further left")
    expect(back).to_be_hidden()

    page.get_by_role("button", name="More room on the right").click()
    sheet.draw([[(200, 60), (240, 60)]])

    expect(page.locator("#answer")).to_have_text("4")
    (start, _), (end, _) = asked[-1]["strokes"][-1]
    assert start > 300, "It is written right of what is there."
    assert end - start == 40, "It is written as large as before."
    ink = sheet.ink()
    back.click()
    assert sheet.ink() > ink, "The first stroke is whole again."


def test_the_page_does_not_scroll_under_a_drawing_finger(page: Page, sheet: Sheet) -> None:
    page.set_viewport_size({"width": 360, "height": 500})

    sheet.touch("touchStart", (1, 100, 200))
    for y in range(190, 20, -10):
        sheet.touch("touchMove", (1, 100, y))
    sheet.touch("touchEnd")

    expect(page.locator("#undo")).to_be_enabled()
    assert page.evaluate("scrollY") == 0
