"""A table of goals, what was found, and whether it passed."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from benchmarks.machine import processor

PROGRESS_SECONDS = 10
HEADS = ("goal", "found", "passed")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One line of the table; `passed` is None where there is nothing to pass, and `found` says why."""

    name: str
    found: str
    passed: bool | None

    @property
    def verdict(self) -> str:
        """The last column."""
        return "–" if self.passed is None else "yes" if self.passed else "NO"


def table(goals: Sequence[Goal]) -> str:
    """Return the goals as a Markdown table with even columns."""
    rows = [HEADS, *((goal.name, goal.found, goal.verdict) for goal in goals)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def finish(goals: Sequence[Goal]) -> int:
    """Print the table and on what it was found; return 1 if a goal was missed."""
    print(f"\n{table(goals)}\n\n{processor()}, {len(os.sched_getaffinity(0))} cores")
    return int(any(goal.passed is False for goal in goals))


@dataclass
class Progress:
    """Says every few seconds how far a campaign is."""

    what: str
    total: int
    output: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    said: float = field(init=False)

    def __post_init__(self) -> None:
        self.said = self.clock()

    def at(self, done: int, more: str = "") -> None:
        """Say it if it is time."""
        if self.clock() - self.said >= PROGRESS_SECONDS:
            self.said = self.clock()
            print(f"{self.what}: {done} of {self.total}{more and f', {more}'}", file=self.output, flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
