"""A plugin of pytest: it keeps which JavaScript of the site the browser tests ran. `make coverage` loads it.

Each page is asked before it is closed; what is kept is for `tests.support.javascript_coverage`.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.support.javascript_coverage import OF_BROWSERS, file_of, lines_that_ran
from tests.support.site import ROOT

FOLDER = ROOT / "var" / "coverage" / "javascript"

watched: dict[Page, CDPSession] = {}
sources: dict[str, str] = {}
"""Of scripts, by their address, which holds a hash of the source."""
ran: defaultdict[str, set[int]] = defaultdict(set)
"""The lines that ran, by the file."""


def watch(page: Page) -> None:
    """Let a page count what it runs from now on."""
    session = watched[page] = page.context.new_cdp_session(page)
    session.send("Debugger.enable")
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})


def ask(page: Page) -> None:
    """Keep what a page ran, if it was watched and is still there."""
    session = watched.pop(page, None)
    if session is None or page.is_closed():
        return
    for script in session.send("Profiler.takePreciseCoverage")["result"]:
        if path := file_of(script["url"]):
            ran[path] |= lines_that_ran(source_of(session, script), script["functions"])


def source_of(session: CDPSession, script: dict[str, Any]) -> str:
    """Return a script as the page got it."""
    url = script["url"]
    if url not in sources:
        answer = session.send("Debugger.getScriptSource", {"scriptId": script["scriptId"]})
        sources[url] = answer["scriptSource"]
    return sources[url]


def pytest_configure() -> None:
    """Watch every page that a test opens, and ask it when it or its context is closed."""
    BrowserContext.new_page = watching(BrowserContext.new_page)  # type: ignore[method-assign]
    Page.close = asking(Page.close, lambda page: [page])  # type: ignore[method-assign]
    BrowserContext.close = asking(BrowserContext.close, lambda context: context.pages)  # type: ignore[method-assign]


def watching(opens: Callable[..., Page]) -> Callable[..., Page]:
    """Return what opens a page and watches it."""

    @wraps(opens)
    def wrapper(*args: Any, **options: Any) -> Page:
        page = opens(*args, **options)
        watch(page)
        return page

    return wrapper


def asking(closes: Callable[..., None], pages: Callable[[Any], list[Page]]) -> Callable[..., None]:
    """Return what asks pages before it closes them."""

    @wraps(closes)
    def wrapper(self: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401 - a page or a context
        for page in pages(self):
            ask(page)
        closes(self, *args, **options)

    return wrapper


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what the pages of this process ran."""
    del session
    if ran:
        path: Path = FOLDER / f"{OF_BROWSERS}{os.getpid()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({name: sorted(lines) for name, lines in ran.items()}))
