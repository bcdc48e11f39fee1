"""What geometry alone says of a reading, in log probabilities; lengths are in heights of the line."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHARPNESS = 6.0
"""A gap wider by so much less than a height turns the odds by e: the slope of the logistic curve below."""

EVEN = 0.08
"""The gap at which ink to its left and right is as likely one digit as two."""

LINES = 0.3
"""The gap in height at which what lies above and below is as likely one line as two."""

CUT_PROBABILITY = 0.05
"""Probability that a stroke goes over to the next digit at a place where it can be cut."""

SKIPPED = 0.3
"""Probability that the pen's way between two digits belongs to neither."""

MIN_USUAL_HEIGHT = 0.7
"""A digit lower than this is the less likely the lower it is,"""
LOWNESS = 4.0
"""by this power of its height,"""
FLATTEST = 0.03
"""down to this height."""

WIDE = 1.0
"""A digit wider than this, or than high where that is more, is the less likely the wider it is,"""
WIDENESS = 2.0
"""by a factor of e for one over this."""


def log_apart(gap: Floats, even: float) -> Floats:
    """Return the log probability that ink on both sides of a gap, negative for an overlap, is not one."""
    return np.asarray(-np.logaddexp(0, -SHARPNESS * (gap - even)))


def log_together(gap: Floats, even: float) -> Floats:
    """Return the log probability that ink on both sides of a gap is one."""
    return np.asarray(-np.logaddexp(0, SHARPNESS * (gap - even)))


def log_shape(width: float, height: float) -> float:
    """Return how far the size of some ink speaks against its being one digit; 0 where it does not."""
    low = LOWNESS * math.log(MIN_USUAL_HEIGHT / max(height, FLATTEST))
    wide = WIDENESS * (width - WIDE * max(1.0, height))
    return -(max(low, 0.0) + max(wide, 0.0))
