"""Asks a version's network about candidates, a batch at a time."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import Glyph
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import digit_probabilities
from recognizer.services.versions.registry import LoadedVersion
from recognizer.telemetry.traces import span

Answer = TypeVar("Answer")


class Scorer:
    """Scores candidates by a version's network, a batch at a time."""

    def __init__(self, version: LoadedVersion) -> None:
        self._version = version
        self.scores: dict[Glyph, NDArray[np.float64]] = {}
        self.seconds = 0.0
        """What networks have taken."""
        self.seconds_of_rows = 0.0
        """What of this the network of rows has taken."""

    def score(self, candidates: Sequence[Glyph]) -> None:
        """Feed the tiles of some candidates forward, all at once."""
        if not candidates:
            return
        inputs = network_input(glyph.tile for glyph in candidates)
        outputs = self.timed(lambda: self._version.network.predict(inputs))
        self.scores.update(
            zip(candidates, digit_probabilities(outputs, self._version.temperature), strict=True)
        )

    def timed(self, ask: Callable[[], Answer]) -> Answer:
        """Ask a network, and add the time that it takes."""
        asked = time.perf_counter()
        with span("network"):
            answer = ask()
        self.seconds += time.perf_counter() - asked
        return answer

    def timed_row(self, ask: Callable[[], Answer]) -> Answer:
        """Ask the network of rows, and add the time that it takes."""
        before = self.seconds
        with span("rows"):
            answer = self.timed(ask)
        self.seconds_of_rows += self.seconds - before
        return answer
