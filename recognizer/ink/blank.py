"""Why nothing was found in a picture."""

from enum import StrEnum

import numpy as np
from scipy import ndimage

from recognizer.ink.cleaning import FAINTEST
from recognizer.ink.grey import Picture
from recognizer.ink.light import relief

DARK = 48
"""Grey level that hardly a pixel of a picture taken in the dark exceeds."""

TRACE = 3.0
"""Grey levels between paper and the faintest trace of ink, after a blur that takes the noise away."""

BLUR = 2.0
"""Standard deviation of that blur, in pixels."""


class Blank(StrEnum):
    """What a picture without digits looks like."""

    TOO_DARK = "too_dark"
    """Next to no light fell on it."""
    TOO_FAINT = "too_faint"
    """Something stands out from the paper, but hardly."""
    NO_INK = "no_ink"
    """Nothing that looks like writing stands out from the paper."""


def blank_because(picture: Picture) -> Blank:
    """Return the likely reason why no ink was found in a picture."""
    light = picture.light
    if np.percentile(light, 99) < DARK:
        return Blank.TOO_DARK
    contrast = float(np.ptp(relief(ndimage.gaussian_filter(light, BLUR))))
    return Blank.TOO_FAINT if TRACE <= contrast < FAINTEST else Blank.NO_INK
