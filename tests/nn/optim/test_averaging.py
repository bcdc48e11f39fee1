"""The moving average of the weights."""

import numpy as np
import pytest

from recognizer.nn.optim.averaging import MovingAverage


def test_it_begins_where_the_weights_do_and_is_no_view_of_them() -> None:
    v = np.array([1.0, 2.0])
    average = MovingAverage(v, 0.9)
    v[:] = 0
    assert average.values.tolist() == [1, 2]


def test_early_steps_count_more() -> None:
    average = MovingAverage(np.array([0.0]), 0.99)
    average.update(np.array([1.0]), 1)
    assert average.values[0] == pytest.approx(1 - 2 / 11)
    average.update(np.array([1.0]), 2)
    assert average.values[0] == pytest.approx(1 - 2 / 11 * 3 / 12)


def test_late_steps_count_as_the_decay_says() -> None:
    average = MovingAverage(np.array([0.0]), 0.9)
    average.update(np.array([1.0]), 1000)
    assert average.values[0] == pytest.approx(0.1)


def test_it_keeps_the_type_of_the_weights() -> None:
    average = MovingAverage(np.zeros(2, np.float32), 0.9)
    average.update(np.ones(2, np.float32), 1)
    assert average.values.dtype == np.float32
