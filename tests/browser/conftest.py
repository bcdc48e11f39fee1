"""Every browser test opens the real page and fails on any complaint of the browser or foreign request."""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    WebError,
    expect,
)

from tests.browser.answers import answer
from tests.browser.handwriting import Sheet
from tests.browser.kept_page import empty_pages
from tests.support.chromium import patient
from tests.support.patience import PATIENCE_MS
from tests.support.site import Site

# The tests that take the server away provoke this one on purpose; what the page makes of it they check.
NETWORK_MESSAGE = "Failed to load resource"

# Requests that a service worker passes on reach no test that answers in the site's place: pages go without
# one, but for those of tests/browser/draw/test_offline.py.
BLOCKED_MESSAGE = "Service Worker registration blocked by Playwright"

RECOGNIZE = "**/api/v1/recognize"

# What is right in the end is right.
expect.set_options(timeout=PATIENCE_MS)

NewContext = Callable[..., BrowserContext]
Respond = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def site(site_server: Site) -> Site:
    """The site that the browser opens; a file whose tests train or put versions live names its own."""
    return site_server


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address is that of all files: each has its own, below."""


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    """Let pages be opened by their path."""
    return {**browser_context_args, "base_url": site.url, "service_workers": "block"}


@pytest.fixture
def new_context(new_context: NewContext) -> NewContext:
    """Make contexts in which a page is waited for as long as anything else."""

    return lambda **options: patient(new_context(**options))


@pytest.fixture(scope="module")
def _empty_pages(
    browser: Browser, browser_context_args: dict[str, Any], site: Site
) -> Iterator[Generator[Page]]:
    def open_page() -> Page:
        return patient(browser.new_context(**browser_context_args)).new_page()

    pages = empty_pages(open_page, site.url)
    yield pages
    pages.close()


@pytest.fixture
def page(_empty_pages: Iterator[Page]) -> Page:
    """An empty page, which the tests of a file share."""
    return next(_empty_pages)


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """Where the page is open."""
    return page.context


@pytest.fixture(autouse=True)
def _quiet_browser(page: Page, site: Site) -> Iterator[None]:
    """Fail on errors in the console (Content-Security-Policy included) and on requests to other hosts."""
    complaints: list[str] = []
    hosts: set[str] = set()

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(
            (NETWORK_MESSAGE, BLOCKED_MESSAGE)
        ):
            complaints.append(message.text)

    def listen_to_error(error: WebError) -> None:
        complaints.append(str(error.error))

    def listen_to_request(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    context = page.context
    context.on("console", listen)
    context.on("weberror", listen_to_error)
    context.on("request", listen_to_request)
    yield
    context.remove_listener("console", listen)
    context.remove_listener("weberror", listen_to_error)
    context.remove_listener("request", listen_to_request)
    assert complaints == []
    assert hosts <= {urlsplit(site.url).netloc, ""}


@pytest.fixture
def sheet(page: Page) -> Sheet:
    """The page, opened, with an empty sheet."""
    page.goto("/")
    return Sheet(page)


@pytest.fixture
def respond(page: Page) -> Respond:
    """Let the test answer from now on, and return the list of what the page asks.

    Where the test gives no answer, it is the number of points: that answer on the page proves that all of
    them have been sent.
    """

    def respond(body: dict[str, Any] | None = None, **reply: Any) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def handle(route: Route) -> None:
            if "json" in (route.request.header_value("content-type") or ""):
                question = json.loads(route.request.post_data or "")
            else:
                question = {"strokes": [], "form": route.request.post_data_buffer}
            asked.append(question)
            route.fulfill(json=body or answer(str(sum(map(len, question["strokes"])))), **reply)

        page.route(RECOGNIZE, handle)
        return asked

    return respond
