"""A number as one synthetic writer sets it down: digits joined or apart, and what stands beside them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from recognizer.datasets.handwriting import Writers, Written
from recognizer.datasets.handwriting.curves import Floats
from recognizer.datasets.handwriting.generator import Strokes
from recognizer.datasets.numbers.texts import any_text

BATCH = 512
"""Numbers that are written at a time."""

HASTY = 0.55
"""How many writers write in a hurry."""

FOREIGN = 0.1
"""How often a letter or a sign stands before, in or behind a number."""

GROUPED = 0.45
"""How often the thousands of an amount are set apart, by a point, a comma or room."""

CLOSED = 0.22
"""How often a number is closed by dashes, a point, or both, that nothing may be added."""

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


@dataclass(kw_only=True)
class _Layout:
    """How somebody sets digits beside one another."""

    gap: float
    """From one digit to the next, in heights of a digit; below 0 they overlap."""
    unevenness: float
    """Standard deviation of the gaps."""
    unlifted: float
    """How often the pen stays on the paper between two digits."""
    zeros_unlifted: float
    """The same between two zeros."""
    size: float
    """Standard deviation of the logarithm of a digit's height."""
    zero: float
    """Height of a zero beside other digits."""
    baseline: float
    """Standard deviation of a digit's foot."""
    slope: float
    """By how much the row falls for each unit to the right."""
    strokes: Strokes = field(default_factory=list)
    edge: float = 0.0
    """Where the row ends on the right so far."""

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "_Layout":
        """Return one person's way of setting digits."""
        kind = rng.random()
        if kind < 0.3:
            gap = rng.uniform(-0.1, 0.08)
        elif kind < 0.8:
            gap = rng.uniform(0.06, 0.3)
        else:
            gap = rng.uniform(0.3, 0.8)
        return cls(
            gap=gap,
            unevenness=rng.uniform(0.02, 0.08),
            unlifted=rng.uniform(0.2, 0.8) if rng.random() < 0.12 else 0.01,
            zeros_unlifted=rng.uniform(0.5, 1) if rng.random() < 0.22 else 0.02,
            size=rng.uniform(0.02, 0.12),
            zero=rng.uniform(0.5, 0.95) if rng.random() < 0.4 else rng.uniform(0.9, 1.05),
            baseline=rng.uniform(0.01, 0.06),
            slope=rng.normal(0, 0.035),
        )


def numbers(count: int, *, seed: int) -> Iterator[Number]:
    """Yield numbers, each by one synthetic writer; some hold a letter or a sign that belongs to no digit."""
    for batch in itertools.count():
        size = min(BATCH, count - batch * BATCH)
        if size <= 0:
            return
        yield from _written(size, np.random.default_rng([seed, batch, 20]), seed=seed * 65_537 + batch)


