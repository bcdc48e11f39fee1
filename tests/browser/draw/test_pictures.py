"""Pictures come in by paste, drop and choice; the page shows how they were read and what stood in the way."""

import itertools

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.answers import TILE, answer, problem
from tests.browser.conftest import RECOGNIZE, Respond
from tests.browser.handwriting import Sheet
from tests.browser.pictures import blank_photograph, copy_to_clipboard, hand_over, photograph_of
from tests.browser.waiting import place_of
from tests.support.pictures import encoded, picture_of_a_one

PROBLEM = "application/problem+json"


def expect_reading(page: Page, text: str) -> None:
    """The answer, the boxes on the picture and the tiles say the same."""
    expect(page.locator("#boxes .box-answer")).to_have_text(list(text))
    expect(page.locator("#answer")).to_have_text(text)
    expect(page.locator(".tiles img")).to_have_count(len(text))


def test_a_picture_on_the_clipboard_is_pasted_with_ctrl_v(page: Page, sheet: Sheet) -> None:
    copy_to_clipboard(page, photograph_of("504"))

    page.keyboard.press("Control+v")

    expect_reading(page, "504")
    assert sheet.ink() > 0


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_file_is_taken_where_it_comes_from(page: Page, sheet: Sheet, kind: str) -> None:
    hand_over(page, kind, photograph_of("504"))

    expect_reading(page, "504")


def test_a_file_that_hangs_over_the_page_is_invited(page: Page, sheet: Sheet) -> None:
    hand_over(page, "dragover", photograph_of("5"))
    expect(page.get_by_text("Drop the picture to have it read")).to_be_visible()

    hand_over(page, "drop", photograph_of("504"))

    expect(page.get_by_text("Drop the picture to have it read")).to_be_hidden()
    expect_reading(page, "504")


def test_a_phone_offers_its_camera(page: Page, sheet: Sheet) -> None:
    camera = page.locator("#camera")
    expect(camera).to_have_attribute("capture", "environment")
    photograph: FilePayload = {
        "name": "photo.png",
        "mimeType": "image/png",
        "buffer": photograph_of("504"),
    }

    camera.set_input_files(photograph)

    expect_reading(page, "504")


def test_boxes_lie_on_the_digits_of_the_picture(page: Page, sheet: Sheet) -> None:
    hand_over(page, "paste", photograph_of("504"))
    expect_reading(page, "504")

    shown = [place_of(box) for box in page.locator("#boxes .box").all()]
    width, height = sheet.size
    left, top = sheet.on_page(0, 0)
    gaps = [after["x"] - before["x"] for before, after in itertools.pairwise(shown)]

    assert gaps[0] == pytest.approx(gaps[1], rel=0.05), "The digits were written at equal distances."
    assert all(left <= place["x"] and place["x"] + place["width"] <= left + width for place in shown)
    assert all(top <= place["y"] and place["y"] + place["height"] <= top + height for place in shown)


def test_the_ink_that_was_found_is_shown(page: Page, sheet: Sheet) -> None:
    hand_over(page, "paste", photograph_of("504"))
    expect_reading(page, "504")
    whole = sheet.ink()

    page.get_by_role("radio", name="Ink found").check()

    assert 0 < sheet.ink() < 0.2 * whole, "The paper is gone."
    assert sheet.ink_brightness() < 100, "The ink has the colour of ink."
    page.get_by_role("radio", name="Picture").check()
    assert sheet.ink() == whole


def test_a_digit_of_a_picture_is_looked_at(page: Page, sheet: Sheet) -> None:
    hand_over(page, "paste", photograph_of("504"))
    expect_reading(page, "504")
    place = place_of(page.locator("#boxes .box").first)

    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    expect(page.locator(".bars .best")).to_contain_text("5")
    expect(page.locator("#boxes .box").first).to_be_focused()


def test_a_picture_is_corrected(page: Page, sheet: Sheet) -> None:
    hand_over(page, "paste", photograph_of("504"))
    expect_reading(page, "504")
    page.locator("#boxes .box").first.focus()

    page.keyboard.press("6")
    expect_reading(page, "604")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect_reading(page, "64")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect_reading(page, "504")


def test_a_box_in_a_picture_is_split_and_joined(page: Page, sheet: Sheet, respond: Respond) -> None:
    """The server takes two digits for one; each half is read by itself, and joined again as before."""
    both = answer("5")
    both["digits"][0]["box"] = [70, 60, 320, 220]
    respond(both)
    hand_over(page, "paste", photograph_of("50"))
    expect(page.locator("#answer")).to_have_text("5")
    page.unroute(RECOGNIZE)

    page.locator("#boxes .box").first.focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect_reading(page, "50")

    page.keyboard.press("j")
    expect(page.locator("#boxes .box")).to_have_count(1)


def test_nothing_found_is_said_with_the_servers_reason(page: Page, sheet: Sheet, respond: Respond) -> None:
    body = answer("", verdict="empty", confidence=1)
    respond({**body, "reason": "The picture is too dark."})

    hand_over(page, "paste", blank_photograph())

    expect(page.locator("#verdict")).to_have_text("The picture is too dark.")
    expect(page.locator("#announcement")).to_have_text("The picture is too dark.")


def test_nothing_found_is_said_without_a_reason_too(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("", verdict="empty", confidence=1))

    hand_over(page, "paste", blank_photograph())

    expect(page.locator("#verdict")).to_contain_text("No digits were found in this picture.")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "This picture is damaged"),
        (413, "This file is too large to be sent."),
        (415, "This file cannot be opened as a picture."),
        (422, "This picture has more pixels than can be read."),
    ],
)
def test_errors_are_sentences_for_a_person(
    page: Page, sheet: Sheet, respond: Respond, status: int, words: str
) -> None:
    respond(problem(status, "expected something else"), status=status, content_type=PROBLEM)

    hand_over(page, "paste", encoded(picture_of_a_one()))

    expect(page.locator("#trouble")).to_contain_text(words)


def test_a_file_over_the_limit_is_not_even_sent(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond(answer("1"))
    page.locator("#draw").evaluate("root => { root.dataset.largestFile = 100 }")

    hand_over(page, "paste", encoded(picture_of_a_one()))

    expect(page.locator("#trouble")).to_contain_text("This file is too large to be sent.")
    assert asked == []


def test_text_that_is_pasted_is_left_alone(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("7"))
    sheet.draw([[(40, 40), (80, 80)]])
    expect(page.locator("#answer")).to_have_text("7")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('text')")

    page.keyboard.press("Control+v")

    expect(page.locator("#answer")).to_have_text("7")
    expect(page.locator("#trouble")).to_be_empty()


def test_without_ink_from_the_server_there_is_nothing_to_switch(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    respond(answer("1"))
    hand_over(page, "paste", encoded(picture_of_a_one()))
    expect(page.locator("#answer")).to_have_text("1")
    expect(page.get_by_role("radio", name="Ink found")).to_be_hidden()

    respond({**answer("2"), "ink": TILE})
    hand_over(page, "paste", encoded(picture_of_a_one()))

    expect(page.locator("#answer")).to_have_text("2")
    expect(page.get_by_role("radio", name="Ink found")).to_be_visible()


def test_a_picture_is_sent_with_what_the_page_wants_to_show(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    asked = respond(answer("1"))

    hand_over(page, "paste", encoded(picture_of_a_one()))

    expect(page.locator("#answer")).to_have_text("1")
    form = asked[0]["form"]
    assert form.count(b'name="include"\r\n\r\n') == 2
    assert b"\r\n\r\nink\r\n" in form
    assert encoded(picture_of_a_one()) in form
