"""Numbers by synthetic writers whom no training has seen: how many the version that ships must read."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from recognizer.datasets.numbers import Number, numbers, photograph
from recognizer.ink import Lattice, lattice_from_ink, lattice_from_strokes, picture_of, picture_to_ink
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.versions.registry import LoadedVersion, loaded_file

SEED = 4_711
COUNT = 120


@pytest.fixture(scope="module")
def version() -> LoadedVersion:
    return loaded_file(PRETRAINED)


def drawn(number: Number, _rng: np.random.Generator) -> Lattice:
    return lattice_from_strokes(number.strokes, mode="number")


def photographed(number: Number, rng: np.random.Generator) -> Lattice:
    picture = picture_of(photograph(number, rng))
    return lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")


def readings(
    version: LoadedVersion, seen: Callable[[Number, np.random.Generator], Lattice], *, is_picture: bool
) -> Iterator[tuple[str, Reading]]:
    rng = np.random.default_rng(SEED)
    for number in numbers(COUNT, seed=SEED):
        yield number.text, read_lattice(seen(number, rng), version, 0.0, is_picture=is_picture)


@pytest.mark.parametrize(("seen", "is_picture", "right"), [(drawn, False, 0.65), (photographed, True, 0.48)])
def test_most_numbers_are_read_and_hardly_one_wrongly_recognized(
    version: LoadedVersion,
    seen: Callable[[Number, np.random.Generator], Lattice],
    *,
    is_picture: bool,
    right: float,
) -> None:
    found = list(readings(version, seen, is_picture=is_picture))
    recognized = [reading.text == text for text, reading in found if reading.verdict == Verdict.RECOGNIZED]

    assert sum(reading.text == text for text, reading in found) >= right * COUNT
    assert len(recognized) >= COUNT / 4
    assert recognized.count(False) <= 0.2 * len(recognized)


def test_two_opinions_read_more_than_one(version: LoadedVersion) -> None:
    alone = LoadedVersion(
        number=0, name="digits", sha256="", network=version.network, temperature=version.temperature
    )
    both = sum(reading.text == text for text, reading in readings(version, drawn, is_picture=False))
    one = sum(reading.text == text for text, reading in readings(alone, drawn, is_picture=False))
    assert both > one
