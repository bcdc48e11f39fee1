"""A plugin of pytest: it keeps which JavaScript of the site the browser tests ran. `make coverage` loads it.

Each page is asked before it is left or closed; what is kept is for `tests.support.javascript_coverage`.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Error, Page

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
    session = page.context.new_cdp_session(page)
    try:
        session.send("Debugger.enable")
        session.send("Profiler.enable")
        session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    except Error:
        return  # scripts are off in this page: it runs nothing
    watched[page] = session
    # a link that was followed: what the page before ran is not forgotten at once
    page.on("framenavigated", lambda frame: ask(page) if frame == page.main_frame else None)


def ask(page: Page) -> None:
    """Keep what a page ran since it was asked last, if it is watched and still there."""
    session = watched.get(page)
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
    """Watch every page that a test opens, and ask it before it is left or closed."""
    BrowserContext.new_page = watching(BrowserContext.new_page)  # type: ignore[method-assign]
    BrowserContext.close = asking(BrowserContext.close, lambda context: context.pages)  # type: ignore[method-assign]
    for name in ("close", "goto", "reload", "go_back", "go_forward"):
        setattr(Page, name, asking(getattr(Page, name), lambda page: [page]))


def watching(opens: Callable[..., Page]) -> Callable[..., Page]:
    """Return what opens a page and watches it."""

    @wraps(opens)
    def wrapper(*args: Any, **options: Any) -> Page:
        page = opens(*args, **options)
        watch(page)
        return page

    return wrapper


def asking(leaves: Callable[..., Any], pages: Callable[[Any], list[Page]]) -> Callable[..., Any]:
    """Return what asks pages before it leaves them."""

    @wraps(leaves)
    def wrapper(self: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - a page or a context
        for page in pages(self):
            ask(page)
        return leaves(self, *args, **options)

    return wrapper


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what the pages of this process ran."""
    del session
    if ran:
        path: Path = FOLDER / f"{OF_BROWSERS}{os.getpid()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({name: sorted(lines) for name, lines in ran.items()}))
