"""A sheet of paper on a table, or a plate on a wall → the sheet alone."""

import numpy as np
from scipy import ndimage

from recognizer.ink.paper.light import Grey, along_border, classes_of, enlarged, mean_of, shrunk, side_of
from recognizer.ink.paper.shapes import convexity, rectangularity
from recognizer.ink.pieces import Mask, box_of, grown

SEARCH_SIDE = 256
"""Pixels along the side of a square of the size on which sheets are looked for."""

MIN_SHEET_AREA = 0.04
"""Part of the picture that a sheet takes at least."""

MAX_SHEET_AT_BORDER = 0.05
"""Part of the picture's border that lies in a sheet at most: its surroundings are seen all round."""

MIN_SHEET_FILL = 0.82
"""Part of the smallest rectangle about it that a sheet fills; an ellipse fills 0.79 of it,"""
CONVEX = 0.93
"""and of its convex hull."""

SHARP = 0.5
"""Part of the difference between sheet and surroundings that lies between their nearest pixels."""

MIN_SHEET_CONTRAST = 40.0
"""Grey levels between a sheet and its surroundings, and between it and its ink, at least."""

MAX_INK_DISTANCE = 0.05
"""Mean distance of ink to its paper, at most, in sides of a square as large as the sheet;"""
MIN_PAPER_TO_INK_DISTANCE = 2.0
"""that of the paper to its ink is so many times as much at least."""

MIN_STROKE_AREA = 1.4
"""Area of the largest stroke at least, in squares whose pixels are as far from their rim."""

ELSEWHERE = 0.002
"""Part of the surroundings from which ink that lies there counts."""

RIM = 2
"""Coarse pixels within a sheet's edge that are taken for a part of it: blur, a frame, a bevel."""


def sheet_alone(light: Grey) -> Grey:
    """
    Lay a sheet's own paper over its surroundings, where a picture shows a sheet with ink on it.

    A sheet is of either tone: white paper on a dark table, a dark plate on a light wall.

    Parameters
    ----------
    light
        Grey picture (h, w), 0 to 255; left as it is.
    """
    step = max(1, round(side_of(light) / SEARCH_SIDE))
    coarse = shrunk(light, step)
    classes = classes_of(coarse)
    if not classes.share:
        return light
    for mask in (classes.light, ~classes.light):
        sheet = _sheet(coarse, mask)
        if sheet is None:
            continue
        inner, paper = sheet
        inside = enlarged(inner.astype(np.float32), light.shape, step) > 0.5
        return np.where(inside, light, enlarged(paper, light.shape, step))
    return light


def _sheet(coarse: Grey, mask: Mask) -> tuple[Mask, Grey] | None:
    """Return the largest sheet among the pieces of one class, without its rim, and its paper."""
    labels, count = ndimage.label(mask)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    for label in np.argsort(-areas)[:3] + 1:
        own = labels == label
        # filling holes adds nothing at the border, and nothing outside the box
        if own.sum() >= MIN_SHEET_AREA * own.size and along_border(own) > MAX_SHEET_AT_BORDER:
            continue
        if own[box_of(own)].size < MIN_SHEET_AREA * own.size:
            break
        whole = ndimage.binary_fill_holes(own)
        if whole.sum() < MIN_SHEET_AREA * whole.size:
            break
        if along_border(whole) > MAX_SHEET_AT_BORDER or not _is_sharp(coarse, whole):
            continue
        if convexity(whole) < CONVEX or rectangularity(whole) < MIN_SHEET_FILL:
            continue
        inner = ~grown(~whole, by=RIM)
        own &= inner
        if not own.any():
            continue
        paper = mean_of(coarse, own)
        tone = _tone_of_ink(np.where(inner, coarse, paper), inner)
        if tone is not None and not _goes_on(coarse, ~grown(whole, by=RIM), tone):
            return inner, paper
    return None


def _is_sharp(coarse: Grey, whole: Mask) -> bool:
    """Whether the grey falls at the sheet's edge, and not slowly across it as light does."""
    outside = grown(whole, by=RIM) & ~whole
    within = whole & grown(~whole, by=RIM)
    beyond = ~grown(whole, by=RIM)
    deep = ~grown(~whole, by=RIM)
    if not (outside.any() and beyond.any() and deep.any()):
        return False
    step = np.median(coarse[within]) - np.median(coarse[outside])
    contrast = np.median(coarse[deep]) - np.median(coarse[beyond])
    return bool(abs(contrast) >= MIN_SHEET_CONTRAST and step / contrast >= SHARP)


def _tone_of_ink(filled: Grey, inner: Mask) -> float | None:
    """Return the grey of what is thin on the sheet beside the paper about it; None if nothing is."""
    classes = classes_of(filled)
    if not classes.share or classes.contrast(filled) < MIN_SHEET_CONTRAST:
        return None
    is_light = classes.thickness[1] < classes.thickness[0]
    thin, thick = sorted(classes.thickness)
    if thin > MAX_INK_DISTANCE * np.sqrt(inner.sum()) or thick < MIN_PAPER_TO_INK_DISTANCE * thin:
        return None
    ink = classes.light if is_light else ~classes.light
    pieces, _ = ndimage.label(ink)
    is_long = np.bincount(pieces.ravel())[1:].max() >= MIN_STROKE_AREA * (6 * thin) ** 2
    return float(np.median(filled[ink])) if is_long else None


def _goes_on(coarse: Grey, around: Mask, tone: float) -> bool:
    """Whether there is ink of that grey beside the sheet too: then it is a highlighter's mark."""
    ground = float(np.median(coarse[around]))
    if abs(tone - ground) < MIN_SHEET_CONTRAST:
        return False  # its surroundings are about as dark, or as light
    like_ink = around & (np.abs(coarse - tone) < abs(tone - ground) / 3)
    return bool(like_ink.sum() >= ELSEWHERE * around.sum())
