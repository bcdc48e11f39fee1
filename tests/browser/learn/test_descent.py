"""The lesson on gradient descent, as a reader plays with it: by mouse, by keyboard, by address."""

import json
import re
from decimal import Decimal
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.formulas import signed

PATH = "/learn/gradient-descent/"
TRAININGS = re.compile(r"/api/v1/learn/trainings")


def open_at(page: Page, query: str = "") -> None:
    page.goto(f"{PATH}{query}")
    expect(page.locator("#ball-words")).to_contain_text("C =")


def test_the_learning_rate_decides_what_becomes_of_the_ball(page: Page) -> None:
    open_at(page)
    words = page.locator("#ball-words")
    page.get_by_role("button", name="η too small").click()
    expect(words).to_contain_text("still on its way")
    page.get_by_role("button", name="η right").click()
    expect(words).to_contain_text("has arrived")
    page.get_by_role("button", name="η too large").click()
    expect(words).to_contain_text("further away")
    expect(page).to_have_url(re.compile("lr=2.05"))


SHADES = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const shades = [];
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) shades.push(data[at + 1]);
  return [Math.min(...shades), Math.max(...shades)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_landscape_has_the_colours_of_the_page(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    open_at(page)
    darkest, lightest = page.locator("#landscape").evaluate(SHADES)
    assert lightest > 180 if scheme == "light" else 38 <= darkest < 80, "It is paper with ink on it."
    assert lightest - darkest > 50


def test_a_cost_that_runs_away_is_drawn_on_a_logarithmic_axis(page: Page) -> None:
    open_at(page)
    chart = page.locator("#rates-chart")
    expect(page.locator('[data-rate-map="2"] figcaption')).to_contain_text("C = 1409.604 after 60 steps")
    expect(chart).to_contain_text("on a logarithmic axis")
    expect(chart.locator("polyline")).to_have_count(3)
    expect(chart.locator("text.leaving")).to_have_count(0)
    points = (chart.locator("polyline.second").get_attribute("points") or "").replace(", ", ",").split()
    heights = [float(place.split(",")[1]) for place in points]
    assert heights == sorted(heights, reverse=True), "It only rises …"
    assert heights[-1] > 34, "… and stays in the drawing."

    page.locator('select[name="es"]').select_option("cosine")
    expect(page.locator('[data-rate-map="2"] figcaption')).not_to_contain_text("1409")
    expect(chart).not_to_contain_text("logarithmic")
    expect(page.locator("#eta-chart polyline")).to_have_count(3)


def test_the_ball_is_at_rest_until_it_is_told_to_roll(page: Page) -> None:
    open_at(page)
    words = page.locator("#ball-words")
    player = page.get_by_role("group", name="The ball")
    expect(words).to_contain_text("Step 0")
    expect(player.get_by_role("button", name="To the start")).to_be_disabled()
    player.get_by_role("button", name="Step").press("Enter")
    expect(words).to_contain_text("Step 1")
    player.get_by_role("button", name="Play").press("Enter")
    expect(words).to_contain_text("Step 60: C =")
    expect(words).to_contain_text("arrived in the deepest valley")
    player.get_by_role("button", name="Play").press("Enter")
    expect(words).to_have_text(re.compile(r"^Step ([1-9]|[1-5]\d):"))
    player.get_by_role("button", name="Pause").press("Enter")
    expect(player.get_by_role("button", name="Play")).to_be_visible()
    player.get_by_role("button", name="To the start").press("Enter")
    expect(words).to_contain_text("Step 0")


def test_a_local_minimum_is_said_to_be_one(page: Page) -> None:
    open_at(page, "?sf=two-valleys&k=60")
    expect(page.locator("#ball-words")).to_contain_text(
        "this is a local minimum. At v = (−1.47, 0.00) it would be C = 0.639"
    )
    expect(page.locator("#solve-table tr")).to_have_count(3)
    expect(page.locator("#solve-table")).to_contain_text("a valley, not the deepest")
    expect(page.locator("#solve-map circle.level")).to_have_count(3)
    solved = page.locator("#exercise-gradient-descent-local .exercise-said")
    expect(solved).to_contain_text("Solved")


def test_digits_are_leafed_through(page: Page) -> None:
    open_at(page, "?sd=7")
    words, digits = page.locator("#samples-words"), page.locator("#samples-list li")
    expect(words).to_contain_text("page 1 of")
    expect(digits).to_have_count(30)
    assert set(digits.all_inner_texts()) == {"7"}
    page.get_by_role("button", name="Next page").press("Enter")
    expect(words).to_contain_text("page 2 of")
    expect(page).to_have_url(re.compile("sg=1"))
    page.locator('select[name="sp"]').select_option("test")
    expect(words).to_contain_text("page 1 of 1")


def test_all_variables_descend_at_once(page: Page) -> None:
    open_at(page)
    page.locator("#many").scroll_into_view_if_needed()
    words = page.locator("#variables-words")
    expect(words).to_contain_text("After 0 steps with 23,860 variables at once")
    page.get_by_role("group", name="Steps").get_by_role("button", name="Step").press("Enter")
    expect(words).to_contain_text("After 1 steps")
    expect(page.locator("#variables-chart polyline")).to_have_count(2)


def test_networks_of_three_depths_are_trained_beside_one_another(page: Page) -> None:
    open_at(page)
    page.get_by_role("button", name="Train all three").press("Enter")
    expect(page.locator("#deep-words")).to_have_text("All three are trained.")
    expect(page.locator("#deep-table tr")).to_have_count(3)
    expect(page.locator("#deep-table tr").nth(2)).to_contain_text("784-30-30-30-10")
    expect(page.locator("#deep-chart polyline")).to_have_count(3)
    page.goto(page.url)
    expect(page.locator("#deep-words")).to_have_text("All three are trained.")


def test_a_ball_that_has_left_the_picture_is_said_to_have(page: Page) -> None:
    open_at(page, "?lr=2.05&k=60")
    expect(page.locator("#ball-words")).to_contain_text("It has left the picture and is at v = (")
    expect(page.locator("#ball-map .leaving")).to_have_count(1)
    expect(page.locator("#ball-map circle.ball")).to_have_count(0)
    page.locator('input[name="k"]').press("Home")
    expect(page.locator("#ball-words")).not_to_contain_text("left the picture")
    expect(page.locator("#ball-map circle.ball")).to_have_count(1)


@pytest.mark.parametrize("query", ["?k=0", "?k=3", "?lr=0.02&k=17", "?lr=2.05&k=41", "?k=30", "?sf=bend&k=9"])
def test_a_step_leads_where_the_numbers_say(page: Page, query: str) -> None:
    open_at(page, query)
    cells = [signed(cell) for cell in page.locator("#ball-numbers td").all_text_contents()]
    step = int(re.search(r"Step (\d+)", page.locator("#ball-words").text_content() or "")[1])  # type: ignore[index]
    page.locator('input[name="k"]').press("ArrowRight")
    expect(page.locator("#ball-words")).to_contain_text(f"Step {step + 1}")
    later = [signed(cell) for cell in page.locator("#ball-numbers td").all_text_contents()]

    cost, change = Decimal(cells[3]), Decimal(cells[5])
    assert cost + change == pytest.approx(Decimal(later[3]), rel=Decimal("1e-3"))
    places, moves, ends = (re.findall(r"[-\d.E]+", cell) for cell in (cells[0], cells[2], later[0]))
    for now, move, then in zip(places, moves, ends, strict=True):
        assert Decimal(now) + Decimal(move) == pytest.approx(Decimal(then), abs=Decimal("0.0006"))


def test_the_ball_lies_where_one_presses(page: Page) -> None:
    open_at(page, "?k=0")
    page.locator("#ball-map").click(position={"x": 30, "y": 40})
    values = page.evaluate("[...document.querySelectorAll('#v1, #v2')].map((input) => Number(input.value))")
    assert values[0] < -2
    assert values[1] > 2
    expect(page.locator("#ball-numbers td").first).to_contain_text(f"{values[0]:.2f}".replace("-", "−"))


def test_the_keyboard_moves_the_ball_and_its_steps(page: Page) -> None:
    open_at(page, "?k=3")
    before = page.locator("#ball-words").text_content()
    page.locator('input[name="k"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#ball-words")).to_contain_text("Step 4")
    page.locator("#v1").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"v1=-2\.15"))
    expect(page.locator("#ball-words")).not_to_have_text(before or "")


def test_without_motion_the_ball_is_at_its_end_at_once(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.clock.install(time=0)
    open_at(page, "?k=0")
    page.clock.pause_at(3_600_000)
    page.get_by_role("group", name="The ball").get_by_role("button", name="Play").click()
    expect(page.locator("#ball-words")).to_contain_text("Step 60")


def test_the_address_brings_the_same_ball(page: Page) -> None:
    open_at(page, "?sf=ravine&lr=0.95&v1=1.5&v2=-1&k=7&op=momentum")
    expect(page.locator("#ball-words")).to_contain_text("Step 7")
    expect(page.locator('select[name="sf"]').first).to_have_value("ravine")
    assert page.locator("#v1").input_value() == "1.5"


def test_other_digits_and_another_network_have_other_costs(page: Page) -> None:
    open_at(page)
    page.locator("#cost").scroll_into_view_if_needed()
    words = page.locator("#cost-words")
    expect(words).to_contain_text("On ")
    untrained = words.text_content() or ""
    page.locator('select[name="net"]').select_option("trained")
    expect(words).not_to_have_text(untrained)
    expect(page.locator("#cost-digits li")).to_have_count(12)
    first = page.locator("#cost-digits li").first.text_content() or ""
    page.get_by_role("button", name="Other digits").click()
    expect(page).to_have_url(re.compile("cd=12"))
    expect(page.locator("#cost-digits li").first).not_to_have_text(first)


def test_another_mini_batch_errs_by_another_amount(page: Page) -> None:
    open_at(page)
    page.locator("#batch").scroll_into_view_if_needed()
    words = page.locator("#batch-words")
    expect(words).to_contain_text("The mini-batch of 10 errs by")
    before = words.text_content() or ""
    page.get_by_role("button", name="Draw another mini-batch").click()
    expect(words).not_to_have_text(before)
    page.locator("#batch-size").press("ArrowRight")
    expect(words).to_contain_text("The mini-batch of 20")


def test_a_network_learns_while_one_watches(page: Page) -> None:
    open_at(page, "?te=3&tn=2000")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator("#training-words")).to_contain_text("Trained 3 epochs")
    expect(page).to_have_url(re.compile("run=[0-9a-f]{16}"))
    expect(page.locator("#epoch-words")).to_contain_text("After epoch 3")
    last = page.locator("#epoch-outputs").text_content()
    page.locator("#epoch").focus()
    page.keyboard.press("Home")
    expect(page.locator("#epoch-words")).to_contain_text("Before training")
    expect(page.locator("#epoch-outputs")).not_to_have_text(last or "")
    expect(page).to_have_url(re.compile("^((?!ep=).)*$"))

    # Whoever gets the address sees the same training.
    page.goto(page.url)
    expect(page.locator("#training-words")).to_contain_text("Trained 3 epochs")

    page.locator("#to-backpropagation").click()
    expect(page.locator("#agreement")).to_contain_text("all agree")
    expect(page.locator('select[name="net"]')).to_have_value("own")


def test_a_lost_connection_resumes_where_it_was(page: Page) -> None:
    open_at(page, "?te=3&tn=2000")
    look = re.compile(r"/learn/trainings/[0-9a-f]{16}$")
    page.route(look, lambda route: route.abort())  # however quick it is, the page has not heard of it
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page).to_have_url(re.compile("run=[0-9a-f]{16}"))

    page.context.set_offline(True)  # the training goes on
    trouble = page.locator("#training-trouble")
    expect(trouble).to_contain_text("does not answer")

    page.unroute(look)
    page.context.set_offline(False)
    expect(page.locator("#training-words")).to_contain_text("Trained 3 epochs")
    expect(trouble).to_be_hidden()


def test_a_refused_training_says_the_limit(page: Page) -> None:
    detail = "Expected at most 1 training or waiting for each reader, found 1 already."

    def refuse(route: Route) -> None:
        problem = {"type": "about:blank", "title": "Conflict", "status": 409, "detail": detail}
        route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(problem))

    open_at(page)
    page.route(TRAININGS, refuse)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator("#training-trouble")).to_contain_text(detail)
