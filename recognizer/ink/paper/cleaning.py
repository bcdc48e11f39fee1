"""Picture → ink: grey, evenly lit, ink high, noise gone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from recognizer.ink.paper.edges import without_edge_pieces, without_edges
from recognizer.ink.paper.grey import Picture
from recognizer.ink.paper.light import Grey, relief, split
from recognizer.ink.paper.sheets import sheet_alone
from recognizer.ink.pen import stroke_width
from recognizer.ink.pieces import TOUCHING, Ink, Mask, grown, pieces_of, usual

SMOOTHING = 0.5
"""Standard deviation of the blur that takes the edge off noise, in pixels."""

FAINTEST = 10.0
"""Grey levels (of 255) between paper and ink below which there is no ink."""

NOISE_MARGIN = 2.5
"""How many times the paper's noise ink has to stand out."""

PATTERN_BLUR = 1.5
"""Standard deviation, in pixels, of the blur in which lines of printed paper fade and strokes stay;"""

BLUR_OF_PEN = 0.3
"""at least this part of the pen's width,"""

BLUR_OF_SIDE = 0.02
"""at most this part of the picture's side. Where that is less than a pixel there is no room for lines."""

EDGE_PIXELS = 3.0
"""Pixels that a sharp edge takes at most, however small the picture is."""

TINY = 16
"""Larger side, in pixels, of a picture in which every stroke is all edge, and no edge is sharp."""

EDGES_ACROSS = 12
"""Edges of ink that fit side by side into its own size at least, however large the picture is."""

FAINTER = 3.0
"""How many times what nine tenths of the paper stay below fainter ink stands out at least."""

THINNEST = 0.6
"""Width of fainter strokes at least, in widths of the pen: those of printed lines are less."""

MAX_FAINT_PIECES = 100
"""Pieces of fainter ink; more are a pattern of the paper."""

MAX_FAINT_AREA = 2
"""Their boxes together, in pictures; digits side by side take less than one."""

PAPER, INK = 0.4, 0.8
"""Parts of the typical relief of ink up to which all is paper and from which all is ink."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """How ink is looked for."""

    blur: float = 0.0
    """Standard deviation, in pixels, of a blur before all else: grain and fine patterns fade in it."""
    takes_the_boldest: bool = False
    """Of two kinds of ink only the one that stands out more is taken: the other is printed on the paper."""

    def threshold(self, height: Grey) -> float:
        """Return what ink stands out from its paper at least."""
        least = split(height)[0]
        return split(height[height > least])[0] if self.takes_the_boldest else least


AS_IT_STANDS = Look()
OTHER_LOOKS = (Look(takes_the_boldest=True), Look(blur=1.0))
"""For pictures in which nothing is read otherwise."""


class Reliefs:
    """What stands out from a picture's paper, found once for all looks with the same blur."""

    def __init__(self, picture: Picture) -> None:
        self._light = picture.light
        self._found: dict[float, tuple[Grey, Grey]] = {}

    def at(self, blur: float) -> tuple[Grey, Grey]:
        """Return how far each pixel stands out, as it is and with the edge taken off noise."""
        if blur not in self._found:
            light = ndimage.gaussian_filter(self._light, blur) if blur else self._light
            bare = relief(without_edges(sheet_alone(light)))
            self._found[blur] = bare, ndimage.gaussian_filter(bare, SMOOTHING)
        return self._found[blur]


def picture_to_ink(picture: Picture, look: Look = AS_IT_STANDS, *, reliefs: Reliefs | None = None) -> Ink:
    """
    Find the ink of a picture, dark on light or light on dark, under uneven light.

    Parameters
    ----------
    picture
        As it came.
    look
        How ink is looked for.
    reliefs
        The picture's own, where it is looked at several times.

    Returns
    -------
    Ink
        (h, w) as the picture's ``light``, ink 255, paper exactly 0, grey between them only where they meet.
        All 0 when nothing is drawn.
    """
    blank = np.zeros(picture.light.shape, dtype=np.uint8)
    bare, height = (reliefs or Reliefs(picture)).at(look.blur)
    if np.ptp(height) < FAINTEST:
        return blank
    inked = _without_pattern(bare, height > look.threshold(height), look)
    if not inked.any():
        return blank
    typical = float(np.median(height[inked]))
    noise = 1.4826 * float(np.median(np.abs(height[~inked])))
    if typical < max(FAINTEST, NOISE_MARGIN * noise) or not _has_edges(height / typical, inked):
        return blank
    full = np.full(height.shape, typical, dtype=np.float32)
    for window, faint in _fainter(height, _with_core(inked, height >= INK * typical)):
        inked[window] |= faint
        full[window] = np.where(grown(faint), np.median(height[window][faint]), full[window])
    ink = np.clip((height / full - PAPER) / (INK - PAPER), 0, 1)
    ink[~grown(inked)] = 0
    ink[~_with_core(ink > 0, ink >= 1)] = 0
    return without_edge_pieces(np.rint(255 * ink).astype(np.uint8))


