"""Confidence that is as high as the share of right answers."""

import numpy as np
import pytest

from recognizer import nn


def softmax(Z: np.ndarray) -> np.ndarray:
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def test_tempered_softmax_is_softmax_of_z_over_t() -> None:
    Z = np.random.default_rng(0).normal(0, 3, (50, 4))
    assert nn.tempered(softmax(Z), 2.5) == pytest.approx(softmax(Z / 2.5))


def test_at_temperature_one_sigmoid_outputs_are_scaled_to_sum_to_one() -> None:
    assert nn.tempered(np.array([[0.2, 0.6]]), 1.0) == pytest.approx(np.array([[0.25, 0.75]]))


def test_outputs_of_exactly_zero_stay_finite() -> None:
    rows = nn.tempered(np.array([[0.0, 1.0], [0.0, 0.0]], np.float32), 0.5)
    assert np.isfinite(rows).all()
    assert rows.sum(axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0])
def test_the_temperature_that_made_the_labels_is_found_again(temperature: float) -> None:
    rng = np.random.default_rng(1)
    Z = rng.normal(0, 4, (20_000, 3))
    cumulated = softmax(Z / temperature).cumsum(axis=1)
    y = (rng.random((len(Z), 1)) > cumulated).sum(axis=1)
    assert nn.fit_temperature(softmax(Z), y) == pytest.approx(temperature, rel=0.05)


def test_calibrated_confidence_is_right_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    Z = rng.normal(0, 4, (20_000, 3))
    y = (rng.random((len(Z), 1)) > softmax(Z / 3).cumsum(axis=1)).sum(axis=1)
    A = softmax(Z)
    assert nn.expected_calibration_error(A, y) > 0.1
    assert nn.expected_calibration_error(nn.tempered(A, nn.fit_temperature(A, y)), y) < 0.02
