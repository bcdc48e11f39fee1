"""The browser of the tests: the system's Chromium, under whichever of its names."""

import os
import shutil

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The one without windows does least beside showing the page."""

SANDBOX = ("--no-sandbox",) if os.geteuid() == 0 else ()
"""As root Chromium does without its sandbox."""


def chromium() -> str:
    """Return the path of the browser."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert executable, f"The browser tests need one of {', '.join(CHROMIUM_NAMES)}; `make test` installs it."
    return executable
