"""Pixels become inputs in one way, to the nearest number."""

from fractions import Fraction

import numpy as np
import pytest

from recognizer import nn

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
