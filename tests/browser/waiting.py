"""Wait for a state of a page, where Playwright's `expect` has no word for it."""

import re

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.support.patience import wait_until


def page_comes_to(page: Page, condition: str) -> None:
    """Wait until an expression of JavaScript is true on a page.

    Playwright's own `wait_for_function` evaluates a string on the page when it looks again, which the site's
    Content-Security-Policy forbids.
    """
    wait_until(
        lambda: page.evaluate(condition), lambda: f"It never came to {condition}", page.wait_for_timeout
    )


def all_is_read(page: Page) -> None:
    """Wait until no answer is asked for: none moves the boxes any more."""
    expect(page.locator("#draw")).not_to_have_class(re.compile("is-reading"))


def place_of(element: Locator) -> FloatRect:
    """Where an element is on the page, in CSS pixels.

    One that an answer sets anew at this moment has no place: it is waited for.
    """
    return wait_until(
        element.bounding_box, lambda: f"{element} has no place on the page", element.page.wait_for_timeout
    )
