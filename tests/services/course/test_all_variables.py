"""Gradient descent with all weights and biases at once."""

import numpy as np
import pytest

from recognizer.services.course.all_variables import DIGITS, descend_all
from recognizer.services.course.digits import DigitSource, MeasuredDigits, written_digits
from recognizer.services.course.networks import Choice, Start, lesson_network


@pytest.fixture(scope="module")
def digits() -> MeasuredDigits:
    images, labels = written_digits(400, seed=4)
    return MeasuredDigits(source=DigitSource.SYNTHETIC, images=images, labels=labels)


def test_a_small_step_does_what_it_promises(digits: MeasuredDigits) -> None:
    found = descend_all(lesson_network(Choice(start=Start.FRESH)), digits, learning_rate=0.01, steps=3)
    assert found.variables == 23_860
    assert found.digits == DIGITS
    assert np.diff(found.costs) == pytest.approx(found.promised, rel=0.05)


def test_many_steps_learn_something(digits: MeasuredDigits) -> None:
    found = descend_all(lesson_network(Choice(start=Start.FRESH)), digits, learning_rate=3, steps=30)
    assert len(found.costs) == len(found.right) == 31
    assert found.costs[-1] < 0.5 * found.costs[0]
    assert found.right[-1] > 2 * found.right[0]
