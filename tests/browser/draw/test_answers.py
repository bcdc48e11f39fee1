"""What the page makes of an answer."""

import base64
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answers import answer
from tests.browser.conftest import RECOGNIZE, Respond
from tests.browser.handwriting import Sheet
from tests.browser.waiting import announced, listen, place_of
from tests.support.patience import wait_until
from tests.support.pictures import encoded, picture_of_a_one

STROKE = [(40.0, 40.0), (80.0, 80.0)]


class HeldQuestions:
    """What the page asked and nobody has answered yet."""

    def __init__(self, page: Page) -> None:
        self._routes: list[Route] = []

        def keep(route: Route) -> None:
            self._routes.append(route)

        page.route(RECOGNIZE, keep)

    def get(self, page: Page) -> Route:
        """Wait until there is a question, and return the last."""
        return wait_until(
            lambda: self._routes,
            lambda: "The page asks nothing.",
            pause=lambda seconds: page.wait_for_timeout(1000 * seconds),  # lets Playwright deliver events
        )[-1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (answer("7"), "Recognized. Confidence 93%"),
        (answer("7", confidence=1), "Recognized. Confidence > 99%"),
        (answer("7", verdict="uncertain", confidence=0.4), "Perhaps 7. Confidence 40%"),
        (
            answer("71", verdict="uncertain", confidence=0.4),
            "Perhaps 71. The dashed digits are worth a look. Confidence 40%",
        ),
        (
            answer("7", verdict="not_a_digit", confidence=0.1),
            "That does not look like a digit. Confidence 10%",
        ),
        (answer("", verdict="empty", confidence=0), "No ink was found."),
    ],
)
def test_it_says_the_verdict_in_words(
    page: Page, sheet: Sheet, respond: Respond, body: dict[str, object], words: str
) -> None:
    respond(body)

    sheet.draw([STROKE])

    expect(page.locator(".verdict")).to_have_text(words, use_inner_text=True)
    expect(page.locator("#answer")).to_have_text(str(body["text"]))


def test_the_digit_with_the_newest_stroke_is_selected(page: Page, sheet: Sheet, respond: Respond) -> None:
    body = answer("504")
    body["digits"][1]["strokes"] = [3]
    respond(body)

    sheet.draw([STROKE])

    expect(page.get_by_role("tab", selected=True)).to_have_text("0")
    expect(page.locator(".bars .best")).to_contain_text("0")


def test_each_digit_can_be_looked_at(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("504"))
    sheet.draw([STROKE])

    page.get_by_role("tab", name="5, digit 1 of 3, confidence 90%").click()

    expect(page.get_by_role("tab", selected=True)).to_have_text("5")
    expect(page.locator(".bars .best")).to_have_text(re.compile(r"5\s+90%"))
    expect(page.locator("#boxes [aria-pressed=true]")).to_have_text("5")


def test_digits_are_selected_with_the_arrow_keys(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("504"))
    sheet.draw([STROKE])
    page.get_by_role("tab", selected=True).focus()

    for key, digit in [
        ("ArrowLeft", "0"),
        ("Home", "5"),
        ("ArrowLeft", "5"),
        ("End", "4"),
        ("ArrowRight", "4"),
    ]:
        page.keyboard.press(key)
        expect(page.get_by_role("tab", selected=True)).to_have_text(digit)
        expect(page.get_by_role("tab", selected=True)).to_be_focused()
    assert page.get_by_role("tab").evaluate_all("tabs => tabs.map(tab => tab.tabIndex)") == [-1, -1, 0]


def test_each_digit_has_a_box_with_its_answer(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("504"))
    sheet.draw([STROKE])

    expect(page.locator("#boxes .box")).to_have_text(["5", "0", "4"])
    box = place_of(page.locator("#boxes .box").nth(1))
    left, top = sheet.on_page(40, 20)
    assert box["x"] < left < left + 30 < box["x"] + box["width"], "The box stands about the digit."
    assert box["y"] < top < top + 60 < box["y"] + box["height"]


def test_an_answer_that_comes_late_is_dropped(page: Page, sheet: Sheet) -> None:
    held = HeldQuestions(page)
    sheet.draw([STROKE])
    expect(page.locator("#verdict")).to_have_text("Reading…")
    question = held.get(page)

    page.route(RECOGNIZE, lambda route: route.fulfill(json=answer("11")))
    sheet.draw([[(120, 40), (160, 80)]])
    expect(page.locator("#answer")).to_have_text("11")
    question.fulfill(json=answer("7"))

    expect(page.locator("#announcement")).to_have_text("11. Recognized. Confidence 93%.")
    expect(page.locator("#answer")).to_have_text("11")


