"""What geometry alone says."""

import math

import numpy as np
import pytest

from recognizer.ink.lattice.priors import (
    EVEN,
    MIN_USUAL_HEIGHT,
    SHARPNESS,
    WIDE,
    log_apart,
    log_shape,
    log_together,
)


def test_apart_and_together_are_all_there_is() -> None:
    gaps = np.linspace(-2, 2, 41)
    np.testing.assert_allclose(np.exp(log_apart(gaps, EVEN)) + np.exp(log_together(gaps, EVEN)), 1)


def test_both_are_as_likely_at_the_even_gap_and_a_wide_gap_parts() -> None:
    even, wide = np.array([EVEN]), np.array([EVEN + 1 / SHARPNESS])
    assert log_apart(even, EVEN) == pytest.approx(log_together(even, EVEN))
    assert log_apart(wide, EVEN) - log_together(wide, EVEN) == pytest.approx(1)


def test_no_gap_is_too_wide_for_arithmetic() -> None:
    gaps = np.array([-1e6, 1e6])
    assert np.isfinite(log_apart(gaps, EVEN)).all()
    assert np.isfinite(log_together(gaps, EVEN)).all()


@pytest.mark.parametrize(("width", "height"), [(0.1, 1.0), (WIDE, MIN_USUAL_HEIGHT), (1.2, 1.2), (0.0, 1.0)])
def test_nothing_speaks_against_an_ordinary_size(width: float, height: float) -> None:
    assert log_shape(width, height) == 0


def test_low_and_wide_ink_is_less_likely_a_digit() -> None:
    assert log_shape(0.3, MIN_USUAL_HEIGHT / math.e) == pytest.approx(-4)
    assert log_shape(1.5, 1.0) == pytest.approx(-1)
    assert log_shape(0.3, 0.0) == log_shape(0.3, 0.01)
    assert math.isfinite(log_shape(0.3, 0.0))
