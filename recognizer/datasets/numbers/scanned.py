"""Rows of real digits: those of MNIST, set beside one another as one hand would have set them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from recognizer.datasets.mnist import Split
from recognizer.datasets.numbers.layout import Layout, parted
from recognizer.datasets.numbers.paint import paint
from recognizer.ink.drawings.rows import line_height
from recognizer.ink.pen import distance_to_paper, edges_moved, mean_width
from recognizer.ink.pieces import Ink, box_of
from recognizer.ink.strip import Strip, strip_of_ink
from recognizer.ink.strokes import Stroke
from recognizer.ink.tile import INK_SIDE, TILE_SIDE

DIGIT = 44
"""Height of a digit in a row, in pixels, if it fills its tile."""

PENS = (0.09, 0.15)
"""Widths of pens, in heights of a digit: each row is set in one, whatever each digit was written with."""

SLANT, TURN, STRETCH, STRETCH_OF_ROW = 0.12, 0.06, 0.06, 0.1
"""Standard deviations: the slant of a row, the turn of a digit in radians, and how the logarithm of width
varies from digit to digit and from row to row."""

ROOM = 1.5
"""Side of the picture of one digit, in tiles: what is slanted and turned must not leave it."""


@dataclass(frozen=True, kw_only=True)
class _Hand:
    """What the digits of a row have in common."""

    slant: float
    width: float
    """Relative to the width with which each was written."""
    pen: float
    """In pixels."""


@dataclass(frozen=True, kw_only=True)
class InkedRow:
    """A row of ink."""

    ink: Ink
    """Cut to its box."""
    line: float
    """Height of the usual digit, in pixels."""
    foot: float
    """The row of pixels on which its digits stand."""

    @property
    def strip(self) -> Strip | None:
        """The row as a strip; None where it would be too long."""
        return strip_of_ink(self.ink, self.line)


class RealDigits:
    """Sets numbers in the real digits of a data set.

    Parameters
    ----------
    digits : Split
        At least one image of each digit.
    """

    def __init__(self, digits: Split) -> None:
        self._images = digits.images
        self._places = [np.flatnonzero(digits.labels == label) for label in range(10)]

    def row(self, text: str, rng: np.random.Generator) -> InkedRow:
        """Return a row with this number, and marks that may go with it."""
        layout = Layout.draw(rng)
        hand = _Hand(
            pen=DIGIT * rng.uniform(*PENS),
            slant=rng.normal(0, SLANT),
            width=float(np.exp(rng.normal(0, STRETCH_OF_ROW))),
        )
        layout.open(rng)
        thousands = parted(len(text), rng)
        digits: dict[int, Ink] = {}
        for place, label in enumerate(map(int, text)):
            if place in thousands:
                layout.part(thousands[place], rng)
            size, down = layout.sized(label, rng)
            ink = self._ink(label, size, hand, rng)
            height, width = (side / DIGIT for side in ink.shape)
            left, foot = layout.next_left(rng), 0.5 * size + down
            digits[len(layout.strokes)] = ink
            layout.strokes.append(np.array([[left, foot - height], [left + width, foot]]))
            layout.edge = left + width
        layout.close(rng)
        strokes = layout.fallen()
        return InkedRow(
            ink=_inked(strokes, digits, hand.pen),
            line=line_height(dict(enumerate(strokes))) * DIGIT,
            foot=(0.5 - min(float(stroke[:, 1].min()) for stroke in strokes)) * DIGIT,
        )

    def _ink(self, label: int, size: float, hand: _Hand, rng: np.random.Generator) -> Ink:
        """Return the ink of a real digit in this size, slant and pen, cut to its box."""
        image = self._images[rng.choice(self._places[label])]
        scale = size * DIGIT / INK_SIDE
        turn, across = rng.normal(0, TURN), hand.width * float(np.exp(rng.normal(0, STRETCH)))
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        way = turned @ np.array([[across, -hand.slant], [0, 1]]) * scale
        back = np.linalg.inv(way)
        side = round(ROOM * TILE_SIDE * scale)
        offset = np.full(2, TILE_SIDE / 2) - back @ np.full(2, side / 2)
        coefficients = [float(part) for part in (*back[0], offset[0], *back[1], offset[1])]
        affine = Image.Transform.AFFINE
        large = Image.fromarray(image).transform((side, side), affine, coefficients, Image.Resampling.BICUBIC)
        ink = np.asarray(large)
        inked = ink > 127
        inside = distance_to_paper(inked)
        moved = edges_moved(ink, inside, (hand.pen - mean_width(inside[inked])) / 2)
        return moved[box_of(moved > 127)] if (moved > 127).any() else ink[box_of(inked)]


def _inked(strokes: Sequence[Stroke], digits: dict[int, Ink], pen: float) -> Ink:
    """Return a row: digits where their boxes are, and the other strokes drawn."""
    points = np.concatenate(strokes)
    corner = points.min(axis=0) - pen / DIGIT
    width, height = (int(side) for side in np.ceil((points.max(axis=0) + pen / DIGIT - corner) * DIGIT) + 2)
    canvas = Image.new("L", (width, height))
    painter = ImageDraw.Draw(canvas)
    ink: NDArray[np.uint8] = np.zeros((height, width), np.uint8)
    for index, stroke in enumerate(strokes):
        path = [(float(x), float(y)) for x, y in (stroke - corner) * DIGIT]
        if index in digits:
            digit = digits[index]
            left, top = round(path[0][0]), round(path[0][1])
            part = ink[top : top + digit.shape[0], left : left + digit.shape[1]]
            np.maximum(part, digit[: part.shape[0], : part.shape[1]], out=part)
        else:
            paint(painter, path, pen)
    whole = np.maximum(ink, ndimage.uniform_filter(np.asarray(canvas), 2))
    found: Ink = whole[box_of(whole > 0)]
    return found