def test_clearing_withdraws_the_question(page: Page, sheet: Sheet) -> None:
    held = HeldQuestions(page)
    sheet.draw([STROKE])
    question = held.get(page)

    with page.expect_event("requestfailed"):
        page.keyboard.press("Escape")
    question.abort()

    expect(page.locator("#verdict")).to_have_text("Nothing is drawn yet.")
    expect(page.locator("#answer")).to_have_text("")


def test_it_announces_an_answer_once_it_has_settled(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    region = page.locator("#announcement")
    listen(page)
    respond(answer("5"))
    sheet.draw([STROKE])
    page.clock.run_for(1)
    expect(page.locator("#answer")).to_have_text("5")
    page.clock.run_for(500)
    respond(answer("50"))
    sheet.draw([[(120, 40), (160, 80)]])
    page.clock.run_for(1)
    expect(page.locator("#answer")).to_have_text("50")

    page.clock.run_for(5000)

    expect(region).to_have_text("50. Recognized. Confidence 93%.")
    assert announced(page) == ["50. Recognized. Confidence 93%."]


def test_it_announces_nothing_while_the_drawing_goes_on(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    respond(answer("5"))
    sheet.draw([STROKE])
    page.clock.run_for(1)
    expect(page.locator("#answer")).to_have_text("5")
    page.clock.run_for(500)
    held = HeldQuestions(page)

    sheet.draw([[(120, 40), (160, 80)]])
    page.clock.run_for(5000)
    question = held.get(page)
    expect(page.locator("#announcement")).to_be_empty()
    question.fulfill(json=answer("50"))
    expect(page.locator("#answer")).to_have_text("50")
    page.clock.run_for(5000)

    expect(page.locator("#announcement")).to_have_text("50. Recognized. Confidence 93%.")


def test_it_copies_the_answer(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    respond(answer("504192"))
    sheet.draw([STROKE])
    expect(page.locator("#announcement")).to_contain_text("504192. Recognized.")

    page.get_by_role("button", name="Copy the answer").click()

    expect(page.locator("#announcement")).to_have_text("Copied: 504192")
    assert page.evaluate("navigator.clipboard.readText()") == "504192"


def test_it_copies_without_a_clipboard_object(page: Page, sheet: Sheet, respond: Respond) -> None:
    """Browsers hide `navigator.clipboard` from pages without HTTPS."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.reload()
    page.evaluate(
        """() => addEventListener("copy", (event) => {
          window.copied = event.clipboardData.getData("text/plain");
        })"""
    )
    respond(answer("504192"))
    sheet.draw([STROKE])
    expect(page.locator("#announcement")).to_contain_text("504192. Recognized.")

    page.get_by_role("button", name="Copy the answer").click()

    expect(page.locator("#announcement")).to_have_text("Copied: 504192")
    assert page.evaluate("window.copied") == "504192"


def test_ctrl_c_copies_the_answer_when_nothing_is_selected(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    respond(answer("504192"))
    sheet.draw([STROKE])
    expect(page.locator("#answer")).to_have_text("504192")

    page.keyboard.press("Control+c")

    assert page.evaluate("navigator.clipboard.readText()") == "504192"


def test_twenty_digits_have_room(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    respond(answer("50419250419250419250"))

    sheet.draw([STROKE])

    expect(page.get_by_role("tab")).to_have_count(20)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_picture_is_sent_as_it_is_and_undone_like_a_stroke(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    respond(answer("7"))
    sheet.draw([STROKE])
    expect(page.locator("#answer")).to_have_text("7")
    drawn = sheet.ink()
    content = encoded(picture_of_a_one())

    asked = respond(answer("1"))
    sheet.choose_picture(base64.b64encode(content).decode())

    expect(page.locator("#answer")).to_have_text("1")
    assert content in asked[-1]["form"]
    respond(answer("7"))
    page.keyboard.press("Control+z")
    expect(page.locator("#answer")).to_have_text("7")
    assert sheet.ink() == drawn


def test_a_stroke_replaces_a_picture(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("1"))
    sheet.choose_picture(base64.b64encode(encoded(picture_of_a_one())).decode())
    expect(page.locator("#boxes .box-answer")).to_have_text(["1"])

    asked = respond()
    sheet.draw([STROKE])

    expect(page.locator("#answer")).to_have_text("2")
    expect(page.locator("#boxes .box-answer")).to_have_text(["2"])
    assert asked[-1]["strokes"] == [[list(point) for point in STROKE]]


def test_a_file_that_is_no_picture_is_refused_and_the_drawing_kept(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    respond(answer("7"))
    sheet.draw([STROKE])
    ink = sheet.ink()

    sheet.choose_picture(base64.b64encode(b"not a picture").decode())

    expect(page.locator("#trouble")).to_contain_text("This file cannot be opened as a picture.")
    assert sheet.ink() == ink
