"""Wait for a state of a page, where Playwright's `expect` has no word for it."""

from playwright.sync_api import Page

from tests.support.patience import wait_until


def page_comes_to(page: Page, condition: str) -> None:
    """Wait until an expression of JavaScript is true on a page.

    Playwright's own `wait_for_function` evaluates a string on the page when it looks again, which the site's
    Content-Security-Policy forbids.
    """
    wait_until(
        lambda: page.evaluate(condition), lambda: f"It never came to {condition}", page.wait_for_timeout
    )
