"""Why nothing was found in a picture."""

from enum import StrEnum

import numpy as np
from scipy import ndimage

from recognizer.ink.lattice.lattice import Lattice
from recognizer.ink.paper.cleaning import FAINTEST
from recognizer.ink.paper.grey import Picture
from recognizer.ink.paper.light import relief
from recognizer.ink.pieces import Ink

DARK = 48
"""Grey level that hardly a pixel of a picture taken in the dark exceeds."""

TRACE = 3.0
"""Grey levels between paper and the faintest trace of ink, after a blur that takes the noise away."""

TRACE_BLUR = 2.0
"""Standard deviation of that blur, in pixels."""


class Blank(StrEnum):
    """What a picture without digits looks like."""

    TOO_DARK = "too_dark"
    """Next to no light fell on it."""
    TOO_FAINT = "too_faint"
    """Something stands out from the paper, but hardly."""
    TOO_MUCH = "too_much"
    """There is more ink than a number has: a picture full of hatching, dots or small print."""
    NO_DIGITS = "no_digits"
    """Something stands out from the paper, but nothing that looks like digits."""
    NO_INK = "no_ink"
    """Nothing stands out from the paper."""


def blank_because(picture: Picture, ink: Ink, lattice: Lattice) -> Blank:
    """
    Return the likely reason why no digits were found in a picture.

    Parameters
    ----------
    picture
        As it came.
    ink
        (h, w), what was found of ink in it.
    lattice
        What that may be read as.
    """
    if lattice.too_much:
        return Blank.TOO_MUCH
    if ink.any():
        return Blank.NO_DIGITS
    light = picture.light
    if np.percentile(light, 99) < DARK:
        return Blank.TOO_DARK
    contrast = float(np.ptp(relief(ndimage.gaussian_filter(light, TRACE_BLUR))))
    if contrast >= FAINTEST:
        return Blank.NO_DIGITS
    return Blank.TOO_FAINT if contrast >= TRACE else Blank.NO_INK
