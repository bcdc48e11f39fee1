"""Numbers by synthetic writers, as strokes and as photographs: what trust in readings is fitted on."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from recognizer.datasets.handwriting import Writers, Written
from recognizer.datasets.handwriting.generator import beside
from recognizer.ink import Stroke

LONGEST = 10
"""Digits of a number; shorter ones are as frequent."""

STRANGE = 0.06
"""How often a letter or a sign stands in a number."""

CLOSE = 0.4
"""How often digits are written so closely that some touch."""

UNLIFTED = 0.1
"""How often the pen stays down between two digits of a number, which then are one stroke."""

LEAST, MOST = 16, 90
"""Pixels of the height of a digit in a photograph."""

SCALE = 3
"""A photograph is drawn so many times as large and brought to its size by averaging."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number as somebody wrote it."""

    text: str
    strokes: list[Stroke]
    pen: float
    """Width of the pen, relative to everybody's."""


def numbers(count: int, *, seed: int) -> Iterator[Number]:
    """Yield numbers, each by one synthetic writer; some hold a letter or a sign that belongs to no digit."""
    rng = np.random.default_rng([seed, 20])
    crowd = max(1, count // 4)
    writers = Writers(crowd, seed=seed)
    of_writer: dict[int, list[Written]] = {}
    for digit in writers.digits(count * LONGEST, rng=rng):
        of_writer.setdefault(digit.writer, []).append(digit)
    non_digits = [one for one in writers.non_digits(count, rng=rng) if not one.style.isdigit()]
    supplies = {writer: itertools.cycle(digits) for writer, digits in of_writer.items()}
    for writer in itertools.islice(itertools.cycle(supplies), count):
        row = list(itertools.islice(supplies[writer], int(rng.integers(1, LONGEST + 1))))
        text = "".join(str(digit.label) for digit in row)
        if rng.random() < STRANGE:
            row.insert(int(rng.integers(0, len(row) + 1)), non_digits[rng.integers(0, len(non_digits))])
        yield Number(text=text, strokes=_in_a_row(row, rng), pen=row[0].pen)


def _in_a_row(row: list[Written], rng: np.random.Generator) -> list[Stroke]:
    """Return digits in a row: closely or apart, up and down a little, of sizes that vary."""
    close = rng.random() < CLOSE
    unlifted = rng.random() < UNLIFTED
    strokes: list[Stroke] = []
    for written in row:
        own = [stroke * rng.normal(1, 0.06) + [0, rng.normal(0, 0.04)] for stroke in written.strokes]
        if not strokes:
            strokes = own
            continue
        held = len(strokes)
        strokes = beside(strokes, own, rng.uniform(-0.12, 0.12) if close else rng.uniform(0.03, 0.4))
        if unlifted and rng.random() < 0.5:
            strokes[held - 1 : held + 1] = [np.concatenate(strokes[held - 1 : held + 1])]
    turn = rng.normal(0, 0.02)
    return [stroke @ np.array([[1, turn], [-turn, 1]]) for stroke in strokes]


def photograph(number: Number, rng: np.random.Generator) -> Image.Image:
    """Return a photograph or scan of a number: any paper, light, rulings, blur, noise and compression."""
    height = float(np.exp(rng.uniform(np.log(LEAST), np.log(MOST))))
    margin = height * rng.uniform(0.15, 1.2)
    points = np.concatenate(number.strokes)
    corner = points.min(axis=0)
    scale = height / max(np.ptp(points[:, 1]), 0.3)
    width, tall = np.ptp(points, axis=0) * scale + 2 * margin
    size = (max(8, round(width)), max(8, round(tall)))
    ink = Image.new("L", (size[0] * SCALE, size[1] * SCALE))
    painter = ImageDraw.Draw(ink)
    pen = max(1, round(SCALE * height * rng.uniform(0.05, 0.11) * number.pen))
    for stroke in number.strokes:
        path = [tuple(point) for point in ((stroke - corner) * scale + margin) * SCALE]
        painter.line(path, fill=255, width=pen, joint="curve")
        for x, y in path:
            painter.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=255)
    cover = np.asarray(ink.resize(size, Image.Resampling.BOX), dtype=np.float32) / 255
    paper, dark = _paper(size, height, rng), rng.uniform(20, 130)
    fading = 1 - rng.uniform(0, 0.5) * _waves(size, rng)
    seen = paper * (1 - cover * fading) + dark * cover * fading
    seen = seen + rng.normal(0, rng.choice([0.0, 2.0, 6.0, 12.0]), seen.shape)
    picture = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    picture = picture.filter(ImageFilter.GaussianBlur(float(rng.choice([0, 0, 0.01, 0.03])) * height))
    return _compressed(picture, int(rng.integers(25, 95))) if rng.random() < 0.6 else picture


def _paper(size: tuple[int, int], height: float, rng: np.random.Generator) -> NDArray[np.floating]:
    """Return the paper alone: uneven light, perhaps rulings, a box or a pattern."""
    width, tall = size
    paper = rng.uniform(165, 255) * (1 - rng.uniform(0, 0.4) * _waves(size, rng))
    line = rng.uniform(0.55, 0.95)
    kind = rng.integers(0, 6)
    if kind <= 1:
        every = max(4, round(height * rng.uniform(0.4, 1.6)))
        paper[rng.integers(0, every) :: every] *= line
        if kind == 1:
            paper[:, rng.integers(0, every) :: every] *= line
    elif kind == 2:
        thick = max(1, round(height * 0.03))
        top, left = (int(rng.integers(0, max(1, round(0.15 * side)))) for side in (tall, width))
        for part in (np.s_[top : top + thick], np.s_[-top - thick : tall - top]):
            paper[part] *= line
        for part in (np.s_[left : left + thick], np.s_[-left - thick : width - left]):
            paper[:, part] *= line
    return paper


def _waves(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.floating]:
    """Return what varies slowly over a picture, from 0 to 1."""
    coarse = Image.fromarray(rng.integers(0, 256, (3, 4), dtype=np.uint8))
    return np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / 255


def _compressed(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)