def _written(count: int, rng: np.random.Generator, *, seed: int) -> Iterator[Number]:
    """Yield numbers by writers of whom each writes about two."""
    crowd = Writers(max(1, count // 2), seed=seed)
    texts = [any_text(rng) for _ in range(count)]
    of_number = rng.integers(0, crowd.count, count)
    labels = np.array([int(digit) for text in texts for digit in text])
    writers = np.repeat(of_number, [len(text) for text in texts])
    digits = iter(crowd.written(labels, writers, rng=rng, hasty=HASTY))
    foreign = [one for one in crowd.non_digits(count, rng=rng) if not one.style.isdigit()]
    for text in texts:
        row = list(itertools.islice(digits, len(text)))
        yield Number(text=text, strokes=_in_a_row(row, foreign, rng), pen=row[0].pen)


def _in_a_row(row: Sequence[Written], foreign: Sequence[Written], rng: np.random.Generator) -> Strokes:
    """Return the strokes of a number and of what stands beside its digits."""
    layout = _Layout.draw(rng)
    is_grouped, mark = len(row) > 3 and rng.random() < GROUPED, rng.integers(0, 4)
    alien = int(rng.integers(0, len(row) + 1)) if foreign and rng.random() < FOREIGN else -1
    if rng.random() < FOREIGN / 2:
        _add_marks(layout, _opening(rng), rng)
    before: int | None = None
    for place, digit in enumerate(row):
        if place == alien:
            _add(layout, foreign[int(rng.integers(0, len(foreign)))].strokes, rng, gap=rng.uniform(0.1, 0.5))
            before = None
        if is_grouped and place and (len(row) - place) % 3 == 0:
            before = None
            if mark < 3:
                _add_marks(layout, [_point(rng) if mark < 2 else _comma(rng)], rng)
            else:
                layout.edge += rng.uniform(0.1, 0.5)
        joins = layout.zeros_unlifted if before == digit.label == 0 else layout.unlifted
        _add(layout, _sized(digit, layout, rng), rng, joined=before is not None and rng.random() < joins)
        before = digit.label
    if alien == len(row):
        _add(layout, foreign[int(rng.integers(0, len(foreign)))].strokes, rng, gap=rng.uniform(0.1, 0.5))
    if rng.random() < CLOSED:
        _add_marks(layout, _closing(rng), rng)
    turned = np.array([[1, layout.slope], [-layout.slope, 1]])
    return [stroke @ turned for stroke in layout.strokes]


def _sized(digit: Written, layout: _Layout, rng: np.random.Generator) -> Strokes:
    """Return a digit in its own size, with its foot about where the row stands."""
    size = float(np.exp(rng.normal(0, layout.size))) * (layout.zero if digit.label == 0 else 1)
    # what is small stands on the line, hangs from it or is in between
    foot = rng.normal(0, layout.baseline) + (1 - size) * (rng.uniform(0.3, 1) - 0.5)
    return [stroke * size + [0, foot] for stroke in digit.strokes]


def _add(
    layout: _Layout,
    strokes: Strokes,
    rng: np.random.Generator,
    *,
    gap: float | None = None,
    joined: bool = False,
) -> None:
    """Set strokes to the right of a row, with the pen lifted between them or not."""
    apart = (layout.gap if gap is None else gap) + rng.normal(0, layout.unevenness)
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    shift = np.array([layout.edge + (apart if layout.strokes else 0) - left, 0])
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


def _add_marks(layout: _Layout, marks: Strokes, rng: np.random.Generator) -> None:
    """Set marks, given from x = 0 and with the feet of digits at y = 0.5, to the right of a row."""
    shift = np.array([layout.edge + rng.uniform(-0.02, 0.18), 0])
    layout.strokes += [stroke + shift for stroke in marks]
    layout.edge = max(float(stroke[:, 0].max()) for stroke in layout.strokes)


def _point(rng: np.random.Generator) -> Floats:
    """Return a point on the line."""
    x, y = rng.uniform(0.02, 0.1), 0.5 + rng.uniform(-0.1, 0.08)
    return np.array([[x, y], [x + rng.normal(0, 0.03), y + abs(rng.normal(0, 0.03))]])


def _comma(rng: np.random.Generator) -> Floats:
    """Return a comma, or the stroke of one, which some put high."""
    x, y = rng.uniform(0.06, 0.16), 0.46 + rng.uniform(-0.08, 0.1)
    long = rng.uniform(0.1, 0.32)
    return np.array([[x, y], [x - rng.uniform(0, 0.3) * long, y + 0.6 * long], [x - 0.5 * long, y + long]])


def _dash(rng: np.random.Generator, *, start: float = 0.0) -> Floats:
    """Return a dash, straight or waving."""
    long, y = rng.uniform(0.2, 0.9), rng.uniform(-0.15, 0.35)
    part = np.linspace(0, 1, 9)
    wave = rng.normal(0, 0.06) * np.sin(2 * np.pi * part * rng.uniform(0.5, 1.5))
    return np.stack([start + long * part, y + wave + rng.normal(0, 0.15) * part * long], axis=1)


def _opening(rng: np.random.Generator) -> Strokes:
    """Return dashes, as people put them before an amount."""
    double = [_dash(rng) + np.array([0, shift]) for shift in (-0.12, 0.12)]
    return double if rng.random() < 0.5 else [_dash(rng)]


def _closing(rng: np.random.Generator) -> Strokes:
    """Return what people put behind an amount."""
    kind = rng.integers(0, 5)
    if kind == 0:
        return [_point(rng)]
    if kind == 1:
        return [_comma(rng)]
    if kind == 2:
        return [_point(rng), _dash(rng, start=0.2)]
    if kind == 3:
        one = _dash(rng)
        return [one, one + np.array([rng.normal(0, 0.05), rng.uniform(0.15, 0.3)])]
    return [_dash(rng)]
