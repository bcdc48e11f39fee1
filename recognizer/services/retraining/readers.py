"""What a version says to samples, as the site says it to whoever drew them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting import HandwritingMix
from recognizer.datasets.numbers import Number, numbers
from recognizer.ink import lattice_from_strokes
from recognizer.models import NO_DIGIT, ModelVersion
from recognizer.services.evaluation.prediction_cache import answers_of
from recognizer.services.evaluation.sets import SetName
from recognizer.services.evaluation.synthetic import write_tiles
from recognizer.services.recognition import verdicts
from recognizer.services.recognition.reading import read_lattice
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import digit_probabilities
from recognizer.services.versions.registry import LoadedVersion, load_version

GATE_SEED = 3
"""Of writers whom neither a training nor the drawn benchmark knows (`services.evaluation.synthetic`)."""
STRANGERS, STRANGE_WRITERS = 2000, 200
"""Drawings that are no digits, and how many people draw them."""
NUMBERS_SEED = 41
"""Of writers of numbers whom no network of rows has learned from."""
NUMBERS = 240
HASTY = 0.2
"""How many of these writers are in a hurry."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A version that reads."""

    version: ModelVersion
    loaded: LoadedVersion

    @classmethod
    def of(cls, version: ModelVersion) -> "Reader":
        """Load a version; raise VersionRefused if its file is missing or was changed."""
        return cls(version=version, loaded=load_version(version))

    def says(self, images: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return what it takes tiles (n, 28, 28) for, (n,): 0 to 9, or 10 for no digit."""
        if not len(images):
            return np.zeros(0, np.int64)
        outputs = self.loaded.network.predict(network_input(images))
        return said(digit_probabilities(outputs, self.loaded.temperature))

    def says_to(self, name: SetName) -> NDArray[np.int64]:
        """Return what it takes the samples of a set for, out of the cache if it read them before."""
        return said(answers_of(self.version, name).likely)


def said(likely: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the answer to each sample, given how likely it is each digit (n, 10): 10 where none stands out.

    By the rule of the site's verdict, so that a network cannot be right by a digit that nobody is told.
    """
    return np.where(likely.max(axis=1) < verdicts.NO_DIGIT, NO_DIGIT, likely.argmax(axis=1))


def strangers() -> NDArray[np.uint8]:
    """Return drawings that are no digits, by writers whom nobody has learned from: tiles (n, 28, 28)."""
    mix = HandwritingMix(synthetic_strangers=STRANGERS, synthetic_writers=STRANGE_WRITERS)
    return write_tiles(mix, seed=GATE_SEED).images


def numbers_read(readers: Iterable[Reader]) -> Iterator[list[bool]]:
    """Yield for each drawn number which readers read it without a mistake; one number is held at a time."""
    readers = list(readers)
    for number in numbers(NUMBERS, seed=NUMBERS_SEED, hasty=HASTY):
        yield exact(number, readers)


def exact(number: Number, readers: list[Reader]) -> list[bool]:
    """Return which readers read a number without a mistake; its ink is divided once for all."""
    lattice = lattice_from_strokes(number.strokes, mode="number")
    return [
        read_lattice(lattice, reader.loaded, time.perf_counter()).text == number.text for reader in readers
    ]
