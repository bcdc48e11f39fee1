"""Pixels become inputs in one way, to the nearest number."""

from fractions import Fraction

import numpy as np
import pytest

from recognizer import nn
from recognizer.nn.arrays import Array
from recognizer.nn.data import Samples

PIXELS = np.arange(256, dtype=np.uint8)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_each_pixel_becomes_the_nearest_number_to_its_255th_part(dtype: type[np.floating]) -> None:
    X = nn.unit_range(PIXELS, np.dtype(dtype))

    assert X.dtype == dtype
    for pixel, x in zip(PIXELS.tolist(), X, strict=True):
        away = abs(Fraction(float(x)) - Fraction(pixel, 255))
        for other in (np.nextafter(x, dtype(2)), np.nextafter(x, dtype(-1))):
            assert away <= abs(Fraction(float(other)) - Fraction(pixel, 255))


def test_floats_stay_as_they_are() -> None:
    X = np.array([[0.25, 0.5]], dtype=np.float32)
    assert nn.unit_range(X, np.dtype(np.float32)).tolist() == [[0.25, 0.5]]


X = np.zeros((3, 4), np.uint8)
Y = np.array([0, 1, 1])


def samples(weight: Array | None) -> Samples:
    return Samples(X, Y, input_shape=(4,), classes=2, name="training", sample_weight=weight)


@pytest.mark.parametrize(
    ("weight", "error", "message"),
    [
        (
            [1, 1, 1],
            nn.DataError,
            r"^training sample_weight must be an array of numbers; got <class 'list'>$",
        ),
        (np.array([True, True, False]), nn.DataError, "must be an array of numbers; got bool"),
        (np.ones(2), nn.ShapeError, r"must be one for each of 3 samples; got shape \(2,\)"),
        (np.ones((3, 1)), nn.ShapeError, r"must be one for each of 3 samples; got shape \(3, 1\)"),
        (np.array([1, -0.5, 1]), nn.DataError, "must be finite and not below 0; sample 1 has -0.5"),
        (np.array([1, 1, np.nan]), nn.DataError, "must be finite and not below 0; sample 2 has nan"),
        (np.array([np.inf, 1, 1]), nn.DataError, "must be finite and not below 0; sample 0 has inf"),
        (np.zeros(3), nn.DataError, "sample_weight: at least one must be above 0; got none"),
    ],
)
def test_it_says_what_is_wrong_with_weights(
    weight: Array | None, error: type[nn.NetworkError], message: str
) -> None:
    with pytest.raises(error, match=message):
        samples(weight)


def test_the_fingerprint_knows_the_weights_and_is_what_it_was_without_any() -> None:
    plain = samples(None).fingerprint
    assert "weighted" not in plain
    assert len({plain, samples(np.ones(3)).fingerprint, samples(np.array([1.0, 2.0, 1.0])).fingerprint}) == 3
