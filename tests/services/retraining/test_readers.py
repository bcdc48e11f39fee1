"""What versions say at the gate is what the site would say."""

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.datasets.numbers import Number
from recognizer.ink import tile_of_strokes
from recognizer.models import ModelVersion
from recognizer.services.evaluation.sets import SetName
from recognizer.services.evaluation.smoke_digits import STROKES, known_digits
from recognizer.services.retraining import readers
from recognizer.services.retraining.readers import Reader, exact, numbers_read, said, strangers

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Reader:
    """Return the shipped version."""
    return Reader.of(ModelVersion.objects.get())


def test_where_no_digit_stands_out_it_says_none() -> None:
    likely = np.array([[0.34] + [0.07] * 9, [0.36] + [0.07] * 9, [0.01] * 9 + [0.9]])
    assert said(likely).tolist() == [10, 0, 9]


def test_it_says_what_is_drawn(reader: Reader) -> None:
    digits, tiles = zip(*known_digits(), strict=True)
    assert reader.says(np.stack(tiles)).tolist() == list(digits)
    assert reader.says(np.zeros((0, 28, 28), np.uint8)).shape == (0,)


def test_it_says_the_same_to_a_set_as_to_its_tiles(reader: Reader) -> None:
    answers = reader.says_to(SetName.DRAWN)
    assert answers.shape == (4000,)
    assert set(answers.tolist()) <= set(range(11))


def test_strangers_are_the_same_each_time_and_mostly_refused(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "STRANGERS", 100)
    found = strangers()
    assert found.shape == (100, 28, 28)
    np.testing.assert_array_equal(found, strangers())
    assert (reader.says(found) == 10).mean() > 0.8


def test_numbers_are_read_to_the_last_digit(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    strokes = [stroke for digit, at in ((1, 0), (7, 100)) for stroke in moved(digit, at)]
    assert exact(Number(text="17", strokes=strokes, pen=1.0), [reader]) == [True]
    assert exact(Number(text="1", strokes=strokes, pen=1.0), [reader]) == [False]
    monkeypatch.setattr(readers, "NUMBERS", 4)
    found = list(numbers_read([reader, reader]))
    assert len(found) == 4
    assert all(one == other for one, other in found)


def moved(digit: int, at: float) -> list[NDArray[np.float64]]:
    """Return a clearly written digit so far to the right."""
    assert tile_of_strokes(STROKES[digit], pen=1.0).any()
    return [np.add(stroke, [at, 0]) for stroke in STROKES[digit]]
