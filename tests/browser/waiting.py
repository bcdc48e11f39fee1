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


def listen(page: Page) -> None:
    """Note all that a page announces from now on: the next announcement takes the place of the one before."""
    page.evaluate(
        """() => {
          const region = document.querySelector("#announcement");
          region.said = [];
          const note = () => region.said.push(region.textContent);
          new MutationObserver(note).observe(region, { childList: true });
        }"""
    )


def announced(page: Page) -> list[str]:
    """Return what a page has announced since `listen`."""
    said: list[str] = page.locator("#announcement").evaluate("region => region.said")
    return said


def comes_to_announce(page: Page, words: str) -> None:
    """Wait until one of a page's announcements since `listen` has these words."""
    wait_until(
        lambda: any(words in said for said in announced(page)),
        lambda: announced(page),
        page.wait_for_timeout,
    )


def place_of(element: Locator) -> FloatRect:
    """Where an element is on the page, in CSS pixels.

    One that an answer sets anew at this moment has no place: it is waited for.
    """
    return wait_until(
        element.bounding_box, lambda: f"{element} has no place on the page", element.page.wait_for_timeout
    )
