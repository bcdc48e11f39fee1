"""How somebody sets digits beside one another, and the marks that go with a number."""

from dataclasses import dataclass, field

import numpy as np

from recognizer.datasets.handwriting.curves import Floats
from recognizer.datasets.handwriting.generator import Strokes

GROUPED = 0.45
"""How often the thousands of an amount are set apart, by a point, a comma or room."""

CLOSED = 0.22
"""How often a number is closed by dashes, a point, or both, that nothing may be added."""

OPENED = 0.05
"""How often dashes stand before a number."""


@dataclass(kw_only=True)
class Layout:
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
    def draw(cls, rng: np.random.Generator) -> "Layout":
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

    def add_marks(self, marks: Strokes, rng: np.random.Generator) -> None:
        """Set marks, given from x = 0 and with the feet of digits at y = 0.5, to the right of the row."""
        shift = np.array([self.edge + rng.uniform(-0.02, 0.18), 0])
        self.strokes += [stroke + shift for stroke in marks]
        self.edge = max(float(stroke[:, 0].max()) for stroke in self.strokes)

    def open(self, rng: np.random.Generator) -> None:
        """Begin the row with dashes, as some do."""
        if rng.random() < OPENED:
            self.add_marks(_opening(rng), rng)

    def close(self, rng: np.random.Generator) -> None:
        """End the row with dashes or a point, as some do."""
        if rng.random() < CLOSED:
            self.add_marks(_closing(rng), rng)

    def next_left(self, rng: np.random.Generator, gap: float | None = None) -> float:
        """Return where the next digit begins on the left: in this hand's distance, or in another."""
        apart = (self.gap if gap is None else gap) + rng.normal(0, self.unevenness)
        return self.edge + (apart if self.strokes else 0)

    def part(self, separator: Strokes | None, rng: np.random.Generator) -> None:
        """Set thousands apart, by a separator or by room."""
        if separator is not None:
            self.add_marks(separator, rng)
        else:
            self.edge += rng.uniform(0.1, 0.5)

    def sized(self, label: int, rng: np.random.Generator) -> tuple[float, float]:
        """Return the size of a digit, relative to others, and how far it moves down to stand on the row."""
        size = float(np.exp(rng.normal(0, self.size))) * (self.zero if label == 0 else 1)
        # what is small stands on the line, hangs from it or is in between
        return size, rng.normal(0, self.baseline) + (1 - size) * (rng.uniform(0.3, 1) - 0.5)

    def fallen(self) -> Strokes:
        """Return the strokes of a row that falls, or rises, as this hand lets it."""
        turned = np.array([[1, self.slope], [-self.slope, 1]])
        return [stroke @ turned for stroke in self.strokes]


def parted(length: int, rng: np.random.Generator) -> dict[int, Strokes | None]:
    """Return before which of so many digits thousands are parted, and by what: marks, or None for room."""
    is_grouped, mark = length > 3 and rng.random() < GROUPED, _separator(rng)
    return dict.fromkeys(range(length - 3, 0, -3), mark) if is_grouped else {}


def _separator(rng: np.random.Generator) -> Strokes | None:
    """Return what parts thousands: a point, a comma, or None for room."""
    kind = rng.integers(0, 4)
    if kind == 3:
        return None
    return [_point(rng) if kind < 2 else _comma(rng)]


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
