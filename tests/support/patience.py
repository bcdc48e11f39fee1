"""How long the tests wait for a state that has to come: far longer than it takes, even on a busy machine."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_SECONDS = int(os.environ.get("TEST_PATIENCE", "300"))
"""A limit for what hangs, never a measure. `TEST_PATIENCE=10` lets a test that is broken fail soon."""

PATIENCE_MS = 1000 * PATIENCE_SECONDS
"""The same for Playwright."""

CHECK_SECONDS = 0.05

Found = TypeVar("Found")


def wait_until(
    state: Callable[[], Found | None],
    otherwise: Callable[[], object],
    pause: Callable[[float], object] = time.sleep,
) -> Found:
    """Return what `state` answers as soon as it is true; fail with what `otherwise` says if it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := state()):
        assert time.monotonic() < deadline, otherwise()
        pause(CHECK_SECONDS)
    return found
