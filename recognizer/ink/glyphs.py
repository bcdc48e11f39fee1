"""Drawings and pictures → the tiles that the network reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from PIL import Image

from recognizer.ink.drawing import SUPERSAMPLING, draw, radius_of_pen
from recognizer.ink.pen import with_our_pen
from recognizer.ink.pieces import Corner, Ink, without_dirt
from recognizer.ink.strokes import Box, Stroke, bounds, clean
from recognizer.ink.tile import INK_SIDE, Tile, ink_to_tile, longer_side


@dataclass(frozen=True, kw_only=True, eq=False)
class Glyph:
    """Ink that may be a digit: how the network sees it, and where it was found; equal to itself alone."""

    draw_tile: Callable[[], Tile] = field(repr=False)
    """Called once, when the tile is first asked for: some ink of a number is never looked at."""
    box: Box
    """x, y, width and height in the caller's unit."""
    strokes: tuple[int, ...]
    """Indices into the drawing; empty for pictures."""

    @cached_property
    def tile(self) -> Tile:
        """(28, 28), ink 255, paper 0."""
        return self.draw_tile()


def glyphs_from_strokes(strokes: Sequence[Stroke]) -> list[Glyph]:
    """
    Take a drawing for one digit.

    The tile depends on neither the unit of the points nor their place nor how dense they are.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) in the order drawn, in any unit, y downwards; one point is a dot.

    Returns
    -------
    list[Glyph]
        One, or none when nothing is drawn.

    Raises
    ------
    StrokesError
        A stroke is not an (n, 2) array of finite numbers of a sensible size.
    """
    kept = clean(strokes)
    return [glyph_of_strokes([*kept.values()], tuple(kept))] if kept else []


def glyphs_from_ink(ink: Ink, step: int) -> list[Glyph]:
    """
    Take a picture's ink for one digit.

    Parameters
    ----------
    ink
        (h, w), ink 255, paper exactly 0, as ``picture_to_ink`` returns it.
    step
        Pixels of the picture along one of the ink's; the box is in pixels of the picture, exact to a step.

    Returns
    -------
    list[Glyph]
        One, or none when nothing is drawn.
    """
    found = without_dirt(ink)
    return [] if found is None else [_glyph_of_ink(*found, step)]


def tile_of_strokes(strokes: Sequence[Stroke], *, pen: float = 1.0) -> Tile:
    """
    Draw strokes as one digit: the one path to a tile, for whoever draws and for what networks are trained on.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n ≥ 1, finite, y downwards, in any unit.
    pen
        Width of the pen, relative to everybody's.
    """
    return ink_to_tile(draw(strokes, pen_radius=radius_of_pen(pen)), scale=1 / SUPERSAMPLING)


def glyph_of_strokes(strokes: Sequence[Stroke], indices: tuple[int, ...]) -> Glyph:
    """Return strokes, or parts of some, as one digit; ``indices`` are theirs in the drawing."""
    return Glyph(draw_tile=partial(tile_of_strokes, strokes), box=bounds(strokes), strokes=indices)


def _glyph_of_ink(ink: Ink, corner: Corner, step: int) -> Glyph:
    height, width = ink.shape
    top, left = corner
    box = (float(left * step), float(top * step), float(width * step), float(height * step))
    return Glyph(draw_tile=partial(_tile_of_ink, ink), box=box, strokes=())


def _tile_of_ink(ink: Ink) -> Tile:
    inked = Image.fromarray(with_our_pen(ink))
    return ink_to_tile(inked, scale=INK_SIDE / longer_side(inked))
