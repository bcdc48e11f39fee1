"""Photographs and scans of synthetic numbers: paper, light, lines, pens, lenses, noise and compression."""

import io
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from recognizer.datasets.numbers.paint import paint
from recognizer.datasets.numbers.writing import Number
from recognizer.ink.pieces import Ink

Pixels: TypeAlias = NDArray[np.floating]

LEAST, MOST = 16, 90
"""Pixels of the height of a number in a photograph."""

THINNEST, THICKEST = 0.04, 0.12
"""Width of a pen, in heights of a number."""

SCALE = 3
"""A photograph is drawn so many times as large and brought to its size by averaging."""


def photograph(number: Number, rng: np.random.Generator) -> Image.Image:
    """Return a photograph or scan of a number, dark ink on light paper or, seldom, the reverse."""
    height, margin = _size(rng)
    return _on_paper(*_inked(number, height, margin, rng), height, rng)


def photograph_of_ink(ink: Ink, foot: float, rng: np.random.Generator) -> Image.Image:
    """Return the same of ink (h, w), ink high, that stands on this row of it."""
    height, margin = _size(rng)
    scale, edge = height / ink.shape[0], round(margin)
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(height)))
    cover = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BOX), dtype=np.float32) / 255
    return _on_paper(np.pad(cover, edge), edge + foot * scale, height, rng)


def _size(rng: np.random.Generator) -> tuple[float, float]:
    """Return the height of a number in its photograph and the room about it, in pixels."""
    height = float(np.exp(rng.uniform(np.log(LEAST), np.log(MOST))))
    return height, height * rng.uniform(0.15, 1.2)


def _on_paper(cover: Pixels, foot: float, height: float, rng: np.random.Generator) -> Image.Image:
    """Return a photograph, given how much of each pixel ink covers and the row on which it stands."""
    tall, width = cover.shape
    paper, dark = _paper((width, tall), height, foot, rng), rng.uniform(10, 130)
    fading = 1 - rng.uniform(0, 0.5) * _waves((width, tall), rng)
    if rng.random() < 0.15:  # a ball pen that skips
        fading = fading * np.where(_grain((width, tall), height * 0.06, rng) > rng.uniform(0.1, 0.3), 1, 0.25)
    seen = paper * (1 - cover * fading) + dark * cover * fading
    seen = seen + rng.normal(0, rng.choice([0.0, 2.0, 6.0, 12.0]), seen.shape)
    if rng.random() < 0.05:
        seen = 255 - seen
    picture = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    picture = picture.filter(ImageFilter.GaussianBlur(float(rng.choice([0, 0, 0.01, 0.03])) * height))
    return _compressed(picture, int(rng.integers(25, 95))) if rng.random() < 0.6 else picture


def _inked(number: Number, height: float, margin: float, rng: np.random.Generator) -> tuple[Pixels, float]:
    """Return how much of each pixel ink covers, from 0 to 1, and the row on which the number stands."""
    points = np.concatenate(number.strokes)
    corner = points.min(axis=0)
    scale = height / max(np.ptp(points[:, 1]), 0.3)
    width, tall = np.ptp(points, axis=0) * scale + 2 * margin
    size = (max(8, round(width)), max(8, round(tall)))
    ink = Image.new("L", (size[0] * SCALE, size[1] * SCALE))
    painter = ImageDraw.Draw(ink)
    pen = max(1, round(SCALE * height * rng.uniform(THINNEST, THICKEST) * number.pen))
    for stroke in number.strokes:
        path = [(float(x), float(y)) for x, y in ((stroke - corner) * scale + margin) * SCALE]
        paint(painter, path, pen)
    cover = np.asarray(ink.resize(size, Image.Resampling.BOX), dtype=np.float32) / 255
    return cover, margin + (0.5 - corner[1]) * scale


def _paper(size: tuple[int, int], height: float, foot: float, rng: np.random.Generator) -> Pixels:
    """Return the paper alone: uneven light, perhaps rulings, a box, a line to write on or a pattern."""
    width, tall = size
    paper = rng.uniform(165, 255) * (1 - rng.uniform(0, 0.4) * _waves(size, rng))
    line, thick = rng.uniform(0.55, 0.95), max(1, round(height * rng.uniform(0.015, 0.04)))
    kind = rng.integers(0, 9)
    if kind <= 1:
        every = max(4, round(height * rng.uniform(0.4, 1.6)))
        paper[rng.integers(0, every) :: every] *= line
        if kind == 1:
            paper[:, rng.integers(0, every) :: every] *= line
    elif kind == 2:
        top, left = (int(rng.integers(0, max(1, round(0.15 * side)))) for side in (tall, width))
        for part in (np.s_[top : top + thick], np.s_[-top - thick : tall - top]):
            paper[part] *= line
        for part in (np.s_[left : left + thick], np.s_[-left - thick : width - left]):
            paper[:, part] *= line
    elif kind == 3:
        _underline(paper, round(foot + rng.normal(0.02, 0.06) * height), thick, rng)
    elif kind <= 5:
        paper *= 1 - (1 - line) * _guilloche(size, height, rng)
    elif kind == 6:
        paper *= np.where(_grain(size, height * rng.uniform(0.03, 0.2), rng) > rng.uniform(0.6, 0.9), line, 1)
    if rng.random() < 0.1:  # an edge, or what lies beneath the paper
        paper[:, : int(rng.integers(1, max(2, round(0.1 * height))))] *= rng.uniform(0.1, 0.8)
    return paper


def _underline(paper: Pixels, row: int, thick: int, rng: np.random.Generator) -> None:
    """Print the line on which a number is to stand, whole or dotted, on paper."""
    tall, width = paper.shape
    row = min(max(row, 0), tall - 1)
    dark = rng.uniform(0.3, 0.8)
    along = np.arange(width)
    printed = np.ones(width, dtype=bool)
    if rng.random() < 0.4:
        period = max(3, round(tall * rng.uniform(0.03, 0.1)))
        printed = along % period < period / 2
    paper[row : row + thick, printed] *= dark


def _guilloche(size: tuple[int, int], height: float, rng: np.random.Generator) -> Pixels:
    """Return the fine waving lines of security paper, from 0 to 1."""
    width, tall = size
    y, x = np.mgrid[0:tall, 0:width].astype(np.float32) / height
    pattern = np.zeros((tall, width))
    for _ in range(int(rng.integers(1, 4))):
        angle, wave = rng.uniform(0, np.pi), rng.uniform(0.5, 3)
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        bent = across + rng.uniform(0.02, 0.2) * np.sin(2 * np.pi * along * wave)
        pattern = np.maximum(pattern, np.cos(2 * np.pi * bent * rng.uniform(2, 8)) > rng.uniform(0.4, 0.9))
    return pattern


def _grain(size: tuple[int, int], side: float, rng: np.random.Generator) -> Pixels:
    """Return noise in grains of so many pixels, from 0 to 1."""
    width, tall = size
    cells = (max(2, round(tall / max(side, 1))), max(2, round(width / max(side, 1))))
    coarse = Image.fromarray(rng.integers(0, 256, cells, dtype=np.uint8))
    return np.asarray(coarse.resize(size, Image.Resampling.BILINEAR), dtype=np.float32) / 255


def _waves(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return what varies slowly over a picture, from 0 to 1."""
    coarse = Image.fromarray(rng.integers(0, 256, (3, 4), dtype=np.uint8))
    return np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / 255


def _compressed(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)
