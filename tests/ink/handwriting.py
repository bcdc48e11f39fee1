"""A few drawings and pictures that the tests share."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink import Lattice, Mode, Stroke, lattice_from_ink, picture_of, picture_to_ink
from recognizer.ink.drawing import draw

ONE: list[Stroke] = [np.array([[0.3, 0.25], [0.6, 0.0], [0.6, 1.0]])]
SEVEN: list[Stroke] = [np.array([[0.0, 0.0], [0.7, 0.02], [0.25, 1.0]]), np.array([[0.2, 0.5], [0.6, 0.47]])]
FIVE: list[Stroke] = [
    np.array([[0.1, 0.0], [0.1, 0.4], [0.45, 0.4], [0.6, 0.65], [0.45, 0.95], [0.0, 1.0]]),
    np.array([[0.1, 0.02], [0.65, 0.0]]),
]


def zero(points: int = 60) -> list[Stroke]:
    """Return an upright ellipse of so many points."""
    turn = np.linspace(0, 2 * np.pi, points)
    return [np.stack([0.3 + 0.3 * np.sin(turn), 0.5 - 0.5 * np.cos(turn)], axis=1)]


def row(*digits: list[Stroke], gap: float = 1.1) -> list[Stroke]:
    """Return digits side by side, a new one every ``gap`` heights."""
    return [stroke + np.array([place * gap, 0]) for place, digit in enumerate(digits) for stroke in digit]


def enlarged(strokes: list[Stroke], *, side: int = 160) -> NDArray[np.float64]:
    """Return the drawn strokes, 0 to 1, so large that the longer side of their ink is ``side`` pixels."""
    ink = draw(strokes)
    ink = ink.crop(ink.getbbox())
    factor = side / max(ink.size)
    large = ink.resize((round(ink.width * factor), round(ink.height * factor)), Image.Resampling.BICUBIC)
    return np.pad(np.asarray(large, dtype=np.float64) / 255, 1)


def photographed(
    strokes: list[Stroke], *, paper: int = 230, ink: int = 40, margin: int = 40
) -> NDArray[np.uint8]:
    """Return grey pixels of strokes written on paper, the larger side of their ink 160 pixels."""
    coverage = np.pad(enlarged(strokes), margin)
    return np.rint(paper + (ink - paper) * coverage).astype(np.uint8)


def picture(strokes: list[Stroke], *, paper: int = 230, ink: int = 40, margin: int = 40) -> Image.Image:
    """Return ``photographed`` pixels as a picture."""
    return Image.fromarray(photographed(strokes, paper=paper, ink=ink, margin=margin))


def lattice_of(image: Image.Image, *, mode: Mode) -> Lattice:
    """Return what an image may be read as."""
    whole = picture_of(image)
    return lattice_from_ink(picture_to_ink(whole), whole.step, mode=mode)
