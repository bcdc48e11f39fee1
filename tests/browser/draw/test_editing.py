"""Undo, redo, clear, and a drawing that outlives a reload, another window size and another mode."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RECOGNIZE, Respond
from tests.browser.handwriting import Sheet

FIRST = [(40.0, 40.0), (80.0, 80.0)]
SECOND = [(120.0, 40.0), (160.0, 80.0)]


@pytest.mark.parametrize(
    ("undo", "redo", "clear"),
    [
        ("Control+z", "Control+Shift+z", "Escape"),
        ("Meta+z", "Control+y", "Escape"),
        ("undo", "redo", "clear"),
    ],
)
def test_it_undoes_redoes_and_clears(  # noqa: PLR0917 - one way of doing each
    page: Page, sheet: Sheet, respond: Respond, undo: str, redo: str, clear: str
) -> None:
    def do(what: str) -> None:
        if what.islower() and "+" not in what:
            page.locator(f"#{what}").click()
        else:
            page.keyboard.press(what)

    asked = respond()
    sheet.draw([FIRST, SECOND])
    both = sheet.ink()

    do(undo)
    one = sheet.ink()
    do(redo)
    again = sheet.ink()
    do(clear)
    none = sheet.ink()
    do(undo)

    assert 0 == none < one < both == again == sheet.ink()
    expect(page.locator("#answer")).to_have_text("4")
    assert asked[-1]["strokes"] == [[list(point) for point in stroke] for stroke in (FIRST, SECOND)]


def test_buttons_are_disabled_when_they_would_do_nothing(page: Page, sheet: Sheet) -> None:
    def expect_enabled(**wanted: bool) -> None:
        for name, enabled in wanted.items():
            expect(page.locator(f"#{name}")).to_be_enabled(enabled=enabled)

    expect_enabled(undo=False, redo=False, clear=False, copy=False)
    sheet.draw([FIRST])
    expect_enabled(undo=True, redo=False, clear=True)
    page.locator("#undo").click()
    expect_enabled(undo=False, redo=True, clear=False)
    page.locator("#redo").click()
    page.locator("#clear").click()
    expect_enabled(undo=True, redo=False, clear=False)


def test_focus_moves_on_when_its_button_becomes_useless(page: Page, sheet: Sheet) -> None:
    sheet.draw([FIRST])
    page.locator("#undo").focus()

    page.keyboard.press("Enter")

    expect(page.locator("#redo")).to_be_focused()


def test_escape_takes_back_the_stroke_under_way(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()
    sheet.draw([FIRST])
    page.mouse.move(*sheet.on_page(120, 40))
    page.mouse.down()
    page.mouse.move(*sheet.on_page(160, 80))

    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator("#clear")).to_be_enabled()
    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["strokes"] == [[list(point) for point in FIRST]]


def test_a_cleared_sheet_has_no_answer(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond()
    sheet.draw([FIRST])
    expect(page.locator("#answer")).to_have_text("2")

    page.keyboard.press("Escape")

    expect(page.locator("#answer")).to_have_text("")
    expect(page.locator("#verdict")).to_have_text("Nothing is drawn yet.")
    expect(page.locator("#tile")).to_be_hidden()


def test_a_drawing_survives_a_reload(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()
    sheet.draw([FIRST, SECOND])
    expect(page.locator("#answer")).to_have_text("4")
    ink = sheet.ink()
    questions = len(asked)

    page.reload()

    expect(page.locator("#answer")).to_have_text("4")
    assert sheet.ink() == ink
    assert asked[questions]["strokes"] == asked[questions - 1]["strokes"]


def test_a_drawing_survives_a_smaller_window_and_stays_whole(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    asked = respond()
    width, _ = sheet.size
    sheet.draw([[(30, 30), (width - 30, 120)]])
    expect(page.locator("#answer")).to_have_text("2")
    before = asked[-1]["strokes"]

    page.set_viewport_size({"width": 360, "height": 740})
    sheet.draw([[(30, 200), (60, 200)]])

    expect(page.locator("#answer")).to_have_text("4")
    assert asked[-1]["strokes"][:-1] == before
    (x, _), (end, _) = asked[-1]["strokes"][-1]
    assert end - x > 60, "The sheet shows the drawing smaller: 30 pixels of it are more in the drawing."
    assert not sheet.ink_reaches_the_edge()


def test_ink_stays_sharp_when_the_page_is_zoomed(page: Page, sheet: Sheet) -> None:
    sheet.draw([FIRST])
    once = sheet.ink()

    sheet.zoom(2)

    expect(page.locator("#pad")).to_have_js_property("width", round(2 * sheet.size[0]))
    assert sheet.ink() == pytest.approx(4 * once, rel=0.1)


def test_the_mode_is_sent_and_remembered(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()
    sheet.draw([FIRST])
    expect(page.locator("#answer")).to_have_text("2")
    assert asked[-1]["mode"] == "number"

    with page.expect_response(RECOGNIZE):
        page.get_by_role("radio", name="One digit").check()
    assert asked[-1]["mode"] == "digit"

    page.reload()
    expect(page.get_by_role("radio", name="One digit")).to_be_checked()


def test_the_mode_is_chosen_by_keyboard(page: Page, sheet: Sheet) -> None:
    page.get_by_role("radio", name="Number").focus()

    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("radio", name="One digit")).to_be_checked()
    expect(page.get_by_text("Write one digit here")).to_be_visible()
