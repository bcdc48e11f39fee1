"""Whoever draws says whether a reading was right; nothing is kept that nobody agreed to."""

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.answers import answer, problem
from tests.browser.audits import CUT_OFF, FAINT_TEXT, NAMELESS_CONTROLS, REPEATED_IDS, SMALL_TARGETS
from tests.browser.axe import violations
from tests.browser.conftest import NewContext, Respond
from tests.browser.draw.test_correcting import box, spaced
from tests.browser.giving import (
    agree,
    button,
    confirm,
    dialog,
    exported,
    given,
    name_of,
    note,
    question,
    wait_for_given,
)
from tests.browser.handwriting import Sheet
from tests.browser.pictures import hand_over, photograph_of
from tests.browser.waiting import all_is_read, comes_to_announce, listen, place_of
from tests.support.site import Site, running_site

FEEDBACK = "**/api/v1/feedback**"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Any) -> Iterator[Site]:  # noqa: ANN401
    """A site on which the lot falls on every reading."""
    folder = tmp_path_factory.mktemp("giving")
    with running_site(folder, prepared=prepared, FEEDBACK_SHARE="100", WEB_WORKERS="1") as site:
        yield site


def sent_to(page: Page, address: str) -> list[Request]:
    """Return a list of what the page will have sent there."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if address in request.url else None)
    return requests


def expect_answer(page: Page, text: str) -> None:
    expect(page.locator("#answer")).to_have_text(text)
    all_is_read(page)


def correct(page: Page, index: int, key: str) -> None:
    """Press a key in the box of a digit."""
    all_is_read(page)
    box(page, index).focus()
    page.keyboard.press(key)


def test_nothing_is_asked_of_a_blank_sheet_and_then_whether_it_was_right(page: Page, sheet: Sheet) -> None:
    expect(question(page)).to_be_hidden()
    sheet_before = place_of(page.locator("#pad"))

    sheet.write("504")

    expect(question(page)).to_have_text("Was that right?")
    expect(page.locator("#announcement")).to_contain_text("504. Recognized.")
    expect(page.locator("#announcement")).to_contain_text("Was that right?")
    assert place_of(page.locator("#pad"))["y"] == sheet_before["y"], "nothing moves when it is asked"


@pytest.mark.parametrize("way", ["No", "Escape"])
def test_without_consent_nothing_leaves_the_page(page: Page, sheet: Sheet, way: str) -> None:
    gifts = sent_to(page, "/feedback")
    readings = sent_to(page, "/recognize")
    sheet.write("7")
    expect_answer(page, "7")

    button(page, "Yes").click()
    expect(dialog(page)).to_be_visible()
    if way == "No":
        dialog(page).get_by_role("button", name="No").click()
    else:
        page.keyboard.press("Escape")

    expect(dialog(page)).to_be_hidden()
    expect(button(page, "Yes")).to_be_focused()
    expect(page.locator("#answer")).to_have_text("7")
    correct(page, 0, "1")
    expect_answer(page, "1")
    page.locator("#clear").click()
    expect(page.locator("#answer")).to_be_empty()
    assert gifts == []
    assert name_of(page) is None
    assert not any("contributor" in (reading.post_data or "") for reading in readings)


def test_the_dialog_says_what_is_kept_why_and_for_how_long(page: Page, sheet: Sheet) -> None:
    sheet.write("7")
    expect_answer(page, "7")

    button(page, "Yes").click()

    expect(dialog(page).get_by_role("heading")).to_be_focused()
    for words in ["Your strokes", "by which version", "To train better versions", "365 days", "drawn by lot"]:
        expect(dialog(page)).to_contain_text(words)
    expect(dialog(page).get_by_role("checkbox")).to_be_checked()
    expect(dialog(page).get_by_role("link", name="What I gave")).to_have_attribute("href", "/given/")
    page.keyboard.press("Control+z")
    expect(page.locator("#answer")).to_have_text("7")


def test_once_agreed_a_yes_is_one_touch_and_can_be_taken_back(page: Page, sheet: Sheet) -> None:
    listen(page)
    sheet.draw(spaced("50"))
    confirm(page, "50")
    (claim,) = wait_for_given(page, "50")
    assert [claim[key] for key in ("shown", "kind", "device")] == ["50", "confirmed", "mouse"]
    assert [sample["said"] for sample in claim["samples"]] == [5, 0]
    expect(button(page, "Take back")).to_be_focused()
    comes_to_announce(page, "Given. Thank you. It can be taken back.")
    page.locator("#clear").click()
    expect(note(page)).to_have_text("Given. Thank you.")

    sheet.draw(spaced("4"))
    expect_answer(page, "4")
    expect(note(page)).to_have_text("The one before is given.")
    button(page, "Yes").click()

    expect(dialog(page)).to_be_hidden()
    expect(note(page)).to_have_text("Given. Thank you.")
    wait_for_given(page, "4", "50")
    button(page, "Take back").click()
    expect(note(page)).to_have_text("Taken back.")
    expect(question(page)).to_have_text("Was that right?")
    wait_for_given(page, "50")


def test_it_goes_by_keyboard_alone(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    expect_answer(page, "50")
    correct(page, 0, "y")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog(page).get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(note(page)).to_have_text("Given. Thank you.")
    wait_for_given(page, "50")

    page.keyboard.press("Escape")
    sheet.draw(spaced("4"))
    expect_answer(page, "4")
    correct(page, 0, "y")

    wait_for_given(page, "4", "50")


def test_a_correction_is_given_by_its_button(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("504"))
    expect_answer(page, "504")
    correct(page, 1, "6")
    expect_answer(page, "564")

    button(page, "Give this correction").click()
    agree(page)

    (claim,) = wait_for_given(page, "564")
    assert [claim["shown"], claim["kind"]] == ["504", "corrected"]
    assert [sample["said"] for sample in claim["samples"]] == [5, 6, 4]


def test_once_agreed_corrections_are_given_when_the_sheet_is_cleared(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    confirm(page, "50")
    page.locator("#clear").click()
    sheet.draw(spaced("504"))
    expect_answer(page, "504")
    correct(page, 0, "Delete")
    expect_answer(page, "04")
    expect(question(page)).to_have_text("Given on clearing.")

    page.locator("#clear").click()

    expect(note(page)).to_have_text("Given. Thank you.")
    newest, _first = wait_for_given(page, "04", "50")
    assert [newest["shown"], newest["kind"]] == ["504", "corrected"]
    assert [sample["said"] for sample in newest["samples"]] == [0, 4, "none"]
    assert len(exported(page)[0]["strokes"]) == len(spaced("504")), "what was removed is there as well"


def test_what_is_no_digit_at_all_can_be_said_of_all_that_is_there(page: Page, sheet: Sheet) -> None:
    page.get_by_role("radio", name="One digit").check()
    sheet.write("7")
    expect_answer(page, "7")

    page.get_by_role("button", name="Remove").click()

    expect(page.locator("#answer")).to_be_empty()
    button(page, "Give this correction").click()
    agree(page)
    (claim,) = wait_for_given(page, "")
    assert [sample["said"] for sample in claim["samples"]] == ["none"]


def test_split_and_join_are_given_with_ink_of_their_own(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("11", step=60))
    expect_answer(page, "11")
    correct(page, 0, "j")
    expect(page.locator("#boxes .box")).to_have_count(1)
    all_is_read(page)
    correct(page, 0, "8")
    expect_answer(page, "8")
    button(page, "Give this correction").click()
    agree(page)
    (claim,) = wait_for_given(page, "8")
    assert claim["shown"] == "11"
    assert len(claim["samples"]) == 1

    correct(page, 0, "s")
    page.get_by_role("button", name="Split here").click()
    expect(page.locator("#boxes .box")).to_have_count(2)
    all_is_read(page)
    button(page, "Give this correction").click()

    expect(note(page)).to_have_text("Given. Thank you.")
    (claim,) = wait_for_given(page, page.locator("#answer").text_content() or "")
    assert len(claim["samples"]) == 2, "the earlier claim on the same ink has made way"


def test_a_drawing_that_went_on_is_given_once(page: Page, sheet: Sheet) -> None:
    strokes = spaced("504")
    sheet.draw(strokes[:3])
    confirm(page, "50")
    sheet.draw(strokes[3:])
    expect_answer(page, "504")

    button(page, "Yes").click()

    wait_for_given(page, "504")


def test_what_was_given_stays_given_over_a_reload_and_an_undone_clear(page: Page, sheet: Sheet) -> None:
    sheet.write("7")
    confirm(page, "7")
    page.reload()
    expect_answer(page, "7")
    expect(note(page)).to_have_text("Given. Thank you.")
    expect(question(page)).to_be_hidden()
    page.locator("#clear").click()
    page.locator("#undo").click()
    expect_answer(page, "7")
    expect(question(page)).to_be_hidden()

    button(page, "Take back").click()

    expect(note(page)).to_have_text("Taken back.")
    wait_for_given(page)


def test_corrections_of_before_a_reload_are_given_as_what_they_are(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("504"))
    expect_answer(page, "504")
    correct(page, 0, "Delete")
    expect_answer(page, "04")
    correct(page, 0, "6")
    expect_answer(page, "64")
    page.reload()
    expect_answer(page, "64")

    button(page, "Give this correction").click()
    agree(page)

    (claim,) = wait_for_given(page, "64")
    assert claim["shown"] == "504"
    assert [sample["said"] for sample in claim["samples"]] == [6, 4, "none"]


@pytest.mark.parametrize("by_lot", [True, False])
def test_what_nothing_was_said_of_is_given_only_if_that_was_agreed_to(
    page: Page, sheet: Sheet, by_lot: bool
) -> None:
    sheet.write("7")
    expect_answer(page, "7")
    button(page, "Yes").click()
    agree(page, by_lot=by_lot)
    page.locator("#clear").click()
    gifts, readings = sent_to(page, "/feedback"), sent_to(page, "/recognize")
    sheet.draw(spaced("50"))
    expect_answer(page, "50")

    page.locator("#clear").click()
    expect(page.locator("#answer")).to_be_empty()

    if by_lot:
        expect(note(page)).to_have_text("Given, drawn by lot.")
        newest, _first = wait_for_given(page, "", "7")
        assert newest["kind"] == "unsaid"
        assert ["said" in sample for sample in newest["samples"]] == [False, False]
    else:
        assert gifts == []
        assert len(given(page)) == 1
    asked = [json.loads(reading.post_data or "") for reading in readings]
    named = ["contributor" in body for body in asked]
    assert set(named) == {by_lot}, "a drawing may be kept of which nothing was said, or not"
    assert {body["device"] for body in asked} == {"mouse"}


def test_of_a_picture_the_cut_outs_are_given(page: Page, sheet: Sheet) -> None:
    hand_over(page, "paste", photograph_of("504"))
    expect_answer(page, "504")
    correct(page, 1, "Delete")
    expect_answer(page, "54")
    button(page, "Give this correction").click()
    agree(page)

    (claim,) = wait_for_given(page, "54")

    assert claim["device"] == "picture"
    assert [sample["said"] for sample in claim["samples"]] == [5, 4, "none"]
    (whole,) = exported(page)
    assert "strokes" not in whole
    assert all(sample["cut_out"].startswith("data:image/png") for sample in whole["samples"])
    assert [sample["read"] for sample in whole["samples"]] == [5, 4, 0], (
        "each is the ink that it is said to be"
    )


def test_ink_over_a_corrected_picture_gives_the_correction(page: Page, sheet: Sheet) -> None:
    sheet.write("7")
    confirm(page, "7")
    hand_over(page, "paste", photograph_of("504"))
    expect_answer(page, "504")
    correct(page, 1, "6")
    expect_answer(page, "564")

    sheet.draw([[(20, 20), (25, 120)]])

    wait_for_given(page, "564", "7")
    expect(note(page)).to_have_text("The one before is given.")


@pytest.mark.parametrize("tool", ["touch", "pen"])
def test_with_what_it_was_drawn_goes_along(page: Page, sheet: Sheet, tool: str) -> None:
    down, move, up = (
        ("touchStart", "touchMove", "touchEnd")
        if tool == "touch"
        else ("mousePressed", "mouseMoved", "mouseReleased")
    )
    if tool == "touch":
        sheet.touch(down, (1, 100, 40))
        for y in range(50, 160, 10):
            sheet.touch(move, (1, 100, y))
        sheet.touch(up)
    else:
        sheet.pen(down, 100, 40, 0.5)
        for y in range(50, 160, 10):
            sheet.pen(move, 100, y, 0.5)
        sheet.pen(up, 100, 150, 0)
    confirm(page, "1")
    (claim,) = wait_for_given(page, "1")
    assert claim["device"] == tool


def test_ink_that_does_not_look_like_a_digit_is_asked_about_otherwise(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    respond({**answer("7", verdict="not_a_digit"), "receipt": "signed", "wanted": False})
    sheet.draw([[(40, 40), (80, 80)]])
    expect(question(page)).to_have_text("Is it 7 all the same?")


def test_a_reading_without_a_receipt_is_not_asked_about(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("7"))
    sheet.draw([[(40, 40), (80, 80)]])
    expect_answer(page, "7")
    expect(question(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ({"status": 409, "json": problem(409, "Given before.")}, "Not given: Given before."),
        ({"status": 429, "json": problem(429, "Too many.")}, "Not given: that was a lot for now."),
        (None, "Not given: the server does not answer."),
    ],
)
def test_what_could_not_be_given_is_told_and_can_be_tried_again(
    page: Page, sheet: Sheet, reply: dict[str, Any] | None, told: str
) -> None:
    def refuse(route: Any) -> None:  # noqa: ANN401
        if reply is None:
            route.abort()
        else:
            body = json.dumps(reply["json"])
            route.fulfill(status=reply["status"], body=body, content_type="application/problem+json")

    page.route(FEEDBACK, refuse)
    listen(page)
    sheet.write("7")
    expect_answer(page, "7")
    button(page, "Yes").click()
    dialog(page).get_by_role("button", name="Yes, keep it").click()
    expect(note(page)).to_contain_text(told)
    comes_to_announce(page, told)
    page.unroute(FEEDBACK)

    button(page, "Yes").click()

    expect(note(page)).to_have_text("Given. Thank you.")
    wait_for_given(page, "7")


def test_a_browser_that_keeps_nothing_gives_nothing(page: Page, sheet: Sheet) -> None:
    gifts = sent_to(page, "/feedback")
    sheet.write("7")
    expect_answer(page, "7")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    button(page, "Yes").click()
    dialog(page).get_by_role("button", name="Yes, keep it").click()
    expect(note(page)).to_contain_text("this browser remembers nothing")
    assert gifts == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_line_and_dialog_can_be_read_and_pressed(
    page: Page, sheet: Sheet, scheme: Literal["light", "dark"], width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 740})
    sheet.write("57")
    expect_answer(page, "57")
    audit(page)
    button(page, "Yes").click()
    expect(dialog(page)).to_be_visible()
    audit(page)
    actions = place_of(dialog(page).get_by_role("button", name="Yes, keep it"))
    assert actions["y"] + actions["height"] <= 740, "the choice is in sight"
    agree(page)
    audit(page)


def audit(page: Page) -> None:
    """Nothing is faint, small, cut off or without a name."""
    for question_ in (FAINT_TEXT, SMALL_TARGETS, CUT_OFF, NAMELESS_CONTROLS, REPEATED_IDS):
        assert page.evaluate(question_) == []
    assert violations(page) == []


def test_a_site_that_takes_nothing_shows_nothing_of_it(
    new_context: NewContext,
    tmp_path_factory: pytest.TempPathFactory,
    prepared: Any,  # noqa: ANN401
) -> None:
    folder = tmp_path_factory.mktemp("taking-nothing")
    with running_site(folder, prepared=prepared, FEEDBACK="off", WEB_WORKERS="1") as site:
        other = new_context().new_page()
        complaints: list[str] = []
        other.on("pageerror", lambda error: complaints.append(str(error)))
        other.goto(site.url)
        Sheet(other).write("7")
        expect_answer(other, "7")
        correct(other, 0, "y")
        correct(other, 0, "1")
        expect_answer(other, "1")
        other.locator("#clear").click()
        expect(other.locator("#draw")).to_have_class(re.compile("is-blank"))
        expect(other.locator("#giving, #consent")).to_have_count(0)
        expect(other.get_by_role("link", name="What I gave")).to_have_count(0)
        other.goto(f"{site.url}/given/")
        expect(other.locator(".note")).to_contain_text("takes nothing at present")
        expect(other.locator("[data-part=none]")).to_be_visible()
        other.close()
    assert complaints == []
