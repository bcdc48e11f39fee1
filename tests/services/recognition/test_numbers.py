"""Numbers by synthetic writers whom no training has seen: how many the version that ships must read."""

from collections.abc import Callable

import numpy as np
import pytest

from recognizer.datasets.numbers import Number, numbers, photograph
from recognizer.ink import Lattice, lattice_from_ink, lattice_from_strokes, picture_of, picture_to_ink
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.versions.registry import LoadedVersion, loaded_file

pytestmark = pytest.mark.slow  # it reads some hundred numbers

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


SEEN: dict[str, tuple[Callable[[Number, np.random.Generator], Lattice], bool]] = {
    "drawn": (drawn, False),
    "photographed": (photographed, True),
}


def readings(version: LoadedVersion, kind: str) -> list[tuple[str, Reading]]:
    seen, is_picture = SEEN[kind]
    rng = np.random.default_rng(SEED)
    return [
        (number.text, read_lattice(seen(number, rng), version, 0.0, is_picture=is_picture))
        for number in numbers(COUNT, seed=SEED)
    ]


@pytest.fixture(scope="module")
def by_both(version: LoadedVersion) -> dict[str, list[tuple[str, Reading]]]:
    """What both opinions read together, by kind."""
    return {kind: readings(version, kind) for kind in SEEN}


def right(found: list[tuple[str, Reading]]) -> int:
    return sum(reading.text == text for text, reading in found)


@pytest.mark.parametrize(("kind", "read", "sure"), [("drawn", 0.72, 0.45), ("photographed", 0.57, 0.2)])
def test_most_numbers_are_read_and_hardly_one_wrongly_recognized(
    by_both: dict[str, list[tuple[str, Reading]]], kind: str, read: float, sure: float
) -> None:
    found = by_both[kind]
    recognized = [reading.text == text for text, reading in found if reading.verdict == Verdict.RECOGNIZED]

    assert right(found) >= read * COUNT
    assert len(recognized) >= sure * COUNT
    assert recognized.count(False) <= 0.04 * len(recognized)


def test_two_opinions_read_more_than_one(
    version: LoadedVersion, by_both: dict[str, list[tuple[str, Reading]]]
) -> None:
    alone = LoadedVersion(
        number=0, name="digits", sha256="", network=version.network, temperature=version.temperature
    )
    assert right(by_both["drawn"]) > right(readings(alone, "drawn")) + 0.1 * COUNT
