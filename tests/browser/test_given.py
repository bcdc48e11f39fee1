"""The page on which people see, export and delete what they gave."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.audits import CUT_OFF, FAINT_TEXT, NAMELESS_CONTROLS, REPEATED_IDS, SMALL_TARGETS
from tests.browser.axe import violations
from tests.browser.draw.test_correcting import box, spaced
from tests.browser.giving import (
    CONSENT,
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
from tests.browser.waiting import all_is_read
from tests.support.gifts import new_name

NOTHING_GIVEN = "[data-part=none]"


@pytest.fixture
def two_given(page: Page, sheet: Sheet) -> None:
    """Give a number that was right and one that was corrected, and open the page."""
    sheet.draw(spaced("50"))
    confirm(page, "50")
    page.locator("#clear").click()
    sheet.draw(spaced("504"))
    expect(page.locator("#answer")).to_have_text("504")
    for key in ["7", "Delete"]:
        all_is_read(page)
        box(page, 1).focus()
        page.keyboard.press(key)
        expect(page.locator("#answer")).to_have_text({"7": "574", "Delete": "54"}[key])
    all_is_read(page)
    page.locator("#clear").click()
    wait_for_given(page, "54", "50")
    page.goto("/given/")
    expect(page.locator(".claim")).to_have_count(2)


def test_who_gave_nothing_is_told_so_and_nothing_is_asked_of_the_server(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/given/")

    expect(page).to_have_title("What I gave · digitweb")
    expect(page.locator(NOTHING_GIVEN)).to_be_visible()
    expect(page.locator("#choice")).to_contain_text("Nothing is given from this browser.")
    for name in ["Give nothing more", "Export", "Delete all", "Show earlier ones"]:
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    assert not any("/api/" in address for address in asked)


def test_the_page_to_draw_on_leads_here(page: Page, sheet: Sheet) -> None:
    page.get_by_role("link", name="What I gave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What I gave")


@pytest.mark.usefixtures("two_given")
def test_each_drawing_is_there_with_what_was_shown_and_said(page: Page) -> None:
    newest, first = page.locator(".claim").all()
    expect(newest.locator(".claim-words")).to_have_text("Read as 504, said to be 54")
    expect(newest.locator(".claim-said")).to_have_text(["5", "4", "no digit"])
    expect(newest.locator(".claim-state")).to_have_text(["waiting"] * 3)
    expect(newest.locator("img").first).to_have_attribute("alt", "5: waiting")
    expect(newest).to_contain_text("You corrected it.")
    expect(first.locator(".claim-words")).to_have_text("Read as 50")
    expect(first).to_contain_text("You said it was right.")
    expect(first).to_contain_text("mouse · version 1 · kept until")
    widths = page.locator(".claim img").evaluate_all("images => images.map((image) => image.naturalWidth)")
    assert widths == [28] * 5


@pytest.mark.usefixtures("two_given")
def test_one_drawing_is_deleted_at_once_and_the_focus_goes_on(page: Page) -> None:
    page.locator(".claim").first.get_by_role("button", name="Delete").click()

    expect(page.locator(".claim")).to_have_count(1)
    expect(page.locator("#announcement")).to_have_text("Deleted.")
    expect(page.get_by_role("button", name="Delete: 50")).to_be_focused()
    wait_for_given(page, "50")
    page.keyboard.press("Enter")
    expect(page.locator(NOTHING_GIVEN)).to_be_visible()
    expect(page.locator("#list-title")).to_be_focused()
    wait_for_given(page)


@pytest.mark.usefixtures("two_given")
@pytest.mark.parametrize("way", ["Keep it", "Escape"])
def test_all_stays_if_one_thinks_better_of_it(page: Page, way: str) -> None:
    page.get_by_role("button", name="Delete all").click()
    sure = page.get_by_role("dialog", name="Delete all that you gave?")
    expect(sure).to_be_visible()
    if way == "Escape":
        page.keyboard.press(way)
    else:
        sure.get_by_role("button", name=way).click()
    expect(sure).to_be_hidden()
    expect(page.get_by_role("button", name="Delete all")).to_be_focused()
    assert len(given(page)) == 2


@pytest.mark.usefixtures("two_given")
def test_all_is_deleted_and_this_browser_forgets_its_name(page: Page) -> None:
    name = name_of(page)

    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete all").click()

    expect(page.locator("#announcement")).to_have_text("All is deleted.")
    expect(page.locator(NOTHING_GIVEN)).to_be_visible()
    expect(page.locator("#choice")).to_contain_text("Nothing is given from this browser.")
    for hidden in ["Give nothing more", "Export", "Delete all"]:
        expect(page.get_by_role("button", name=hidden)).to_be_hidden()
    assert name_of(page) is None
    gone = page.request.get("/api/v1/feedback", headers={"Contributor": name or ""})
    assert gone.status == 404


@pytest.mark.usefixtures("two_given")
def test_who_gives_nothing_more_still_sees_what_was_given(page: Page) -> None:
    page.get_by_role("button", name="Give nothing more").click()

    expect(page.locator("#announcement")).to_contain_text("From now on nothing is given.")
    expect(page.locator("#choice")).to_contain_text("Nothing is given from this browser.")
    expect(page.locator(".claim")).to_have_count(2)
    page.goto("/")
    sheet = Sheet(page)
    sheet.draw(spaced("4"))
    expect(page.locator("#answer")).to_have_text("4")
    all_is_read(page)
    box(page, 0).focus()
    page.keyboard.press("9")
    expect(question(page)).to_have_text("Corrected.")
    all_is_read(page)
    page.locator("#clear").click()
    expect(page.locator("#answer")).to_be_empty()
    assert len(given(page)) == 2
    sheet.draw(spaced("4"))
    expect(page.locator("#answer")).to_have_text("4")
    all_is_read(page)
    button(page, "Yes").click()
    expect(dialog(page)).to_be_visible()
    agree(page)
    wait_for_given(page, "4", "54", "50")


@pytest.mark.usefixtures("two_given")
def test_whether_anything_is_given_by_lot_can_be_changed(page: Page) -> None:
    lot = page.get_by_role("checkbox", name="Now and then also a drawing of which I said nothing")
    expect(lot).not_to_be_checked()
    lot.check()
    page.reload()
    expect(lot).to_be_checked()
    assert json.loads(page.evaluate(f"localStorage.getItem('{CONSENT}')")) == {"edition": 1, "byLot": True}


@pytest.mark.usefixtures("two_given")
def test_all_is_taken_along_as_a_file(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export").click()

    file = tmp_path / "given.json"
    downloading.value.save_as(file)
    assert downloading.value.suggested_filename == "given.json"
    assert json.loads(file.read_text())["claims"] == exported(page)
    expect(page.locator("#announcement")).to_have_text("Exported.")


@pytest.mark.usefixtures("two_given")
def test_those_who_run_the_site_know_a_short_name_alone(page: Page) -> None:
    alias = page.evaluate(
        """async (name) => {
          const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name));
          return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        }""",
        name_of(page),
    )
    expect(page.locator("[data-part=alias]")).to_contain_text(f"know you as {alias[:10]}.")
    assert str(name_of(page)) not in page.content()


def test_what_was_given_long_ago_is_shown_page_by_page(page: Page) -> None:
    name = json.dumps(new_name())
    page.goto("/given/")
    page.evaluate("name => localStorage.setItem('digitweb.contributor', name)", name)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.partition("?")[2])
        is_first = asked[-1] == ""
        claim = {"id": 2 if is_first else 1, "shown": "7" if is_first else "", **CLAIM}
        route.fulfill(json={"claims": [claim], "disagreements": 2, **({"before": 2} if is_first else {})})

    page.route("**/api/v1/feedback**", answer)
    page.reload()
    expect(page.locator(".claim-words")).to_have_text(["Read as 7"])
    expect(page.locator("[data-part=disagreements]")).to_contain_text("2 drawings are kept")

    page.get_by_role("button", name="Show earlier ones").click()

    expect(page.locator(".claim-words")).to_have_text(["Read as 7", "Read as nothing"])
    expect(page.get_by_role("button", name="Show earlier ones")).to_be_hidden()
    assert asked == ["", "before=2"]


CLAIM: dict[str, Any] = {
    "at": "2026-07-01T10:00:00Z", "device": "touch", "said": "", "kind": "unsaid", "version": 3,
    "kept_until": "2027-07-01",
    "samples": [{"tile": "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC", "state": "agreed"}],
}  # fmt: skip


@pytest.mark.usefixtures("two_given")
def test_a_server_that_is_away_is_asked_again(page: Page) -> None:
    page.route("**/api/v1/feedback**", lambda route: route.abort())
    page.get_by_role("button", name="Delete: 50,").click()
    expect(page.locator("#trouble")).to_have_text("The server does not answer.")
    expect(page.locator(".claim")).to_have_count(2)
    page.unroute("**/api/v1/feedback**")

    page.get_by_role("button", name="Try now").click()

    expect(page.locator(".claim")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_empty()


@pytest.mark.usefixtures("two_given")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_it_can_be_read_and_pressed_everywhere(
    page: Page, scheme: Literal["light", "dark"], width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 740})
    expect(page.locator("[data-part=alias]")).to_be_visible()
    audit(page)
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    audit(page)


def audit(page: Page) -> None:
    """Nothing is faint, small, cut off or without a name."""
    for asked in (FAINT_TEXT, SMALL_TARGETS, CUT_OFF, NAMELESS_CONTROLS, REPEATED_IDS):
        assert page.evaluate(asked) == []
    assert violations(page) == []


def test_the_note_of_what_was_taken_back_here_is_no_trouble_there(page: Page, sheet: Sheet) -> None:
    sheet.draw(spaced("50"))
    confirm(page, "50")
    page.goto("/given/")
    page.locator(".claim").get_by_role("button").click()
    expect(page.locator(NOTHING_GIVEN)).to_be_visible()
    page.goto("/")
    expect(note(page)).to_have_text("Given. Thank you.")

    button(page, "Take back").click()

    expect(note(page)).to_have_text("Taken back.")
    expect(question(page)).to_have_text("Was that right?")
