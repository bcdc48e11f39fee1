"""Somebody who guesses a password is told that none is taken any more."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations

LIMIT = 5


def guess(page: Page, username: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_says_that_there_were_too_many_and_for_how_long(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/admin/login/")
    for _ in range(LIMIT - 1):
        guess(page, f"guessed {width}")
        expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
    guess(page, f"guessed {width}")
    expect(page.get_by_role("heading", name="Too many wrong passwords")).to_be_visible()
    expect(page.get_by_text("Try again in 15 minutes.")).to_be_visible()
    assert page.get_by_label("Password").count() == 0
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_label("用户名")).to_be_visible()
