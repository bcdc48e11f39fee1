"""The browser of the tests: the system's Chromium, under whichever of its names."""

import os
import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.support.patience import PATIENCE_MS

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The one without windows does least beside showing the page."""

SANDBOX = ("--no-sandbox",) if os.geteuid() == 0 else ()
"""As root Chromium does without its sandbox."""


def chromium() -> str:
    """Return the path of the browser."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert executable, f"The browser tests need one of {', '.join(CHROMIUM_NAMES)}; `make test` installs it."
    return executable


def launched(playwright: Playwright, *flags: str, **options: Any) -> Browser:
    """Start the browser, however long that takes."""
    return playwright.chromium.launch(
        executable_path=chromium(), args=[*SANDBOX, *flags], timeout=PATIENCE_MS, **options
    )


def patient(context: BrowserContext) -> BrowserContext:
    """Let the pages of a context be waited for as long as anything else; return it."""
    context.set_default_timeout(PATIENCE_MS)
    return context
