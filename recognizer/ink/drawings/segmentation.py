"""Strokes → the lattice of all readings that are worth a look."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from recognizer.ink.drawing import pen_points
from recognizer.ink.drawings.atoms import Atom, atoms_of, slant_of
from recognizer.ink.drawings.rows import line_height, split_rows
from recognizer.ink.glyphs import Glyph, glyph_of_strokes, glyphs_from_strokes
from recognizer.ink.lattice.lattice import Lattice, LatticeRow, Segment, chain, either, in_turn
from recognizer.ink.lattice.priors import (
    CUT_PROBABILITY,
    EVEN,
    LINES,
    SKIPPED,
    Floats,
    log_apart,
    log_shape,
    log_together,
)
from recognizer.ink.marks import (
    MAX_MARK_HEIGHT,
    MAX_MARK_OVERLAP,
    Mark,
    MarkKind,
    is_slash,
    low_mark,
    marks_around,
)
from recognizer.ink.strip import strip_of_strokes
from recognizer.ink.strokes import Box, Mode, Stroke, bounds, clean, union

MAX_DIGIT_STROKES = 4
"""Of one digit."""

MAX_STROKE_PARTS = 7
"""Of one digit, parts of strokes counted singly."""

MAX_LINE_SEGMENTS = 300
"""Of a line, about; longer lines have fewer readings."""

MAX_SEGMENTS_OF_LINES = 1_000
"""Of all lines of a drawing together, about."""

MAX_DRAWING_POINTS = 100_000
"""Of all segments of a line together, about."""

MAX_PEN_POINTS = 40_000
"""That the pen sets for all segments of a line together, about."""

MAX_LINE_INK = 15_000
"""Points that the pen sets for all strokes, each drawn once: those of 150 digits.

Of a drawing with more, which is scribbled over and over, fewer points are taken.
"""

MARK = 0.4
"""Probability that a low piece of ink, a point or a dash, is no digit."""

SLASH_PROBABILITY = 0.5
"""Probability that a tall stroke that leans like a slash is one."""

MAX_GROUP_GAP = 0.35
"""Within a digit, in heights of the line."""

MAX_GROUP_WIDTH = 1.8
"""Width of a digit of several strokes, in heights of the line or of its own."""


def lattice_from_strokes(strokes: Sequence[Stroke], *, mode: Mode) -> Lattice:
    """
    Find what in a drawing may be a digit, and in which order.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) in the order drawn, in any unit, y downwards; one point is a dot.
    mode
        ``"digit"``: the whole drawing is one digit.

    Raises
    ------
    StrokesError
        A stroke is not an (n, 2) array of finite numbers of a sensible size.
    """
    kept = clean(strokes)
    drawn = {index: stroke for index, stroke in enumerate(strokes) if len(stroke)}
    slips = [_slip(index, stroke) for index, stroke in drawn.items() if index not in kept]
    if mode == "digit":
        return chain(glyphs_from_strokes(strokes), slips)
    if not kept:
        return chain([])
    kept = _thinned(kept)
    around = marks_around(kept)
    left_out = {index for mark in around for index in mark.strokes}
    read = {index: stroke for index, stroke in kept.items() if index not in left_out}
    return replace(_of_rows(read), marks=(*around, *slips))


def _slip(index: int, stroke: Stroke) -> Mark:
    return Mark(kind=MarkKind.DOT, box=bounds([stroke]), strokes=(index,))


def _of_rows(strokes: Mapping[int, Stroke]) -> Lattice:
    rows = split_rows(strokes)
    whole = _of_a_row(strokes, MAX_LINE_SEGMENTS)
    if len(rows) == 1:
        return whole
    most = min(MAX_LINE_SEGMENTS, MAX_SEGMENTS_OF_LINES // len(rows))
    gaps = _gaps([bounds(row.values())[1::2] for row in rows]) / line_height(strokes)
    return either(
        whole.weighed(float(log_together(gaps, LINES).sum())),
        in_turn(_of_a_row(row, most) for row in rows).weighed(float(log_apart(gaps, LINES).sum())),
    )


def _thinned(strokes: dict[int, Stroke]) -> dict[int, Stroke]:
    """Take every second point or fewer where the pen would have to go a way that no number has."""
    step = math.ceil(sum(map(pen_points, strokes.values())) / MAX_LINE_INK)
    if step <= 1:
        return strokes
    return {
        index: np.concatenate([stroke[:-1:step], stroke[-1:]]) if len(stroke) > 2 else stroke
        for index, stroke in strokes.items()
    }


def _of_a_row(strokes: Mapping[int, Stroke], most_segments: int) -> Lattice:
    height = line_height(strokes) or 1.0
    atoms = atoms_of(strokes, height)
    gaps = _gaps([atom.box[0::2] for atom in atoms]) / height
    apart, together = _between(atoms, gaps)
    reach = _reach(strokes, len(atoms), most_segments)
    segments: list[Segment] = []
    for start, atom in enumerate(atoms):
        segments += _read_over(start, atoms, strokes, height)
        for end in _ends(start, gaps, reach):
            group = atoms[start:end]
            box = union(atom.box for atom in group)
            if not _may_be_a_digit(group, box, height):
                continue
            prior = sum(together[start : end - 1]) + sum(apart[end - 1 : end])
            prior += log_shape(box[2] / height, box[3] / height)
            glyph = _glyph(group)
            segments.append(Segment(start=start, end=end, prior=prior, glyph=glyph, atoms=len(group)))
    whole = LatticeRow(start=0, end=len(atoms), draw_strip=partial(strip_of_strokes, strokes, height))
    return Lattice(segments=tuple(segments), last=len(atoms), rows=(whole,))


def _read_over(
    place: int, atoms: Sequence[Atom], strokes: Mapping[int, Stroke], height: float
) -> Iterator[Segment]:
    """Yield an atom as what is part of no digit, where it may be the pen's way, a low mark or a slash."""
    atom = atoms[place]
    if atom.is_way:
        yield Segment(start=place, end=place + 1, prior=float(np.log(SKIPPED)), glyph=None)
        return
    if len(atoms) == 1 or len(atom.parts) > 1:
        return
    ((index, part),) = atom.parts
    if part is not strokes[index]:
        return  # a stroke that is cut is no mark, also where a piece has as many points as the whole
    beside = [other.box for other in atoms if other is not atom]
    mark, prior = None, MARK
    if atom.box[3] <= MAX_MARK_HEIGHT * height and not _is_bar(atom.box, beside):
        mark = low_mark(bounds([part]), height, (index,))
    elif 0 < place < len(atoms) - 1 and is_slash(part, height, _slant_without(strokes, index)):
        mark, prior = Mark(kind=MarkKind.SIGN, box=bounds([part]), strokes=(index,)), SLASH_PROBABILITY
    if mark is not None:
        yield Segment(start=place, end=place + 1, prior=float(np.log(prior)), glyph=None, mark=mark)