def _without_pattern(height: Grey, inked: Mask, look: Look) -> Mask:
    """Return the ink near strokes that a blur leaves standing: a printed pattern is thinner than the pen."""
    widest = BLUR_OF_SIDE * float(np.sqrt(height.size))
    if widest < 1:
        return inked
    blur = min(max(PATTERN_BLUR, BLUR_OF_PEN * stroke_width(inked)), widest)
    blurred = ndimage.gaussian_filter(height, blur)
    return inked & grown(blurred > look.threshold(blurred), by=round(blur))


def _fainter(height: Grey, inked: Mask) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """Yield windows, and in them ink that is fainter than what was found: the pen ran dry, or was changed.

    It stands out from the paper, and is as tall as the rest and in its rows.
    """
    around = grown(inked, by=2)
    if around.all() or not inked.any():
        return
    level = max(FAINTEST, FAINTER * float(np.percentile(np.abs(height[~around]), 90)))
    labels, count = ndimage.label((height > level) & ~around, TOUCHING)
    if not count:
        return
    found = pieces_of(labels)
    pieces = pieces_of(ndimage.label(inked, TOUCHING)[0])
    usual_height = usual(pieces.height, pieces.area)
    in_rows = np.zeros(len(height), dtype=bool)
    for top, bottom in zip(pieces.top, pieces.bottom, strict=True):
        in_rows[top:bottom] |= bottom - top > usual_height / 2
    covered = np.concatenate([[0], np.cumsum(in_rows)])
    share = (covered[found.bottom] - covered[found.top]) / found.height
    tall = (found.height >= usual_height / 2) & (found.height <= 2 * usual_height)
    narrow = found.right - found.left <= 2 * usual_height
    found = found.only(tall & narrow & (share > 0.5))
    looks = (found.height * (found.right - found.left)).sum()
    if not 0 < found.label.size <= MAX_FAINT_PIECES or looks > MAX_FAINT_AREA * height.size:
        return
    pen = stroke_width(inked)
    for label, top, bottom, left, right in zip(
        found.label, found.top, found.bottom, found.left, found.right, strict=True
    ):
        window = np.s_[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
        faint = labels[window] == label
        is_bold = stroke_width(faint) >= THINNEST * pen
        if is_bold and _has_edges(height[window] / float(np.median(height[window][faint])), faint):
            yield window, faint


def _has_edges(height: Grey, inked: Mask) -> bool:
    """Tell ink from a fall of light, which takes many pixels and much of its own size to pass."""
    if min(height.shape) < 3 or max(height.shape) <= TINY:
        return True
    around = np.pad(height, 1, mode="edge")
    rows, columns = np.nonzero(inked & grown(~inked))  # the rim of ink
    down = around[rows + 2, columns + 1] - around[rows, columns + 1]
    across = around[rows + 1, columns + 2] - around[rows + 1, columns]
    sharpness = float(np.median(np.hypot(down, across))) / 2
    size = int(max(np.ptp(rows), np.ptp(columns))) + 1
    return sharpness > 1 / EDGE_PIXELS or sharpness > EDGES_ACROSS / size


def _with_core(inked: Mask, sure: Mask) -> Mask:
    """Return the pieces of ink that are beyond doubt somewhere."""
    labels, count = ndimage.label(inked, TOUCHING)
    has_core = np.zeros(count + 1, dtype=bool)
    has_core[labels[inked & sure]] = True
    return np.asarray(has_core[labels])
