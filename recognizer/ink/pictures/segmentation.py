"""Picture → the lattice of all readings that are worth a look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink.errors import TooMuchInk
from recognizer.ink.glyphs import Glyph, glyphs_from_ink
from recognizer.ink.lattice.cutouts import Cutout, Cutouts
from recognizer.ink.lattice.lattice import Lattice, LatticeRow, Segment, chain, in_turn
from recognizer.ink.lattice.priors import EVEN, Floats, log_apart, log_shape, log_together
from recognizer.ink.lattice.seams import Seam, seams
from recognizer.ink.marks import LEAN, MIN_SLASH_HEIGHT, Mark, MarkKind, lean_of, low_mark
from recognizer.ink.paper.frames import without_frames
from recognizer.ink.paper.rules import without_rules
from recognizer.ink.pen import stroke_width
from recognizer.ink.pictures.rows import MAX_LOW_PIECE_HEIGHT, InkRow, writing_of
from recognizer.ink.pieces import Ink, Mask
from recognizer.ink.strip import strip_of_ink
from recognizer.ink.strokes import Box, Mode

MAX_CUT_THICKNESS = 6.0
"""Ink that a cut crosses at most, in widths of the pen."""

FREE = 0.1
"""Ink in widths of the pen up to which a seam runs through paper."""

TOUCH_LOG_PROBABILITY = -1.0
"""Log probability that two digits touch where a seam passes; one less for each width of the pen it cuts."""

MIN_ATOM_INK = 0.5
"""Ink of an atom, in squares as wide as the pen; what is less goes with its neighbour."""

MAX_INK_ATOMS = 7
"""Atoms of one digit."""

MAX_ROW_ATOMS = 400
"""Atoms; more are too much to be a number."""

MAX_GLYPHS = 2_000
"""Cut-outs of a whole picture that may be digits; more are too much to be a number."""

MAX_ATOM_GAP = 0.25
"""Within a digit, in heights of the line."""

MAX_DIGIT_WIDTH = 1.4
"""Width of a digit, in heights of the line or of its own."""

LEFT_OUT = float(np.log(0.4))
"""Log probability that a low piece of ink, a point or a dash, is no digit."""

NON_DIGIT = -6.5
"""Log probability that ink as tall as a digit is a letter or a sign beside the number."""

SLASH_LOG_PROBABILITY = float(np.log(0.5))
"""Log probability that straight ink that leans like a slash is one."""

FOREIGN = -30.0
"""Log probability of leaving out what is as tall as a digit: less than that of any digit."""


def lattice_from_ink(ink: Ink, step: int, *, mode: Mode) -> Lattice:
    """
    Find what in a picture's ink may be a digit, and in which order.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0, as ``picture_to_ink`` returns it.
    step
        Pixels of the picture along one of the ink's.
    mode
        ``"digit"``: the whole picture is one digit.

    Returns
    -------
    Lattice
        Without a way where no ink is like digits, and where there is too much of it to be a number.
    """
    unframed, frames = without_frames(ink, step)
    rings = [Mark(kind=MarkKind.RING, box=box) for box in frames]
    if mode == "digit":
        return replace(chain(glyphs_from_ink(unframed, step)), marks=tuple(rings))
    try:
        writing = writing_of(without_rules(unframed), step)
        lattice = in_turn(_within_bounds(_of_a_row(row, step) for row in writing.rows))
    except TooMuchInk:
        return Lattice(segments=(), last=0, too_much=True)
    return replace(lattice, marks=(*rings, *writing.marks))


def rows_of_ink(ink: Ink, step: int) -> list[InkRow]:
    """
    Return the rows of writing in a picture's ink, from top to bottom, without frames and rules.

    Raises
    ------
    TooMuchInk
        There are more pieces of ink than numbers have.
    """
    return writing_of(without_rules(without_frames(ink, step)[0]), step).rows


def _within_bounds(rows: Iterable[Lattice]) -> Iterator[Lattice]:
    """Yield the readings of rows as long as there are not too many cut-outs."""
    glyphs = 0
    for row in rows:
        glyphs += len(row.glyphs)
        if glyphs > MAX_GLYPHS:
            raise TooMuchInk
        yield row


def _of_a_row(row: InkRow, step: int) -> Lattice:
    """Return the readings of one row."""
    pen = max(stroke_width(row.ink > 127), 1.0)
    cuts, atom = _atoms(row.ink, pen)
    apart, together, gaps = _between(row, cuts, pen)
    cutouts = Cutouts(row.ink, atom)
    segments: list[Segment] = []
    last = len(cuts) + 1
    atoms = [cutouts.cut_out(start, start + 1) for start in range(last)]
    usual = _usual_lean(atoms, row.line)
    for start, alone in enumerate(atoms):
        mark = None if alone is None else low_mark(_box(alone, row, step), row.line / row.scale * step)
        segments.append(Segment(start=start, end=start + 1, prior=FOREIGN, glyph=None, mark=mark))
        for end in range(start + 1, min(start + MAX_INK_ATOMS, last) + 1):
            if end > start + 1 and gaps[end - 2] > MAX_ATOM_GAP:
                break
            cutout = alone if end == start + 1 else cutouts.cut_out(start, end)
            if cutout is None:
                continue
            height, width = (side / row.line for side in cutout.mask.shape)
            if width > MAX_DIGIT_WIDTH * max(1, height):
                break
            if height < MAX_LOW_PIECE_HEIGHT:
                if end == start + 1:
                    segments.append(Segment(start=start, end=end, prior=LEFT_OUT, glyph=None, mark=mark))
                continue
            prior = together[start : end - 1].sum() + apart[end - 1 : end].sum() + log_shape(width, height)
            if start > 0 and end < last and _is_slash(cutout.mask, row.line, pen, usual):
                slash = Mark(kind=MarkKind.SIGN, box=_box(cutout, row, step))
                segments.append(
                    Segment(
                        start=start,
                        end=end,
                        prior=float(prior) + SLASH_LOG_PROBABILITY,
                        glyph=None,
                        mark=slash,
                    )
                )
            segments.append(
                Segment(
                    start=start,
                    end=end,
                    prior=float(prior),
                    glyph=_glyph(cutouts, cutout, row, step),
                    non_digit=float(prior) + NON_DIGIT,
                    atoms=end - start,
                )
            )
    whole = LatticeRow(start=0, end=last, draw_strip=partial(strip_of_ink, row.ink, row.line))
    return Lattice(segments=tuple(segments), last=last, rows=(whole,))


def _usual_lean(atoms: Sequence[Cutout | None], line: float) -> float:
    """Return how far the row leans, as x for each y."""
    tall = [atom for atom in atoms if atom is not None and atom.mask.shape[0] >= MIN_SLASH_HEIGHT * line]
    return float(np.median([lean_of(atom.mask)[0] for atom in tall])) if tall else 0.0


def _is_slash(ink: Mask, line: float, pen: float, usual: float) -> bool:
    """Whether ink may be a slash: straight, tall, and leaning further to the right than its row."""
    if ink.shape[0] < MIN_SLASH_HEIGHT * line:
        return False
    lean, aside = lean_of(ink)
    return usual - lean >= LEAN and aside <= pen / 2


def _glyph(cutouts: Cutouts, cutout: Cutout, row: InkRow, step: int) -> Glyph:
    """Return a cut-out as a digit."""
    return Glyph(draw_tile=partial(cutouts.tile, cutout), box=_box(cutout, row, step), strokes=())


def _box(cutout: Cutout, row: InkRow, step: int) -> Box:
    """Return the place of a cut-out in pixels of the picture."""
    top, left = (place / row.scale + corner for place, corner in zip(cutout.corner, row.corner, strict=True))
    height, width = (side / row.scale for side in cutout.mask.shape)
    return step * left, step * top, step * width, step * height


def _atoms(ink: Ink, pen: float) -> tuple[list[Seam], NDArray[np.intp]]:
    """Return the cuts, and for each pixel the number of cuts to its left."""
    cuts = [seam for seam in seams(_without_loops(ink)) if seam.cost <= MAX_CUT_THICKNESS * pen]
    atom = _parted(ink.shape, cuts)
    mass = np.bincount(atom[ink > 127], minlength=len(cuts) + 1).tolist()
    place = 0
    while place < len(mass) and cuts:
        if mass[place] >= MIN_ATOM_INK * pen**2:
            place += 1
            continue
        beside = [cut for cut in (place - 1, place) if 0 <= cut < len(cuts)]
        cut = max(beside, key=lambda cut: cuts[cut].cost)
        del cuts[cut]
        mass[cut : cut + 2] = [mass[cut] + mass[cut + 1]]
        place = cut
    if len(cuts) >= MAX_ROW_ATOMS:
        raise TooMuchInk
    return cuts, _parted(ink.shape, cuts)


def _parted(shape: tuple[int, ...], cuts: Sequence[Seam]) -> NDArray[np.intp]:
    """Return for each pixel the number of cuts to its left."""
    height, width = shape
    behind = np.zeros((height, width + 1), dtype=np.intp)
    rows = np.arange(height)
    for cut in cuts:
        behind[rows, cut.columns] += 1
    return np.cumsum(behind[:, :width], axis=1)


def _without_loops(ink: Ink) -> Ink:
    """Fill the loops of digits: nobody would cut through them."""
    return np.where(ndimage.binary_fill_holes(ink > 127), np.uint8(255), ink)


def _between(row: InkRow, cuts: list[Seam], pen: float) -> tuple[Floats, Floats, Floats]:
    """Return for each cut how probable it is that it parts two digits, that it lies in one, and its gap."""
    gaps = _gaps(row.ink, cuts) / row.line
    cost = np.array([seam.cost / pen for seam in cuts])
    free = cost < FREE
    # what touches is one piece of ink: the more of it a cut crosses, the less likely that it parts digits
    apart = np.where(free, log_apart(gaps, EVEN), TOUCH_LOG_PROBABILITY - cost)
    together = np.where(free, log_together(gaps, EVEN), 0.0)
    return apart, together, np.where(free, gaps, 0.0)


def _gaps(ink: Ink, cuts: Sequence[Seam]) -> Floats:
    """Return how far the ink on both sides of each seam is apart in the row of pixels where it is closest."""
    height, width = ink.shape
    places = np.arange(width)
    inked = ink > 127
    # beyond the picture there is none: one column more on either side says so
    left = np.full((height, width + 1), -width)
    left[:, 1:] = np.maximum.accumulate(np.where(inked, places, -width), axis=1)
    right = np.full((height, width + 1), 2 * width)
    right[:, :width] = np.minimum.accumulate(np.where(inked, places, 2 * width)[:, ::-1], axis=1)[:, ::-1]
    rows = np.arange(height)
    gaps = [(right[rows, cut.columns] - left[rows, cut.columns] - 1).min(initial=width) for cut in cuts]
    return np.array(gaps, dtype=np.float64)
