"""Lessons on paper."""

from playwright.sync_api import Page, expect


def test_a_handout_has_the_questions_and_nothing_to_press(page: Page) -> None:
    page.goto("/learn/backpropagation/?f=2")
    expect(page.locator("#saturation-words")).to_contain_text("At first")
    expect(page.locator(".learn-at")).to_have_text("You are at 3 of 4")
    expect(page.locator(".learn-step[aria-current=page]")).to_contain_text("Backpropagation")
    page.get_by_role("button", name="Print as a handout").wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".handout-head")).to_be_visible()
    expect(page.locator("[data-address]")).to_have_text(page.url)
    expect(page.locator("#walk-plot")).to_be_visible()
    question = page.locator("#exercise-backpropagation-product")
    expect(question.locator(".exercise-question")).to_be_visible()
    for gone in (
        "#walk-player",
        ".learn-contents",
        ".exercise-check >> nth=0",
        "#take-step",
        ".learn-course",
    ):
        expect(page.locator(gone)).to_be_hidden()
