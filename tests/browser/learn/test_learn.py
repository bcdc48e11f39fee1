"""The course: its frame, and the first and the last page, as a reader walks through them."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import signed
from tests.browser.handwriting import Sheet, strokes_of


def settle(page: Page) -> None:
    """Wait until the page has its answers."""
    expect(page.locator("#own-reading")).to_have_text(re.compile(r"Read as \d"))
    page.wait_for_load_state("networkidle")


def write(page: Page, digit: str) -> None:
    """Write a digit on the small sheet."""
    page.locator("#clear").click()
    Sheet(page).draw(strokes_of(digit, 50, 25, 115))


def test_the_course_is_walked_from_page_to_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Learn").click()
    page.get_by_role("link", name=re.compile("Neural networks")).click()
    turn = page.get_by_role("navigation", name="Pages of the course")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("1 Neural networks")
    for title in ["2 Stochastic gradient descent", "3 Backpropagation", "4 Summary"]:
        turn.get_by_role("link", name=re.compile("Next")).click()
        expect(heading).to_have_text(title)

    expect(turn.get_by_role("link", name=re.compile("Next"))).to_have_count(0)


def test_the_drawing_goes_along_and_can_be_sent(page: Page) -> None:
    page.goto("/learn/")
    write(page, "7")
    expect(page.locator("#own-reading")).to_contain_text("Read as 7")
    page.get_by_role("link", name=re.compile("Summary")).click()
    expect(page.locator("#own-reading")).to_contain_text("Read as 7")
    expect(page.locator("#step-answer")).to_have_text("It is a 7.")

    address = page.url
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(address)

    expect(page.locator("#own-reading")).to_contain_text("Read as 7")


def test_a_page_without_a_drawing_takes_the_last_one(page: Page) -> None:
    page.goto("/learn/")
    write(page, "4")
    expect(page.locator("#own-reading")).to_contain_text("Read as 4")

    page.goto("/learn/summary/")

    expect(page.locator("#own-reading")).to_contain_text("Read as 4")


def test_undo_and_going_back_bring_the_digit_before(page: Page) -> None:
    page.goto("/learn/")
    settle(page)
    page.get_by_role("button", name="Example: 2").click()
    expect(page.locator("#own-reading")).to_contain_text("Read as 2")
    page.get_by_role("button", name="Example: 8").click()
    expect(page.locator("#own-reading")).to_contain_text("Read as 8")

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#own-reading")).to_contain_text("Read as 2")
    page.go_back()
    expect(page.locator("#own-reading")).to_contain_text("Read as 8")


def test_an_address_that_says_nonsense_is_read_as_if_it_said_nothing(page: Page) -> None:
    page.goto("/learn/neural-networks/?d=sAAAA&w1=99&sw=<b>&x1=2")
    settle(page)

    expect(page.locator("#own-reading")).to_contain_text("Read as 5")
    expect(page.get_by_role("slider", name="weather")).to_have_value("6")


def test_the_car_show_is_decided_by_the_keyboard(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    expect(page.locator("#show-answer")).to_have_text("You go.")

    page.get_by_role("slider", name="threshold", exact=True).press("ArrowRight")
    expect(page.locator("#show-answer")).to_have_text("You stay at home.")
    expect(page).to_have_url(re.compile(r"[?&]t=6"))
    page.get_by_role("checkbox", name="the metro is near").press("Space")
    expect(page.locator("#show-answer")).to_have_text("You go.")
    expect(page.locator("#show-formula")).to_contain_text("8")

    page.go_back()
    expect(page.locator("#show-answer")).to_have_text("You stay at home.")


def test_rules_find_some_nines_and_lose_others(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    words, called = page.locator("#rule-words"), page.locator("#rule-digits .called")
    expect(words).to_contain_text("of 20 nines are found")
    before = called.count()
    page.get_by_role("checkbox", name="ends in a narrow stem").press("Space")
    expect(page).to_have_url(re.compile("r3=1"))
    expect(words).to_contain_text("of 20 nines are found")
    assert 0 < called.count() < before
    expect(page.locator("#rule-network")).to_contain_text("which was given no rule, errs in")


def test_two_layers_of_perceptrons_decide_what_one_cannot(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    words = page.locator("#committee-words")
    expect(words).to_contain_text("3 of the four weekends")
    weight = page.get_by_role("slider", name="weight of what the second says")
    weight.press("Home")
    expect(words).to_have_text("All four weekends are decided as you wish.")
    expect(page.locator("#committee-answer")).to_have_text("You stay at home.")
    expect(page.locator("#committee-drawing circle[data-lit=two]")).to_have_class("on")
    expect(page.locator("#exercise-neural-networks-committee .exercise-said")).to_contain_text("Solved")


def test_layers_and_sizes_are_changed(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    words = page.locator("#sizes-words")
    expect(words).to_have_text("784-30-10: 23,860 weights and biases to learn.")
    page.get_by_role("slider", name="hidden layers").press("ArrowRight")
    expect(words).to_contain_text("784-30-20-10, a deep network")
    expect(page.locator("#sizes-plot circle.node")).to_have_count(40)
    expect(page.get_by_role("slider", name="neurons of the second")).to_be_visible()


def test_the_loop_is_run_moment_by_moment(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/learn/neural-networks/")
    time = page.get_by_role("group", name="Time")
    expect(page.locator("#loop-x")).to_have_text("x = 1")
    for _ in range(2):
        time.get_by_role("button", name="Step").press("Enter")
    expect(page.locator("#loop-x")).to_have_text("x = 0")
    expect(page.locator("#loop-before")).to_have_text("1.000")
    time.get_by_role("button", name="Play").press("Enter")
    expect(page).to_have_url(re.compile("lt=23"))
    expect(page.locator("#loop-a")).to_have_text(re.compile(r"0\.9"))


def test_a_number_is_cut_and_read(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    words = page.locator("#cut-words")
    expect(words).to_contain_text("Read: 504192.")
    expect(page.locator("#cut-digits li")).to_have_count(6)
    page.get_by_label("Number", exact=True).fill("17x")
    expect(page).to_have_url(re.compile("nt=17"))
    expect(page.locator("#cut-digits li")).to_have_count(2)


def test_the_digit_is_in_reach_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/learn/neural-networks/")
    settle(page)
    button = page.locator("#own-reach")
    expect(button).to_be_hidden()
    page.locator("#cutting").scroll_into_view_if_needed()
    expect(button).to_be_visible()
    button.press("Enter")
    expect(page.locator("#pad")).to_be_in_viewport()
    page.get_by_role("button", name="Example: 8").click()
    expect(page.locator("#own-reading")).to_contain_text("Read as 8")
    expect(page.locator("#cutting")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#pad")).not_to_be_in_viewport()
    expect(button).to_be_focused()


def test_on_a_phone_that_lies_on_its_side_the_digit_stands_beside_the_text(page: Page) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    page.goto("/learn/neural-networks/")
    settle(page)
    page.locator("#cutting").scroll_into_view_if_needed()
    button = page.locator("#own-reach")
    expect(button).to_be_visible()
    button.press("Enter")
    expect(page.locator("#pad")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Example: 8")).to_be_in_viewport(ratio=1)

    page.get_by_role("button", name="Example: 8").click()

    expect(page.locator("#own-reading")).to_contain_text("Read as 8")
    reached, text = page.locator(".own.reached").bounding_box(), page.locator("#cutting").bounding_box()
    assert reached
    assert text
    assert text["x"] + text["width"] <= reached["x"]
    assert page.evaluate("document.documentElement.scrollWidth") == 844


def test_the_adder_adds(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    words = page.locator("#adder-words")
    expect(words).to_have_text("1 + 1 = 2: sum 0, carry 1.")

    page.locator("input[name=n2]").uncheck()

    expect(words).to_have_text("1 + 0 = 1: sum 1, carry 0.")
    expect(page.locator("[data-bit=sum]")).to_have_text("1")


def test_both_sides_of_a_small_change_are_shown(page: Page) -> None:
    page.goto("/learn/neural-networks/?dw=0.01&j=3")
    expect(page.locator("#change-found")).to_have_text(re.compile(r"\d"))
    expect(page.locator("#change-words")).to_contain_text("The smaller the change, the closer they are.")

    page.locator("input[name=dw]").press("End")

    expect(page.locator("#change-words")).to_contain_text("that was no small change")


@pytest.mark.parametrize("query", ["", "?dw=0.01&j=3", "?dw=-1.4&db=0.7", "?dw=0.3&j=8"])
def test_the_two_sides_differ_by_what_is_said(page: Page, query: str) -> None:
    page.goto(f"/learn/neural-networks/{query}")
    words = page.locator("#change-words")
    expect(words).to_contain_text("The two differ by")
    sides = [page.locator(f"#change-{side}").text_content() or "" for side in ("foretold", "found")]
    said = re.search(r"differ by (\S+)[.:]", words.text_content() or "")
    assert said
    foretold, found = (Decimal(signed(side)) for side in sides)
    assert abs(found - foretold) == Decimal(signed(said[1])) > 0


def test_a_pixel_is_one_of_784_inputs(page: Page) -> None:
    page.goto("/learn/neural-networks/?pr=2&pc=3")
    expect(page.locator("#pixel-formula")).to_contain_text("59")


def test_a_line_of_the_algorithm_opens_its_code(page: Page) -> None:
    page.goto("/learn/summary/")
    expect(page.locator("#whose")).to_contain_text("The numbers in red are those of version")
    expect(page.locator("[data-now=batch]")).to_have_text(re.compile(r"m = \d+"))

    page.locator("details[data-source=backpropagate] summary").first.press("Enter")

    code = page.locator("details[data-source=backpropagate] pre").first
    expect(code).to_contain_text("delta = cost.output_error(A, Y, n, memories[-1])")
    expect(page.locator("details[open] .code-place")).to_have_text(
        re.compile(r"recognizer/nn/training/backpropagation.py, line \d+")
    )
    page.reload()
    expect(code).to_contain_text("delta = cost.output_error(A, Y, n, memories[-1])")


def test_a_server_that_is_away_is_asked_again(page: Page) -> None:
    page.goto("/learn/neural-networks/")
    settle(page)
    page.route("**/api/v1/learn/adder", lambda route: route.abort())

    page.locator("input[name=n1]").uncheck()
    expect(page.locator("#trouble")).to_contain_text("The server does not answer.")
    page.unroute("**/api/v1/learn/adder")
    page.get_by_role("button", name="Try now").click()

    expect(page.locator("#adder-words")).to_have_text("0 + 1 = 1: sum 1, carry 0.")
    expect(page.locator("#trouble")).to_be_empty()