def _is_bar(low: Box, others: Sequence[Box]) -> bool:
    """Whether low ink lies above or below other ink, as the bar of a 5 or a 7 does."""
    shared = (min(low[0] + low[2], x + width) - max(low[0], x) for x, _, width, _ in others)
    return max(shared) > MAX_MARK_OVERLAP * low[2] and low[2] > 0


def _slant_without(strokes: Mapping[int, Stroke], index: int) -> float:
    return slant_of({other: stroke for other, stroke in strokes.items() if other != index})


def _ends(start: int, gaps: Floats, reach: int) -> Iterator[int]:
    """Return the nodes to which a digit that begins at a node may extend."""
    for end in range(start + 1, min(start + reach, len(gaps) + 1) + 1):
        if end > start + 1 and gaps[end - 2] > MAX_GROUP_GAP:
            return
        yield end


def _gaps(intervals: Sequence[Sequence[float]]) -> Floats:
    """Return the gaps between neighbours, each given as start and length; an overlap is negative."""
    starts, lengths = np.asarray(intervals, dtype=np.float64).T
    reached = np.maximum.accumulate(starts + lengths)
    return np.asarray(np.minimum.accumulate(starts[::-1])[::-1][1:] - reached[:-1])


def _between(atoms: Sequence[Atom], gaps: Floats) -> tuple[list[float], list[float]]:
    """Return for each gap the log probability that it lies between two digits, and that it lies in one."""
    of_one_stroke = np.array([not a.strokes.isdisjoint(b.strokes) for a, b in pairwise(atoms)], dtype=bool)
    apart = np.where(of_one_stroke, np.log(CUT_PROBABILITY), log_apart(gaps, EVEN))
    together = np.where(of_one_stroke, np.log(1 - CUT_PROBABILITY), log_together(gaps, EVEN))
    return apart.tolist(), together.tolist()


def _reach(strokes: Mapping[int, Stroke], atoms: int, most_segments: int) -> int:
    """Return how many atoms a digit may have, so that the work stays bounded."""
    points = sum(map(len, strokes.values()))
    ink = math.ceil(sum(map(pen_points, strokes.values())))
    return max(
        1, min(MAX_STROKE_PARTS, most_segments // atoms, MAX_DRAWING_POINTS // points, MAX_PEN_POINTS // ink)
    )


def _may_be_a_digit(group: Sequence[Atom], box: Box, height: float) -> bool:
    """Whether ink is worth a look by the network; an atom that must be read is, whatever it looks like."""
    if len(group) == 1:
        return not group[0].is_way
    strokes = len(set().union(*(atom.strokes for atom in group)))
    if all(atom.is_way for atom in group) or strokes > MAX_DIGIT_STROKES:
        return False
    return strokes == 1 or box[2] <= MAX_GROUP_WIDTH * max(height, box[3])


def _glyph(group: Sequence[Atom]) -> Glyph:
    parts: dict[int, list[Stroke]] = {}
    for index, points in (part for atom in group for part in atom.parts):
        parts.setdefault(index, []).append(points)
    strokes = {index: np.concatenate(parts[index]) for index in sorted(parts)}
    return glyph_of_strokes([*strokes.values()], tuple(strokes))
