from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from recognizer.nn import (
    ConfigurationError,
    DataError,
    ShapeError,
    accuracy,
    confusion_matrix,
    expected_calibration_error,
    reliability,
    top_k_accuracy,
)
from recognizer.nn.arrays import Array

A = np.array([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.1, 0.1, 0.8], [0.6, 0.1, 0.3]], np.float32)
y = np.array([0, 0, 2, 1])  # taken for 0, 1, 2, 0


def test_accuracy() -> None:
    assert accuracy(A, y) == 0.5


def test_top_k_accuracy() -> None:
    assert [top_k_accuracy(A, y, k=k) for k in (1, 2, 3)] == [0.5, 0.75, 1.0]


def test_of_equal_outputs_the_first_is_the_answer() -> None:
    even = np.full((3, 3), 0.5)
    assert accuracy(even, np.array([0, 1, 2])) == pytest.approx(1 / 3)
    assert top_k_accuracy(even, np.array([0, 1, 2]), k=2) == pytest.approx(2 / 3)


def test_the_confusion_matrix_has_a_row_for_what_it_is_and_a_column_for_what_it_was_taken_for() -> None:
    np.testing.assert_array_equal(
        confusion_matrix(A, np.array([0, 0, 2, 2])), [[1, 1, 0], [0, 0, 0], [1, 0, 1]]
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint64])
def test_labels_may_be_integers_of_any_size(dtype: type) -> None:
    labels: Array = np.arange(20).astype(dtype)
    np.testing.assert_array_equal(confusion_matrix(np.eye(20), labels), np.eye(20))
    assert accuracy(np.eye(20), labels) == 1
    assert expected_calibration_error(np.eye(20), labels) == 0


def test_calibration_error_by_hand() -> None:
    # between 0.25 and 0.5: 0.4 wrong; between 0.5 and 0.75: 0.7 right and 0.6 wrong; above: 0.8 right
    expected = (abs(0 - 0.4) + abs(1 - 1.3) + abs(1 - 0.8)) / 4
    assert expected_calibration_error(A, y, bins=4) == pytest.approx(expected)


def test_confidence_in_sigmoid_outputs_is_the_share_of_their_sum() -> None:
    assert expected_calibration_error(A * 0.5, y, bins=4) == pytest.approx(
        expected_calibration_error(A, y, bins=4)
    )


def test_full_confidence_belongs_to_the_last_bin() -> None:
    outputs = np.array([[1.0, 0.0], [0.9, 0.1]])
    assert expected_calibration_error(outputs, np.array([1, 0]), bins=5) == pytest.approx((1.9 - 1) / 2)


def test_perfect_answers_are_perfectly_calibrated() -> None:
    assert expected_calibration_error(np.eye(3), np.arange(3)) == 0


def test_it_says_what_does_not_fit() -> None:
    with pytest.raises(ShapeError, match=r"got \(4, 3\) and \(3,\)"):
        accuracy(A, y[:3])
    with pytest.raises(ShapeError, match=r"n > 0; got \(0, 3\) and \(0,\)"):
        accuracy(A[:0], y[:0])
    with pytest.raises(DataError, match=r"labels must be from 0 to 2; got labels from 1 to 3$"):
        confusion_matrix(A, y + 1)
    with pytest.raises(DataError, match=r"labels must be from 0 to 2; got labels from -1 to 1$"):
        confusion_matrix(A, y - 1)
    with pytest.raises(DataError, match="labels must be integers; got float64"):
        accuracy(A, y.astype(float))
    with pytest.raises(ShapeError, match="k must be from 1 to 3 classes; got 4"):
        top_k_accuracy(A, y, k=4)
    for bins in (0, -1, 2.5):
        with pytest.raises(ConfigurationError, match=f"bins must be an integer from 1 up; got {bins}"):
            expected_calibration_error(A, y, bins=bins)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("metric", [accuracy, confusion_matrix, expected_calibration_error])
def test_outputs_must_be_finite_floats(metric: Callable[[Array, Array], Any], bad: float) -> None:
    with pytest.raises(DataError, match=r"outputs must be finite; sample 1 has \["):
        metric(np.where(np.equal(A, np.float32(0.4)), bad, A), y)
    with pytest.raises(DataError, match="outputs must be floats; got int64"):
        metric((A * 10).astype(np.int64), y)


def test_outputs_below_zero_are_no_confidence() -> None:
    outputs = np.array([[-0.9, 0.5, -0.3], [-1.0, -0.5, -0.2]])
    assert expected_calibration_error(outputs, np.array([1, 2])) == pytest.approx((0 + 1) / 2)


def test_reliability_puts_answers_into_bins_by_confidence() -> None:
    A = np.array([[0.9, 0.1], [0.85, 0.15], [0.6, 0.4], [0.3, 0.7]])
    found = reliability(A, np.array([0, 1, 0, 1]), bins=5)
    assert found.counts.tolist() == [0, 0, 0, 2, 2]
    assert found.confidence[3:] == pytest.approx([0.65, 0.875])
    assert found.accuracy[3:] == pytest.approx([1.0, 0.5])
    assert np.isnan(found.confidence[:3]).all()
    assert found.expected_calibration_error == pytest.approx((2 * 0.35 + 2 * 0.375) / 4)
