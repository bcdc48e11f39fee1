"""A reading is corrected: set a digit, split, join, remove; the network reads what is left."""

import itertools

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import answer
from tests.browser.conftest import RECOGNIZE, Respond
from tests.browser.handwriting import Point, Sheet, strokes_of
from tests.browser.waiting import all_is_read, place_of

HEIGHT = 150


def spaced(text: str, *, step: float = 190, left: float = 90) -> list[list[Point]]:
    """Write digits far apart, so that nobody could take two of them for one."""
    return [
        stroke
        for index, digit in enumerate(text)
        for stroke in strokes_of(digit, left + step * index, 50, HEIGHT)
    ]


def box(page: Page, index: int) -> Locator:
    return page.locator("#boxes .box").nth(index)


def expect_reading(page: Page, text: str) -> None:
    """The answer, the boxes and what would be copied say the same."""
    expect(page.locator("#boxes .box-answer")).to_have_text(list(text))
    expect(page.locator("#answer")).to_have_text(text)
    all_is_read(page)
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == text


@pytest.fixture(autouse=True)
def _may_read_the_clipboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def tap(page: Page, index: int) -> None:
    """Tap in the middle of a digit's box, on the sheet."""
    all_is_read(page)
    place = place_of(box(page, index))
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


@pytest.mark.parametrize("how", ["tap", "tap on its answer", "keyboard", "touch"])
def test_a_box_shows_its_bars_and_its_tile(page: Page, sheet: Sheet, how: str) -> None:
    sheet.draw(spaced("504"))
    expect(page.locator("#boxes .box-answer")).to_have_text(["5", "0", "4"])
    ink = sheet.ink()

    all_is_read(page)
    place = place_of(box(page, 0))
    middle = (place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    if how == "tap":
        page.mouse.click(*middle)
    elif how == "tap on its answer":
        page.mouse.click(middle[0], place["y"] + place["height"] + 16)
    elif how == "touch":
        corner = sheet.on_page(0, 0)
        sheet.touch("touchStart", (1, middle[0] - corner[0], middle[1] - corner[1]))
        sheet.touch("touchEnd")
    else:
        box(page, 2).focus()
        page.keyboard.press("Home")
        page.keyboard.press("Enter")

    expect(box(page, 0)).to_have_attribute("aria-pressed", "true")
    expect(box(page, 0)).to_be_focused()
    expect(page.locator(".bars .best")).to_contain_text("5")
    expect(page.get_by_role("tab", selected=True)).to_have_text("5")
    assert sheet.ink() == ink, "A tap on a box leaves no dot."


def test_a_tap_beside_the_boxes_is_a_dot(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("50"))
    sheet.draw([[(40, 40), (80, 80)]])
    expect(page.locator("#boxes .box")).to_have_count(2)

    asked = respond(answer("501"))
    page.mouse.click(*sheet.on_page(300, 200))

    expect(page.locator("#answer")).to_have_text("501")
    assert asked[-1]["strokes"][-1] == [[300, 200]]


def test_one_can_write_on_inside_a_box(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("5"))
    sheet.draw([[(0, 20), (30, 80)]])
    expect(page.locator("#boxes .box")).to_have_count(1)

    asked = respond(answer("7"))
    sheet.draw([[(5, 40), (25, 50)]])

    expect(page.locator("#answer")).to_have_text("7")
    assert asked[-1]["strokes"][-1] == [[5, 40], [25, 50]]


@pytest.mark.parametrize("how", ["key in the box", "key in the answer", "bar"])
def test_a_digit_is_set_by_hand(page: Page, sheet: Sheet, how: str) -> None:
    sheet.draw(spaced("504"))
    expect_reading(page, "504")

    if how == "bar":
        tap(page, 1)
        page.get_by_role("button", name="Set to 6").click()
    else:
        (box(page, 1) if how == "key in the box" else page.get_by_role("tab").nth(1)).click(force=True)
        if how == "key in the box":
            box(page, 1).focus()
            page.keyboard.press("Enter")
        page.keyboard.press("6")

    expect_reading(page, "564")
    expect(box(page, 1)).to_have_accessible_name("6, digit 2 of 3, set by hand")
    expect(box(page, 1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#verdict")).to_have_text("You set 6.")
    expect(page.locator("#confidence")).to_contain_text("Confidence in the others")
    expect(page.locator("#announcement")).to_contain_text("564")


def test_a_correction_stays_when_one_writes_on(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    expect_reading(page, "50")
    box(page, 1).focus()
    page.keyboard.press("6")
    expect_reading(page, "56")

    sheet.draw(spaced("4", left=90 + 2 * 190))

    expect_reading(page, "564")


def test_corrections_are_undone_and_redone_like_strokes(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    expect_reading(page, "50")
    box(page, 1).focus()
    page.keyboard.press("6")
    expect_reading(page, "56")

    page.keyboard.press("Control+z")
    expect_reading(page, "50")
    page.keyboard.press("Control+y")
    expect_reading(page, "56")


def test_corrections_survive_a_reload(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("504"))
    expect_reading(page, "504")
    box(page, 0).focus()
    page.keyboard.press("3")
    expect_reading(page, "304")

    page.reload()

    expect_reading(page, "304")


def test_two_strokes_taken_for_one_digit_are_split(page: Page, sheet: Sheet) -> None:
    sheet.draw(
        [*spaced("5", left=20), [(300, 50), (300, 200)], [(308, 50), (306, 200)], *spaced("0", left=500)]
    )
    expect(page.locator("#boxes .box")).to_have_count(3)

    box(page, 1).focus()
    page.keyboard.press("s")
    expect(page.get_by_role("slider")).to_be_focused()
    page.keyboard.press("Enter")

    expect_reading(page, "5110")
    expect(box(page, 1)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#boxes .box")).to_have_count(3)


def joined_by_a_line() -> list[Point]:
    """Write 2 and 0 in one stroke, the line between them long."""
    (two,) = strokes_of("2", 120, 60, 140)
    (zero,) = strokes_of("0", 330, 60, 140)
    return [*two, *zero]


@pytest.mark.parametrize("how", ["keyboard", "pointer"])
def test_one_stroke_is_cut_where_the_line_stands(
    page: Page, sheet: Sheet, respond: Respond, how: str
) -> None:
    body = answer("7")
    stroke = joined_by_a_line()
    left, right = min(x for x, _ in stroke), max(x for x, _ in stroke)
    body["digits"][0]["box"] = [left, 60, right - left, 140]
    respond(body)
    sheet.draw([stroke])
    expect(page.locator("#answer")).to_have_text("7")
    ink = sheet.ink()
    page.unroute(RECOGNIZE)

    if how == "keyboard":
        box(page, 0).focus()
        page.keyboard.press("s")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    else:
        tap(page, 0)
        page.get_by_role("button", name="Split", exact=True).click()
        page.get_by_role("button", name="Split here").click()

    expect_reading(page, "20")
    assert sheet.ink() == pytest.approx(ink, rel=0.02), "The ink looks as before."


def test_a_split_can_be_left(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    expect_reading(page, "50")
    box(page, 1).focus()
    page.keyboard.press("s")

    page.keyboard.press("Escape")

    expect(page.get_by_role("slider")).to_be_hidden()
    expect(box(page, 1)).to_be_focused()
    expect_reading(page, "50")


@pytest.mark.parametrize(
    ("selected", "how"),
    [(1, "j"), (2, "Shift+J"), (1, "Join right"), (2, "Join left")],
)
def test_a_digit_broken_in_two_is_joined(page: Page, sheet: Sheet, selected: int, how: str) -> None:
    """The bar of a 4 stands far off, so far that it is read as a 1."""
    corner, bar = strokes_of("4", 300, 50, HEIGHT)
    apart = [(x + 90, y) for x, y in bar]
    sheet.draw([*spaced("5", left=60), corner, apart, *spaced("0", left=560)])
    expect(page.locator("#boxes .box")).to_have_count(4)

    tap(page, selected)
    if how.startswith("Join"):
        page.get_by_role("button", name=how).click()
    else:
        page.keyboard.press(how)

    expect(page.locator("#boxes .box")).to_have_count(3)
    expect(page.get_by_role("tab").first).to_have_text("5")
    expect(page.get_by_role("tab").last).to_have_text("0")
    expect(box(page, 1)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("how", ["Delete", "Remove"])
def test_a_mark_that_is_no_digit_is_removed(page: Page, sheet: Sheet, how: str) -> None:
    sheet.draw(spaced("504"))
    expect_reading(page, "504")
    ink = sheet.ink()

    tap(page, 1)
    if how == "Delete":
        page.keyboard.press(how)
    else:
        page.get_by_role("button", name=how).click()

    expect_reading(page, "54")
    assert sheet.ink() < ink
    page.keyboard.press("Control+z")
    expect_reading(page, "504")


def test_keys_elsewhere_correct_nothing(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    expect_reading(page, "50")

    page.locator("#undo").focus()
    page.keyboard.type("7js")

    expect_reading(page, "50")


def test_each_part_is_asked_about_once(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("7"))
    sheet.draw([[(0, 20), (30, 80)]])
    expect(page.locator("#answer")).to_have_text("7")
    respond(answer("50"))
    sheet.draw([[(40, 20), (70, 80)]])
    expect(page.locator("#answer")).to_have_text("50")
    respond(answer("9"))

    box(page, 1).focus()
    page.keyboard.press("j")  # nothing on the right: no question
    page.keyboard.press("Shift+J")

    expect(page.locator("#answer")).to_have_text("9")
    questions = respond(answer("1"))
    sheet.draw([[(300, 20), (300, 80)]])
    expect(page.locator("#answer")).to_have_text("19")
    assert {question["mode"] for question in questions} == {"number"}, "The joined digit is known."
    assert list(itertools.chain.from_iterable(question["strokes"] for question in questions))[-1] == [
        [300, 20],
        [300, 80],
    ]


def test_in_one_digit_only_the_digit_itself_is_corrected(page: Page, sheet: Sheet) -> None:
    page.get_by_role("radio", name="One digit").check()
    sheet.write("7")
    expect(page.locator("#answer")).to_have_text("7")

    page.get_by_role("button", name="Set to 1").click()

    expect(page.locator("#answer")).to_have_text("1")
    expect(page.locator("#verdict")).to_have_text("You set 1.")
    for name in ["Split", "Join left", "Join right"]:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
