"""Pictures of any size and mode → grey levels at the size that is worked on, a strip at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops
from scipy import ndimage

from recognizer.ink.paper.light import Grey
from recognizer.ink.pieces import Mask, box_of

WORKING_SIDE = 1024
"""Larger side of the picture that is worked on, in pixels."""

STRIP = 2**20
"""Pixels that are made upright, opaque and grey at a time, about."""

SAMPLE_SIDE = 256
"""Larger side, in pixels, of the thumbnail by which the ground under a transparent picture is chosen."""

OPAQUE = 127
"""Opacity, of 255, above which a pixel can be seen."""

TWO_TONES = 64
"""Grey levels between the visible pixels of a card that brings its own paper, or of several inks."""

MAX_BARE_INK_FILL = 0.7
"""Part of its box that ink without paper fills at most; a card fills more,"""
MAX_BARE_INK_THICKNESS = 0.1
"""or is thicker: the mean distance of its pixels to its rim, in sides of a square as large as the box."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of the EXIF standard (tag 0x0112); 1 is upright."""

TURNED_ORIENTATIONS = frozenset({5, 6, 7, 8})
"""Orientations in which the upright rows are stored as columns,"""
MIRRORED_ORIENTATIONS = frozenset({3, 4, 7, 8})
"""and those in which the first of them is stored last."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as it is worked on: upright, opaque, grey and of moderate size."""

    light: Grey
    """(h, w), 0 to 255, neither side over ``WORKING_SIDE``."""
    step: int
    """Pixels of the whole picture along one of these."""


def picture_of(image: Image.Image, *, orientation: int = 1, shrunk: int = 1) -> Picture:
    """
    Return an image as it is worked on.

    Parameters
    ----------
    image
        Of any mode that converts to grey; what is transparent is laid on paper.
    orientation
        As in EXIF: how it is stored.
    shrunk
        Pixels of the whole picture along one of the image's.
    """
    step = -(-max(image.size) // WORKING_SIDE)
    to_grey = _grey_of(image)
    strips = (to_grey(strip) for strip in _upright_strips(image, orientation, step))
    light = np.concatenate([np.asarray(grey.reduce(step) if step > 1 else grey) for grey in strips])
    return Picture(
        light=_in_full_range(light) if _is_deep(image) else light.astype(np.float32), step=step * shrunk
    )


def _upright_strips(image: Image.Image, orientation: int, step: int) -> Iterator[Image.Image]:
    """Yield an image upright, from top to bottom, in strips of whole steps."""
    length, width = image.size if orientation in TURNED_ORIENTATIONS else image.size[::-1]
    rows = step * max(1, STRIP // (step * width))
    for top in range(0, length, rows):
        start, stop = top, min(top + rows, length)
        if orientation in MIRRORED_ORIENTATIONS:
            start, stop = length - stop, length - start
        box = (start, 0, stop, width) if orientation in TURNED_ORIENTATIONS else (0, start, width, stop)
        strip = image.crop(box)
        yield strip.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else strip


def _is_deep(image: Image.Image) -> bool:
    return image.mode.startswith(("I", "F"))


def _grey_of(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return what makes parts of an image grey and opaque."""
    if image.has_transparency_data:
        return _paper_under(image)
    if _is_deep(image):
        return lambda part: part.convert("F")
    # Pillow knows no direct way from four bytes without alpha to grey
    return lambda part: (part.convert("RGB") if part.mode == "RGBX" else part).convert("L")


def _in_full_range(light: Grey) -> Grey:
    """Stretch: twelve bits often come as sixteen, and what counts is the part of the range that is used."""
    low, high = light.min(), light.max()
    return np.asarray((light - low) * np.float32(255 / (high - low) if high > low else 0))


def _paper_under(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return what lays parts of a transparent image on paper on which its ink can be seen."""
    # points of the picture, not means of areas: those would mix ink with what cannot be seen
    step = -(-max(image.size) // SAMPLE_SIDE)
    sample = [max(1, side // step) for side in image.size]
    grey, alpha = _layers(image.resize((sample[0], sample[1]), Image.Resampling.NEAREST))
    visible = np.asarray(grey)[np.asarray(alpha) > OPAQUE]
    if _has_two_tones(visible) and _is_drawn(np.asarray(alpha) > OPAQUE):
        # ink of several colours, or with pale rims: its shape says more than its tones
        return lambda part: ImageChops.invert(_layers(part)[1])
    ground = _ground(visible)

    def on_paper(part: Image.Image) -> Image.Image:
        grey, alpha = _layers(part)
        paper = Image.new("L", part.size, ground)
        paper.paste(grey, mask=alpha)
        return paper

    return on_paper


def _layers(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Return the grey and the opacity of an image, both of mode L."""
    layered = image if image.mode in {"RGBA", "LA"} else image.convert("RGBA")
    return layered.convert("L"), layered.getchannel("A")


def _has_two_tones(visible: NDArray[np.uint8]) -> bool:
    """Whether what can be seen is not all of about one grey."""
    if not visible.size:
        return False
    low, high = np.percentile(visible, [1, 99])
    return bool(high - low > TWO_TONES)


def _is_drawn(opaque: Mask) -> bool:
    """Whether what can be seen has the shape of ink, and not of a card with ink on it."""
    box = np.pad(opaque[box_of(opaque)], 1)
    away = ndimage.distance_transform_cdt(box, "taxicab")[box].mean()
    return bool(box.mean() < MAX_BARE_INK_FILL and away < MAX_BARE_INK_THICKNESS * np.sqrt(box.size))


def _ground(visible: NDArray[np.uint8]) -> int:
    """Return the grey of the paper: a card's own, or the opposite of ink that comes without any."""
    if not visible.size:
        return 255
    middle = float(np.median(visible))
    if _has_two_tones(visible):
        return int(middle)
    return 255 if middle < 128 else 0
