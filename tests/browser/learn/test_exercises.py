"""Exercises that check themselves, by keyboard and on the page where they stand."""

import re

from playwright.sync_api import Page, expect


def test_exercises_say_why_and_are_remembered(page: Page) -> None:
    page.goto("/learn/backpropagation/?y=4&lr=5")
    expect(page.locator("#step-words")).to_contain_text("The next step")
    number = page.locator("#exercise-backpropagation-product")
    field = number.get_by_role("textbox")
    field.fill("−7")
    field.press("Enter")
    expect(number.get_by_role("status")).to_contain_text("That is the scalar product")
    field.fill("fifteen")
    field.press("Enter")
    expect(number.get_by_role("status")).to_contain_text("Write a number")
    field.fill("15")
    field.press("Enter")
    expect(number.get_by_role("status")).to_contain_text("the sign is not")
    field.fill("−15")
    field.press("Enter")
    expect(number.get_by_role("status")).to_contain_text("Solved. 5 · (−3) = −15")

    choice = page.locator("#exercise-backpropagation-white-pixel")
    choice.get_by_role("button", name="Check").click()
    expect(choice.get_by_role("status")).to_contain_text("Choose one")
    choice.get_by_role("radio").nth(1).check()
    choice.get_by_role("button", name="Check").press("Enter")
    expect(choice.get_by_role("status")).to_contain_text("its input is always 1")
    choice.get_by_role("radio").nth(0).check()
    choice.get_by_role("button", name="Check").press("Enter")
    expect(choice.get_by_role("status").locator("math")).to_have_count(1)

    play = page.locator("#exercise-backpropagation-learned")
    play.get_by_role("button", name="Check").click()
    expect(play.get_by_role("status")).to_contain_text("No step is taken yet")
    page.get_by_role("button", name="Ten steps").click()
    expect(play.get_by_role("status")).to_contain_text("Solved.")

    page.reload()
    expect(number.get_by_role("status")).to_contain_text("Solved before, on this device.")
    for solved in (number, choice, play):
        expect(solved).to_have_class(re.compile(r"\bsolved\b"))
