"""The server is away, busy or has no network: the page says so, keeps the drawing and goes on by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import answer, problem
from tests.browser.conftest import RECOGNIZE, Respond
from tests.browser.handwriting import Sheet

STROKE = [(40.0, 40.0), (80.0, 80.0)]
PROBLEM = "application/problem+json"


@pytest.fixture
def _away(page: Page) -> None:
    page.route(RECOGNIZE, lambda route: route.abort())


@pytest.mark.usefixtures("_away")
def test_without_a_server_it_says_so_and_keeps_the_drawing(page: Page, sheet: Sheet) -> None:
    sheet.draw([STROKE])

    expect(page.locator("#trouble")).to_contain_text("The server does not answer. Your drawing is kept")
    assert sheet.ink() > 0


@pytest.mark.usefixtures("_away")
def test_it_recovers_by_itself(page: Page, sheet: Sheet, respond: Respond) -> None:
    sheet.draw([STROKE])
    expect(page.locator("#trouble")).not_to_be_empty()

    asked = respond(answer("7"))

    expect(page.locator("#answer")).to_have_text("7")
    expect(page.locator("#trouble")).to_be_empty()
    assert asked[-1]["strokes"] == [[list(point) for point in STROKE]]


@pytest.mark.usefixtures("_away")
@pytest.mark.parametrize("occasion", ["try now", "online", "stroke"])
def test_it_asks_again_at_once_when_there_is_reason_to(
    page: Page, sheet: Sheet, respond: Respond, occasion: str
) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    sheet.draw([STROKE])
    page.clock.run_for(1)
    expect(page.locator("#trouble")).not_to_be_empty()
    respond(answer("7"))

    if occasion == "try now":
        page.get_by_role("button", name="Try now").click()
    elif occasion == "online":
        page.evaluate("dispatchEvent(new Event('online')), 0")
    else:
        sheet.draw([[(120, 40), (160, 80)]])
    page.clock.run_for(1)

    expect(page.locator("#answer")).to_have_text("7")
    expect(page.get_by_role("button", name="Try now")).to_be_hidden()


@pytest.mark.usefixtures("_away")
def test_everything_drawn_meanwhile_is_read_afterwards(page: Page, sheet: Sheet, respond: Respond) -> None:
    sheet.draw([STROKE, [(120, 40), (160, 80)], [(200, 40), (240, 80)]])
    expect(page.locator("#trouble")).not_to_be_empty()
    page.keyboard.press("Control+z")

    asked = respond(answer("11"))

    expect(page.locator("#answer")).to_have_text("11")
    assert len(asked[-1]["strokes"]) == 2


@pytest.mark.usefixtures("_away")
def test_a_cleared_sheet_has_no_trouble(page: Page, sheet: Sheet) -> None:
    sheet.draw([STROKE])
    expect(page.locator("#trouble")).not_to_be_empty()

    page.keyboard.press("Escape")

    expect(page.locator("#trouble")).to_be_empty()


def test_the_last_answer_stays_when_the_server_goes_away(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(answer("7"))
    sheet.draw([STROKE])
    expect(page.locator("#answer")).to_have_text("7")
    page.route(RECOGNIZE, lambda route: route.abort())

    sheet.draw([[(120, 40), (160, 80)]])

    expect(page.locator("#trouble")).to_contain_text("The server does not answer.")
    expect(page.locator("#answer")).to_have_text("7")


def test_a_throttled_page_waits_as_long_as_it_is_told(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    asked = respond(problem(429, "Too many."), status=429, headers={"Retry-After": "2"}, content_type=PROBLEM)
    sheet.draw([STROKE])
    page.clock.run_for(1)
    expect(page.locator("#trouble")).to_have_text("That was a lot of drawing. Reading goes on in 2 s.")
    sheet.draw([[(120, 40), (160, 80)]])
    page.clock.run_for(1900)
    assert len(asked) == 1, "A new stroke does not break the pause."

    answered = respond(answer("11"))
    page.clock.run_for(200)

    expect(page.locator("#answer")).to_have_text("11")
    assert len(answered) == 1


def test_without_an_active_version_it_explains(page: Page, sheet: Sheet, respond: Respond) -> None:
    respond(problem(503, "No active version."), status=503, content_type=PROBLEM)

    sheet.draw([STROKE])

    expect(page.locator("#trouble")).to_contain_text("No version of the network is active")
    assert sheet.ink() > 0


def test_a_refusal_shows_the_servers_detail(page: Page, sheet: Sheet, respond: Respond) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # on a slow machine it would be read before it is whole
    refused = respond(problem(422, "Too many points."), status=422, content_type=PROBLEM)

    sheet.draw([STROKE])
    page.clock.run_for(1)

    expect(page.locator("#trouble")).to_have_text("This cannot be read: Too many points.")
    expect(page.get_by_role("button", name="Try now")).to_be_hidden()
    page.clock.run_for(60_000)
    answered = respond(answer("11"))
    sheet.draw([[(120, 40), (160, 80)]])
    page.clock.run_for(1)
    expect(page.locator("#answer")).to_have_text("11")
    assert (len(refused), len(answered)) == (1, 1), "What is refused is not asked again."


def test_the_error_page_of_a_proxy_counts_as_a_server_that_is_away(
    page: Page, sheet: Sheet, respond: Respond
) -> None:
    respond(None, status=502, content_type="text/html")

    sheet.draw([STROKE])

    expect(page.locator("#trouble")).to_contain_text("The server does not answer.")
