"""How long the stages of one answer take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from recognizer.telemetry.traces import span


class StageSeconds:
    """Seconds by stage, each of which is a span of its own."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Time the block as a stage."""
        began = time.perf_counter()
        with span(stage):
            yield
        self.taken[stage] = time.perf_counter() - began
