"""A number as one synthetic writer sets it down: digits joined or apart, and what stands beside them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.datasets.handwriting import Writers, Written
from recognizer.datasets.handwriting.curves import Floats
from recognizer.datasets.handwriting.generator import Strokes
from recognizer.datasets.numbers.layout import Layout, parted
from recognizer.datasets.numbers.texts import any_text

BATCH = 512
"""Numbers that are written at a time."""

HASTY = 0.45
"""How many writers write in a hurry."""

FOREIGN = 0.1
"""How often a letter or a sign stands before, in or behind a number."""

STEP = 0.06
"""From point to point of the line by which the pen goes over to the next digit, in heights of a digit."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number as somebody wrote it."""

    text: str
    """Its digits alone."""
    strokes: Strokes
    """Each (points, 2): y downwards, a digit about one unit high."""
    pen: float
    """Width of the pen, relative to everybody's."""


def numbers(count: int, *, seed: int, hasty: float = HASTY) -> Iterator[Number]:
    """Yield numbers, each by one synthetic writer; some hold a letter or a sign that belongs to no digit.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Of writers and numbers.
    hasty : float
        How many of the writers, from 0 to 1, write in a hurry.
    """
    for batch in itertools.count():
        size = min(BATCH, count - batch * BATCH)
        if size <= 0:
            return
        yield from _written(size, np.random.default_rng([seed, batch, 20]), seed * 65_537 + batch, hasty)


def _written(count: int, rng: np.random.Generator, seed: int, hasty: float) -> Iterator[Number]:
    """Yield numbers by writers of whom each writes about two."""
    crowd = Writers(max(1, count // 2), seed=seed)
    texts = [any_text(rng) for _ in range(count)]
    of_number = rng.integers(0, crowd.count, count)
    labels = np.array([int(digit) for text in texts for digit in text])
    writers = np.repeat(of_number, [len(text) for text in texts])
    digits = iter(crowd.written(labels, writers, rng=rng, hasty=hasty))
    foreign = [one for one in crowd.non_digits(count, rng=rng) if not one.style.isdigit()]
    for text in texts:
        row = list(itertools.islice(digits, len(text)))
        yield Number(text=text, strokes=_in_a_row(row, foreign, rng), pen=row[0].pen)


def _in_a_row(row: Sequence[Written], foreign: Sequence[Written], rng: np.random.Generator) -> Strokes:
    """Return the strokes of a number and of what stands beside its digits."""
    layout = Layout.draw(rng)
    thousands = parted(len(row), rng)
    alien = int(rng.integers(0, len(row) + 1)) if foreign and rng.random() < FOREIGN else -1
    layout.open(rng)
    before: int | None = None
    for place, digit in enumerate(row):
        if place == alien:
            _add(layout, foreign[int(rng.integers(0, len(foreign)))].strokes, rng, gap=rng.uniform(0.1, 0.5))
            before = None
        if place in thousands:
            before = None
            layout.part(thousands[place], rng)
        joins = layout.zeros_unlifted if before == digit.label == 0 else layout.unlifted
        size, down = layout.sized(digit.label, rng)
        strokes: Strokes = [stroke * size + [0, down] for stroke in digit.strokes]
        _add(layout, strokes, rng, joined=before is not None and rng.random() < joins)
        before = digit.label
    if alien == len(row):
        _add(layout, foreign[int(rng.integers(0, len(foreign)))].strokes, rng, gap=rng.uniform(0.1, 0.5))
    layout.close(rng)
    return layout.fallen()


def _add(
    layout: Layout,
    strokes: Strokes,
    rng: np.random.Generator,
    *,
    gap: float | None = None,
    joined: bool = False,
) -> None:
    """Set strokes to the right of a row, with the pen lifted between them or not."""
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    shift = np.array([layout.next_left(rng, gap) - left, 0])
    moved: Strokes = [stroke + shift for stroke in strokes]
    layout.edge = max(float(stroke[:, 0].max()) for stroke in moved)
    if joined and layout.strokes:
        before = layout.strokes.pop()
        moved[0] = np.concatenate([before, _way(before[-1], moved[0][0], rng), moved[0]])
    layout.strokes += moved


def _way(start: Floats, end: Floats, rng: np.random.Generator) -> Floats:
    """Return the points by which the pen goes from one digit to the next: a line that sags a little."""
    sag = rng.normal(0.05, 0.07)
    middle = (start + end) / 2 + [0, sag]
    count = max(2, int(np.hypot(*(end - start)) / STEP))
    part = np.linspace(0, 1, count + 2)[1:-1, None]
    way: Floats = (1 - part) ** 2 * start + 2 * part * (1 - part) * middle + part**2 * end
    return way
