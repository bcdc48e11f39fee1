"""Numbers in clear writing, as strokes and as pictures."""

import numpy as np
from PIL import Image, ImageDraw

from recognizer.ink import Stroke
from recognizer.services.evaluation.smoke_digits import STROKES

GAP = 40
"""Between two digits, which are 100 high."""

MARGIN, PEN = 50, 9


def written(text: str, *, y: float = 0.0, gap: float = GAP) -> list[Stroke]:
    """Return a number in clear writing."""
    strokes: list[Stroke] = []
    x = 0.0
    for digit in text:
        points = np.concatenate(STROKES[int(digit)])
        left, width = points[:, 0].min(), np.ptp(points[:, 0])
        strokes += [stroke + np.array([x - left, y]) for stroke in STROKES[int(digit)]]
        x += width + gap
    return strokes


def shape_of(strokes: list[Stroke]) -> Image.Image:
    """Return strokes as a picture, ink 255 on 0."""
    width, height = np.concatenate(strokes).max(axis=0).astype(int) + 2 * MARGIN
    picture = Image.new("L", (int(width), int(height)))
    painter = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [tuple(point) for point in stroke + MARGIN]
        painter.line(points, fill=255, width=PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            painter.ellipse([x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2], fill=255)
    return picture


def coloured(shape: Image.Image, *, ink: str, paper: str) -> Image.Image:
    """Return a shape as ink of some colour on paper of some."""
    picture = Image.new("RGB", shape.size, paper)
    picture.paste(ink, mask=shape)
    return picture
