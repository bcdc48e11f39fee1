"""Drawings and pictures → the tiles that the network reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

from recognizer.ink.cleaning import picture_to_ink
from recognizer.ink.drawing import SUPERSAMPLING, draw
from recognizer.ink.grouping import group_by_overlap
from recognizer.ink.strokes import Box, Mode, Stroke, bounds, clean, spans
from recognizer.ink.tile import INK_SIDE, Tile, ink_to_tile


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """One digit as the network sees it, and where it was found."""

    tile: Tile
    """(28, 28), ink 255, paper 0."""
    box: Box
    """x, y, width and height in the caller's unit."""
    strokes: tuple[int, ...]
    """Indices into the drawing; empty for pictures."""


def glyphs_from_strokes(strokes: Sequence[Stroke], *, mode: Mode) -> list[Glyph]:
    """
    Find the digits of a drawing, from left to right.

    The tiles depend on neither the unit of the points nor their place nor how densely they follow one another.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) in the order drawn, in any unit, y downwards; one point is a dot.
    mode
        ``"digit"``: the whole drawing is one digit; ``"number"``: strokes above one another are one.

    Returns
    -------
    list[Glyph]
        Empty when nothing is drawn.

    Raises
    ------
    StrokesError
        A stroke is not an (n, 2) array of finite numbers of a sensible size.
    """
    kept = clean(strokes)
    if not kept:
        return []
    groups = [list(kept)] if mode == "digit" else group_by_overlap(spans(kept))
    return [_glyph_of_strokes([kept[index] for index in group], tuple(group)) for group in groups]


def glyphs_from_picture(picture: Image.Image, *, mode: Mode) -> list[Glyph]:
    """Return the digits of a picture."""
    ink, factor = picture_to_ink(picture)
    if not ink.any():
        return []
    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    boxes = {
        n: (s[1].start, s[0].start, s[1].stop, s[0].stop)
        for n, s in enumerate(ndimage.find_objects(labels), 1)
    }
    groups = [list(boxes)]
    if mode == "number":
        groups = group_by_overlap({n: (b[0], b[2]) for n, b in boxes.items()})
    glyphs = []
    for group in groups:
        left, top = min(boxes[n][0] for n in group), min(boxes[n][1] for n in group)
        right, bottom = max(boxes[n][2] for n in group), max(boxes[n][3] for n in group)
        window = np.s_[top:bottom, left:right]
        part = np.where(np.isin(labels[window], group), ink[window], 0)
        tile = ink_to_tile(Image.fromarray(part), scale=INK_SIDE / max(part.shape))
        box = (left * factor, top * factor, (right - left) * factor, (bottom - top) * factor)
        glyphs.append(Glyph(tile=tile, box=box, strokes=()))
    return glyphs


def _glyph_of_strokes(strokes: list[Stroke], indices: tuple[int, ...]) -> Glyph:
    tile = ink_to_tile(draw(strokes), scale=1 / SUPERSAMPLING)
    return Glyph(tile=tile, box=bounds(strokes), strokes=indices)
