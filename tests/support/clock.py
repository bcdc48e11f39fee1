"""A clock that only the test moves."""

from types import ModuleType

import pytest


class Clock:
    """Stands for the time module."""

    now = 0.0

    def monotonic(self) -> float:
        """Return the test's time."""
        return self.now

    perf_counter = monotonic


def stopped_clock(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> Clock:
    """Give a module this clock in place of its time module."""
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock
