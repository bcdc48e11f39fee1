"""A number in one hand: its digits stand in their order, and the same seed writes the same."""

import itertools

import numpy as np
import pytest

from recognizer.datasets.numbers import Number, numbers
from recognizer.datasets.numbers.writing import BATCH


@pytest.fixture(scope="module")
def written() -> list[Number]:
    return list(numbers(300, seed=8))


def test_each_number_has_its_digits_and_strokes(written: list[Number]) -> None:
    assert len(written) == 300
    assert all(number.text.isdecimal() and number.strokes for number in written)
    assert all(np.isfinite(stroke).all() for number in written for stroke in number.strokes)


def test_longer_numbers_take_more_room(written: list[Number]) -> None:
    def width(number: Number) -> float:
        return float(np.ptp(np.concatenate(number.strokes)[:, 0]))

    medians = [
        np.median([width(number) for number in written if len(number.text) == length])
        for length in range(1, 7)
    ]
    assert all(longer > shorter for shorter, longer in itertools.pairwise(medians))


def test_some_pens_stay_on_the_paper(written: list[Number]) -> None:
    """Then a number has fewer strokes than digits."""
    unlifted = [len(number.strokes) < len(number.text) for number in written]
    assert 0.02 < np.mean(unlifted) < 0.4


def test_the_same_seed_writes_the_same_and_another_other_numbers() -> None:
    once, again, other = (list(numbers(5, seed=seed)) for seed in (3, 3, 4))
    assert [number.text for number in once] == [number.text for number in again]
    assert all(
        np.array_equal(a, b)
        for one, two in zip(once, again, strict=True)
        for a, b in zip(one.strokes, two.strokes, strict=True)
    )
    assert [number.text for number in once] != [number.text for number in other]


def test_batches_are_no_copies_of_one_another() -> None:
    texts = [number.text for number in numbers(BATCH + 40, seed=1)]
    assert len(texts) == BATCH + 40
    assert texts[:40] != texts[BATCH:]
