"""How a number is cut into digits."""

import numpy as np
import pytest

from recognizer.services.course.cutting import cut_number, write_number
from tests.support.numbers import written

pytestmark = pytest.mark.django_db


def test_a_clear_number_is_cut_at_its_gaps() -> None:
    found = cut_number(written("504192"))
    assert found.text == "504192"
    assert found.probability > 0.9
    places = [candidate.place for candidate in found.candidates if candidate.place is not None]
    assert sorted(places) == list(range(6))
    boxes = {candidate.place: candidate.box for candidate in found.candidates}
    assert all(boxes[place][0] < boxes[place + 1][0] for place in range(5))


def test_digits_that_touch_have_more_ways_to_be_cut() -> None:
    apart, touching = (cut_number(write_number("504192", hand=3, gap=gap)) for gap in (0.6, -0.1))
    counts = [len(found.candidates) + found.not_looked_at for found in (apart, touching)]
    assert counts[0] < counts[1]


def test_the_same_hand_writes_the_same_and_another_does_not() -> None:
    one, again, other = (write_number("42", hand=hand, gap=0.2) for hand in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert len(one) != len(other) or not np.array_equal(one[0], other[0])


def test_the_room_between_digits_is_as_asked() -> None:
    (one,), (two,) = (write_number("1", hand=5, gap=gap) for gap in (0.0, 0.5))
    assert np.array_equal(one, two), "Before the first there is none."
