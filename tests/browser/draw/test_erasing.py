"""One stroke is erased, with the pointer or with the keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import answer
from tests.browser.conftest import Respond
from tests.browser.handwriting import Sheet

FIRST = [(40.0, 40.0), (80.0, 80.0), (120.0, 80.0)]
SECOND = [(200.0, 40.0), (240.0, 80.0)]
THIRD = [(320.0, 40.0), (360.0, 80.0)]


@pytest.fixture
def eraser(page: Page, sheet: Sheet, respond: Respond) -> list[dict[str, object]]:
    """The eraser in hand over three strokes, and what the page asks from now on."""
    respond()
    sheet.draw([FIRST, SECOND, THIRD])
    expect(page.locator("#answer")).to_have_text("7")
    page.get_by_role("button", name="Eraser").click()
    return respond()


def drawn(asked: list[dict[str, object]]) -> object:
    return asked[-1]["strokes"]


def as_sent(*strokes: list[tuple[float, float]]) -> object:
    return [[list(point) for point in stroke] for stroke in strokes]


def test_a_tap_erases_the_stroke_under_it(page: Page, sheet: Sheet, eraser: list[dict[str, object]]) -> None:
    page.mouse.click(*sheet.on_page(100, 84))

    expect(page.locator("#answer")).to_have_text("4")
    assert drawn(eraser) == as_sent(SECOND, THIRD)


def test_it_erases_what_it_is_drawn_over(page: Page, sheet: Sheet, eraser: list[dict[str, object]]) -> None:
    sheet.draw([[(180, 60), (220, 60), (300, 60), (345, 60)]])

    expect(page.locator("#answer")).to_have_text("3")
    assert drawn(eraser) == as_sent(FIRST)


def test_a_tap_beside_the_ink_erases_nothing(
    page: Page, sheet: Sheet, eraser: list[dict[str, object]]
) -> None:
    ink = sheet.ink()

    page.mouse.click(*sheet.on_page(150, 160))

    assert sheet.ink() == ink
    assert eraser == []


def test_erasing_is_undone(page: Page, sheet: Sheet, eraser: list[dict[str, object]]) -> None:
    ink = sheet.ink()
    page.mouse.click(*sheet.on_page(100, 84))
    expect(page.locator("#answer")).to_have_text("4")

    page.keyboard.press("Control+z")

    expect(page.locator("#answer")).to_have_text("7")
    assert sheet.ink() == ink


def test_the_pen_is_taken_up_again(page: Page, sheet: Sheet, eraser: list[dict[str, object]]) -> None:
    page.get_by_role("button", name="Eraser").click()

    sheet.draw([[(100, 84), (100, 140)]])

    expect(page.locator("#answer")).to_have_text("9")


@pytest.mark.usefixtures("eraser")
def test_strokes_are_chosen_and_erased_by_keyboard(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()
    expect(page.locator("#announcement")).to_contain_text("7. Recognized.")
    page.get_by_role("button", name="Eraser").click()
    page.locator("#eraser").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcement")).to_have_text("Stroke 2 of 3")
    page.keyboard.press("Delete")

    expect(page.locator("#answer")).to_have_text("5")
    assert drawn(asked) == as_sent(FIRST, THIRD)
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_have_text("3")
    page.keyboard.press("Escape")
    expect(page.locator("#eraser")).to_be_focused()
    expect(page.locator("#eraser")).to_have_attribute("aria-pressed", "false")
    assert sheet.ink() > 0


def test_a_pen_turned_round_erases(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond()
    sheet.draw([FIRST, SECOND])
    expect(page.locator("#answer")).to_have_text("5")
    asked = respond()

    sheet.pad.dispatch_event(
        "pointerdown",
        {
            "pointerType": "pen",
            "pointerId": 1,
            "button": 5,
            "buttons": 32,
            "clientX": sheet.on_page(220, 60)[0],
            "clientY": sheet.on_page(220, 60)[1],
        },
    )

    expect(page.locator("#answer")).to_have_text("3")
    assert drawn(asked) == as_sent(FIRST)


def test_a_correction_goes_with_its_ink(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond()
    sheet.draw([[(10, 20), (20, 80)]])
    expect(page.locator("#answer")).to_have_text("2")
    respond(answer("50"))  # it names both strokes: none is asked about without the other
    sheet.draw([[(50, 20), (60, 80)]])
    expect(page.locator("#boxes .box")).to_have_count(2)
    page.locator("#boxes .box").last.focus()
    respond(answer("1"))
    page.keyboard.press("7")
    expect(page.locator("#answer")).to_have_text("17")

    page.get_by_role("button", name="Eraser").click()
    page.mouse.click(*sheet.on_page(55, 50))

    expect(page.locator("#answer")).to_have_text("1")
    expect(page.locator("#confidence")).not_to_contain_text("corrected")
