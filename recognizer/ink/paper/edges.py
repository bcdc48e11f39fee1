"""Dark strips along a picture's edges → paper: a scanner's shadow, a border, the table about a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink.paper.light import Grey
from recognizer.ink.pieces import TOUCHING, Ink

MIN_TRIMMED_SIDE = 32
"""Pixels of the side of a picture that is looked at; a smaller one is cut out about a digit."""

MAX_SURROUNDINGS_DEPTH = 0.4
"""Part of the picture to which what lies about a sheet of paper reaches at most,"""
MAX_STRIP_DEPTH = 0.15
"""and a strip along one edge alone, or two."""

MIN_STRIP_CONTRAST = 40.0
"""Grey levels between a strip and the paper at least,"""
PASSED = 0.75
"""of which this part lies between the strip and where it has ended."""

MIN_EDGE_COVERED = 0.8
"""Part of its edge along which a strip lies."""

MIN_STRAIGHT_PART = 0.75
"""Part of a strip's length over which its inner side is straight,"""
WAVER = 1.5
"""to so many pixels, or to a tenth of its thickness."""

STRIP_MARGIN = 3
"""Pixels that are taken with it: the blur between strip and paper."""

MAX_INK_BESIDE_STRIP = 0.02
"""Part of another edge along which ink may lie; more, and the picture is cut out tightly about its ink."""

ALL = 0.9
"""Part of an edge along which ink that is none lies."""

Views = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class _Strip:
    cut: NDArray[np.intp]
    """(h,), for each line across the edge, how many of its pixels are the strip's."""
    lightest: float
    """Grey level below which there is no paper."""


def without_edges(light: Grey) -> Grey:
    """
    Lay paper over whatever hugs the picture's edges, with a straight side, along nearly all of an edge.

    A picture that is cut out tightly about its ink stays as it is: there a 1 lies along an edge, or the bar
    of a 7, but ink touches other edges too.

    Parameters
    ----------
    light
        Grey picture (h, w), 0 to 255; left as it is.
    """
    if min(light.shape) < MIN_TRIMMED_SIDE:
        return light
    lightest = float(light.max())
    found = {side: _strip(view, lightest) for side, view in _views(light).items()}
    strips = {side: strip for side, strip in found.items() if strip is not None}
    if len(strips) < 3:
        strips = {
            side: strip
            for side, strip in strips.items()
            if strip.cut.max() <= MAX_STRIP_DEPTH * _views(light)[side].shape[1] + STRIP_MARGIN
        }
    if not strips or _is_cut_out(light, strips):
        return light
    cleaned = light.copy()
    for side, view in _views(cleaned).items():
        if side in strips:
            _lay_paper(view, strips[side].cut)
    return cleaned


def without_edge_pieces(ink: Ink) -> Ink:
    """
    Return ink without a piece that lies along nearly all of an edge, if nothing else reaches an edge.

    That is what was left of a dark strip whose side is not straight, or that is broad. In a picture that is
    cut out tightly about digits others reach the edges as well, or the only one reaches two edges that are
    opposite.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.
    """
    if min(ink.shape) < MIN_TRIMMED_SIDE:
        return ink
    labels, _ = ndimage.label(ink > 0, TOUCHING)
    along = {side: view[:, 0] for side, view in _views(labels).items()}
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    dropped = set()
    for side, edge in along.items():
        count = np.bincount(edge)
        count[0] = 0
        label = int(count.argmax())
        if count[label] >= ALL * edge.size and not (along[opposite[side]] == label).any():
            dropped.add(label)
    others = sum(int((~np.isin(edge, [0, *dropped])).sum()) for edge in along.values())
    if not dropped or others > MAX_INK_BESIDE_STRIP * sum(edge.size for edge in along.values()):
        return ink
    return np.where(np.isin(labels, list(dropped)), np.uint8(0), ink)


def _views(picture: NDArray[Any]) -> Views:
    """Return views of a picture, in which each edge in turn is the left one."""
    return {
        "left": picture,
        "right": picture[:, ::-1],
        "top": picture.T,
        "bottom": picture.T[:, ::-1],
    }


def _strip(light: NDArray[Any], lightest: float) -> _Strip | None:
    """Return the strip along the left edge, if there is one; nothing in the picture is lighter than that."""
    depth = int(MAX_SURROUNDINGS_DEPTH * light.shape[1])
    edge = float(np.median(light[:, 0]))
    if lightest - edge < MIN_STRIP_CONTRAST:
        return None
    paper = float(np.percentile(light[:, depth:-depth], 75))
    contrast = paper - edge
    if contrast < MIN_STRIP_CONTRAST:
        return None
    least = paper - (1 - PASSED) * contrast
    dark = light[:, :depth] < least
    thickness = np.where(dark.all(axis=1), depth, dark.argmin(axis=1))
    # what lies along the edges above and below goes across the whole picture
    ends = np.flatnonzero(thickness < depth)
    if (thickness > 0).mean() < MIN_EDGE_COVERED or ends.size < 0.2 * len(light):
        return None
    line = _line(ends, thickness[ends], len(light))
    wavering = np.abs(thickness - line)[ends] > np.maximum(WAVER, line[ends] / 10)
    if wavering.mean() > 1 - MIN_STRAIGHT_PART or line.max() > depth:
        return None
    cut = np.ceil(line).astype(np.intp) + STRIP_MARGIN
    return _Strip(cut=np.clip(cut, 0, depth + STRIP_MARGIN), lightest=least)


def _line(places: NDArray[np.intp], values: NDArray[np.intp], length: int) -> NDArray[np.float64]:
    """Return a straight line through values, of which some lie far from it, at all places."""
    third = -(-places.size // 3)
    (x, y), (right, above) = (
        (float(places[part].mean()), float(np.median(values[part])))
        for part in (slice(third), slice(-third, None))
    )
    slope = (above - y) / (right - x) if right > x else 0.0
    return np.asarray(y + slope * (np.arange(length, dtype=np.float64) - x))


def _is_cut_out(light: Grey, strips: Mapping[str, _Strip]) -> bool:
    """Whether ink lies along edges that have no strip."""
    inside = np.ones(light.shape, dtype=bool)
    for side, view in _views(inside).items():
        if side in strips:
            view[np.arange(view.shape[1]) < strips[side].cut[:, None]] = False
    ink = inside & (light < max(strip.lightest for strip in strips.values()))
    return any(
        view[:, :2].any(axis=1).sum() > max(2, MAX_INK_BESIDE_STRIP * len(view))
        for side, view in _views(ink).items()
        if side not in strips
    )


def _lay_paper(light: NDArray[Any], cut: NDArray[np.intp]) -> None:
    """Go on to the left edge with the paper that begins behind a strip."""
    beside = np.clip(cut[:, None] + np.arange(4), 0, light.shape[1] - 1)
    paper = np.take_along_axis(light, beside, axis=1).mean(axis=1)
    paper = ndimage.median_filter(paper, 2 * (len(light) // 12) + 1, mode="nearest")
    places = np.arange(light.shape[1])
    np.copyto(light, paper[:, None], where=places < cut[:, None])
