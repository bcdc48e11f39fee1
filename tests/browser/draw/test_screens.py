"""What is where on screens of every shape: the answer beside the sheet, the bars, an example at rest."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import answer
from tests.browser.axe import violations
from tests.browser.conftest import NewContext, Respond
from tests.browser.handwriting import Sheet
from tests.browser.waiting import all_is_read, place_of

STROKE = [(40.0, 40.0), (80.0, 80.0)]

LONGEST_BAR = """() => Math.max(...[...document.querySelectorAll(".bar")].map((bar) => bar.clientWidth))"""

LINES_OF_GROUPS = """() => {
  const lines = {};
  for (const group of document.querySelectorAll("#answer .group")) {
    const { bottom } = group.getBoundingClientRect();
    lines[Math.round(bottom)] = (lines[Math.round(bottom)] ?? "") + group.textContent + " ";
  }
  return Object.values(lines).map((line) => line.trim());
}"""


def bottom_of(page: Page, selector: str) -> float:
    """Where an element ends, in CSS pixels from the top of the window."""
    box = place_of(page.locator(selector))
    return box["y"] + box["height"]


@pytest.mark.parametrize("mode", ["Number", "One digit"])
def test_on_a_phone_on_its_side_the_answer_stands_beside_the_sheet(
    new_context: NewContext, mode: str
) -> None:
    screen = {"width": 844, "height": 390}
    page = new_context(viewport=screen, has_touch=True, is_mobile=True).new_page()
    page.route("**/api/v1/recognize", lambda route: route.fulfill(json=answer("504192")))
    page.goto("/")
    page.get_by_role("radio", name=mode).check(force=True)
    sheet = Sheet(page)

    sheet.draw([STROKE])

    expect(page.locator("#answer")).to_have_text("504192")
    paper, result = place_of(page.locator(".sheet")), place_of(page.locator(".verdict"))
    assert result["x"] > paper["x"] + paper["width"]
    assert bottom_of(page, ".verdict") < 390
    assert bottom_of(page, ".tools-below") <= 390, "The tools are on the screen with the sheet."
    assert page.evaluate("document.documentElement.scrollWidth") == 844


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (1024, 768), (1024, 600), (1440, 900), (390, 844), (360, 740)]
)
def test_bars_are_long_and_corrections_above_the_fold(
    page: Page, sheet: Sheet, respond: Respond, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    respond(answer("504192"))

    sheet.draw([STROKE])

    expect(page.locator("#answer")).to_have_text("504192")
    all_is_read(page)
    assert page.evaluate(LONGEST_BAR) >= 200
    lefts = page.locator(".bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1, "The bars stand in one column."
    if width > 1000:
        assert bottom_of(page, ".acts") < height


def test_at_rest_there_is_an_example_which_one_press_has_read(page: Page, sheet: Sheet) -> None:
    expect(page.locator(".bars")).to_be_hidden()
    expect(page.locator(".acts")).to_be_hidden()
    assert violations(page) == []

    page.get_by_role("button", name="Try this number").click()

    expect(page.locator("#answer")).to_have_text("504192")
    expect(page.locator(".bars")).to_be_visible()
    expect(page.locator("#verdict")).to_have_text("Recognized.")
    assert violations(page) == []
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_hidden()  # what nobody wrote is no gift
    page.locator("#clear").click()
    page.get_by_role("radio", name="One digit").check()
    page.get_by_role("button", name="Try this digit").click()
    expect(page.locator("#answer")).to_have_text("5")
    for name, count in {"Split": 0, "Join left": 0, "Join right": 0, "Remove": 1}.items():
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(count)
    page.locator("#undo").click()
    expect(page.get_by_role("button", name="Try this digit")).to_be_visible()


@pytest.mark.parametrize("width", [360, 844, 1280])
def test_a_long_number_is_set_in_groups_and_even_lines(
    page: Page, sheet: Sheet, respond: Respond, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    body = answer("50419236507182649301", verdict="uncertain", confidence=0.5)
    body["digits"][3]["confidence"] = 0.4
    respond(body)

    sheet.draw([STROKE])

    expect(page.get_by_role("tab")).to_have_count(20)
    assert page.evaluate(LINES_OF_GROUPS) == ["50 419 236 507", "182 649 301"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    weak = page.get_by_role("tab", name="1, digit 4 of 20, worth a look, confidence 40%")
    expect(weak).to_have_class(re.compile("shaky"))
    assert "?" in weak.evaluate("tab => getComputedStyle(tab, '::after').content")


def test_copy_says_that_it_is_done_under_the_pointer_that_has_pressed_it(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # so that the word lasts until the test has seen it
    respond(answer("504192"))
    sheet.draw([STROKE])
    page.clock.run_for(1)
    expect(page.locator("#answer")).to_have_text("504192")
    copy = page.get_by_role("button", name="Copy the answer")
    done = copy.locator(".when-done")
    announcement = page.locator("#announcement")

    copy.click()  # and the pointer stays on it
    expect(announcement).to_have_text("Copied: 504192")
    expect(done).to_be_visible()
    page.clock.run_for(1000)
    expect(announcement).to_have_text("504192. Recognized. Confidence 93%.")
    expect(done).to_be_visible()

    copy.click()
    expect(announcement).to_have_text("Copied: 504192")
    page.clock.run_for(1000)
    expect(done).to_be_visible()
    page.clock.run_for(500)
    expect(done).to_be_hidden()


def test_a_drag_that_starts_beside_the_sheet_selects_nothing(page: Page, sheet: Sheet) -> None:
    page.get_by_role("button", name="Try this number").click()
    expect(page.locator("#answer")).to_have_text("504192")
    left, top = sheet.on_page(0, 0)
    width, height = sheet.size

    for start in [(-12, height / 2), (width / 2, -8), (width / 2, -40), (width + 8, 20)]:
        page.mouse.move(left + start[0], top + start[1])
        page.mouse.down()
        page.mouse.move(left + width / 2, top + height / 2, steps=3)
        page.mouse.move(left + width - 5, top + height + 300, steps=3)
        page.mouse.up()
        assert page.evaluate("getSelection().toString()") == ""


def test_the_pens_width_is_for_the_look_alone_and_stays(page: Page, sheet: Sheet, respond: Respond) -> None:
    asked = respond()
    sheet.draw([STROKE])
    expect(page.locator("#answer")).to_have_text(str(len(STROKE)))  # all of it is read
    plain, questions = sheet.ink(), len(asked)

    page.get_by_role("button", name="Pen Medium").click()

    expect(page.get_by_role("button", name="Pen Broad")).to_be_visible()
    broad = sheet.ink()
    assert broad > plain * 1.3
    assert len(asked) == questions
    page.reload()
    expect(page.locator("#answer")).to_have_text(str(len(STROKE)))
    assert sheet.ink() == broad
