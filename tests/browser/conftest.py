"""Every browser test opens the real page and fails on any complaint of the browser or foreign request."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route

from tests.browser.answers import answer
from tests.browser.handwriting import Sheet

# The tests that take the server away provoke this one on purpose; what the page makes of it they check.
NETWORK_MESSAGE = "Failed to load resource"

RECOGNIZE = "**/api/v1/recognize"

Respond = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _quiet_browser(page: Page, site: str) -> Iterator[None]:
    """Fail on errors in the console (Content-Security-Policy included) and on requests to other hosts."""
    complaints: list[str] = []
    hosts: set[str] = set()

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NETWORK_MESSAGE):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    yield
    assert complaints == []
    assert hosts <= {urlsplit(site).netloc, ""}


@pytest.fixture
def sheet(page: Page, site: str) -> Sheet:
    """The page, opened, with an empty sheet."""
    page.goto(site)
    return Sheet(page)


@pytest.fixture
def respond(page: Page) -> Respond:
    """Let the page's questions be answered by the test, and return the list of what was asked."""

    def respond(body: dict[str, Any] | None = None, **reply: Any) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def handle(route: Route) -> None:
            if "json" in (route.request.header_value("content-type") or ""):
                asked.append(json.loads(route.request.post_data or ""))
            else:
                asked.append({"form": route.request.post_data_buffer})
            route.fulfill(json=body or answer("7"), **reply)

        page.unroute(RECOGNIZE)
        page.route(RECOGNIZE, handle)
        return asked

    return respond
