"""Synthetic handwriting: strokes of digits, and of what is no digit, by writers that never were."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting.curves import Controls, Floats, Point, curve
from recognizer.datasets.handwriting.digits import STYLES
from recognizer.datasets.handwriting.hand import Hands, flicked, sampled, trembling, written
from recognizer.datasets.handwriting.hasty import STYLES as HASTY_STYLES
from recognizer.datasets.handwriting.non_digits import LETTERS, SCRIBBLES, SIGNS
from recognizer.datasets.handwriting.variation import Style, Variation

Strokes: TypeAlias = list[Floats]
"""Strokes of one sample, each (points, 2): y downwards, about one unit high."""

NO_DIGIT = 10
"""The label of what is no digit."""

OWN_STYLE = 0.7
"""How often a writer uses the style that is his own; else any."""

JOINED = 0.04
"""How often the pen is not lifted far enough between two strokes."""


class Repertoire(NamedTuple):
    """Styles among which writers choose."""

    styles: dict[int, list[tuple[float, Style]]]
    stream: int
    """Of the random numbers by which a writer prefers one of them."""
    first_key: int
    """Of the keys of their numbers: 32 for each digit."""


CAREFUL = Repertoire(STYLES, stream=1, first_key=0)
HASTY = Repertoire(HASTY_STYLES, stream=2, first_key=32 * 10)
HASTE = 3
"""Stream of the random numbers that say who is hasty."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One sample of synthetic handwriting."""

    strokes: Strokes
    label: int
    """0 to 9, or ``NO_DIGIT``."""
    writer: int
    pen: float
    """Width of the writer's pen, relative to everybody's."""
    style: str
    """The name of the style, or of the sign."""


class Writers:
    """A crowd of synthetic writers.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Crowds with different seeds have no writer in common.
    """

    def __init__(self, count: int, *, seed: int) -> None:
        self.count = count
        self.seed = seed
        self._hands = Hands.draw(count, np.random.default_rng([seed, 0]))
        self._hasty_hands = self._hands.hasty()

    def digits(self, n: int, *, rng: np.random.Generator) -> list[Written]:
        """Return n digits, each class as often as any other, in no particular order."""
        labels = rng.permutation(np.arange(n) % 10)
        writers = rng.integers(0, self.count, n)
        return self.written(labels, writers, rng=rng)

    def written(
        self,
        labels: NDArray[np.int64],
        writers: NDArray[np.int64],
        *,
        rng: np.random.Generator,
        hasty: float = 0.0,
    ) -> list[Written]:
        """Return these digits by these writers, in their order.

        Parameters
        ----------
        labels, writers : ndarray of int
            (n,) each: 0 to 9, and 0 to count - 1.
        rng : np.random.Generator
            Source of what varies from digit to digit.
        hasty : float
            Which part of the crowd is in a hurry. Who is stays so, also among more.
        """
        in_a_hurry = self.are_hasty(hasty)[writers]
        samples: list[Written | None] = [None] * len(labels)
        for repertoire, hands, theirs in (
            (CAREFUL, self._hands, ~in_a_hurry),
            (HASTY, self._hasty_hands, in_a_hurry),
        ):
            for digit, styles in repertoire.styles.items():
                of_digit = np.flatnonzero(theirs & (labels == digit))
                chosen = self._choose_styles(repertoire, digit, writers[of_digit], rng)
                for index, (_, style) in enumerate(styles):
                    of_style = of_digit[chosen == index]
                    key = repertoire.first_key + 32 * digit + index
                    for place, sample in zip(
                        of_style, self._write(style, digit, key, hands, writers[of_style], rng), strict=True
                    ):
                        samples[place] = sample
        return [sample for sample in samples if sample is not None]

    def are_hasty(self, share: float) -> NDArray[np.bool_]:
        """Return for each writer of the crowd whether he is in a hurry, if this share of it is."""
        haste: NDArray[np.bool_] = np.random.default_rng([self.seed, HASTE]).random(self.count) < share
        return haste

    def non_digits(self, n: int, *, rng: np.random.Generator) -> list[Written]:
        """Return n drawings that are no digits: letters, signs, scribbles, digits side by side."""
        kinds = rng.multinomial(n, [0.46, 0.28, 0.14, 0.12])
        letters, signs, scribbles, rows = (int(kind) for kind in kinds)
        found = [
            *self._characters(LETTERS, letters, rng),
            *self._characters(SIGNS, signs, rng),
            *self._scribbles(scribbles, rng),
            *self._rows(rows, rng),
        ]
        return [found[index] for index in rng.permutation(n)]

    def _choose_styles(
        self, repertoire: Repertoire, digit: int, writers: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Return the index of a style for each sample: mostly the one that its writer prefers."""
        weights = np.array([weight for weight, _ in repertoire.styles[digit]])
        bounds = np.cumsum(weights / weights.sum())
        preferred = np.random.default_rng([self.seed, repertoire.stream, digit]).random(self.count)
        at_will = rng.random(len(writers)) > OWN_STYLE
        return np.searchsorted(
            bounds, np.where(at_will, rng.random(len(writers)), preferred[writers]) * 0.999999
        )

    def _write(  # noqa: PLR0913, PLR0917 - what, by whom
        self,
        style: Style,
        digit: int,
        key: int,
        crowd: Hands,
        writers: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> Iterator[Written]:
        if not len(writers):
            return
        habits = writers + self.seed * 1_000_003
        controls = style(Variation(habits, key=key, rng=rng))
        hands = crowd.of(writers, rng)
        for strokes, writer, pen in zip(
            written_strokes(controls, hands, rng), writers, hands.pen, strict=True
        ):
            yield Written(
                strokes=strokes, label=digit, writer=int(writer), pen=float(pen), style=style.__name__
            )

    def _characters(
        self, characters: dict[str, list[list[Controls]]], n: int, rng: np.random.Generator
    ) -> Iterator[Written]:
        """Yield characters, each as often as any other, in any of its forms."""
        names = rng.integers(0, len(characters), n)
        for index, (name, forms) in enumerate(characters.items()):
            shares = rng.multinomial(
                int(np.count_nonzero(names == index)), np.full(len(forms), 1 / len(forms))
            )
            for form, share in zip(forms, shares, strict=True):
                writers = rng.integers(0, self.count, share)
                hands = self._hands.of(writers, rng)
                loose = replace(hands, looseness=hands.looseness * 2)
                for strokes, writer, pen in zip(
                    written_strokes(form, loose, rng), writers, hands.pen, strict=True
                ):
                    yield Written(
                        strokes=strokes, label=NO_DIGIT, writer=int(writer), pen=float(pen), style=name
                    )

    def _scribbles(self, n: int, rng: np.random.Generator) -> Iterator[Written]:
        for kind in rng.integers(0, len(SCRIBBLES), n):
            scribble = SCRIBBLES[kind]
            yield Written(strokes=scribble(rng), label=NO_DIGIT, writer=0, pen=1.0, style=scribble.__name__)

    def _rows(self, n: int, rng: np.random.Generator) -> Iterator[Written]:
        """Yield two digits side by side: they are a number, not a digit."""
        lefts, rights = self.digits(n, rng=rng), self.digits(n, rng=rng)
        for left, right in zip(lefts, rights, strict=True):
            yield Written(
                strokes=beside(left.strokes, right.strokes, rng.uniform(-0.05, 0.35)),
                label=NO_DIGIT,
                writer=left.writer,
                pen=left.pen,
                style=f"{left.label}{right.label}",
            )


def written_strokes(controls: list[Controls], hands: Hands, rng: np.random.Generator) -> Iterator[Strokes]:
    """Yield the strokes of each of n samples of one style, as the hands write them."""
    n = len(hands.pen)
    curves = [curve(loosened(stroke, hands, rng), n) for stroke in controls]
    placed = [stroke + rng.normal(0, 0.02, (n, 1, 2)) * (index > 0) for index, stroke in enumerate(curves)]
    whole = written(np.concatenate(placed, axis=1), hands, rng)
    bounds = np.cumsum([stroke.shape[1] for stroke in curves])[:-1]
    strokes = [trembling(stroke, hands.tremor, rng) for stroke in np.split(whole, bounds, axis=1)]
    for sample, flick in enumerate(hands.flick):
        own = [flicked(stroke[sample], flick, rng) for stroke in strokes]
        if len(own) > 1 and rng.random() < JOINED:
            own = [np.concatenate(own)]
        yield [sampled(stroke, rng) for stroke in own]


def loosened(controls: Controls, hands: Hands, rng: np.random.Generator) -> list[Point]:
    """Return control points of n samples, each a little off."""
    size = hands.looseness
    return [
        Point(
            point.x + size * rng.standard_normal(len(size)),
            point.y + size * rng.standard_normal(len(size)),
            point.is_corner,
        )
        for point in controls
    ]


def beside(left: Strokes, right: Strokes, gap: float) -> Strokes:
    """Return two drawings in a row, with a gap in heights between their boxes."""
    edge = max(stroke[:, 0].max() for stroke in left)
    start = min(stroke[:, 0].min() for stroke in right)
    offset = np.array([edge + gap - start, 0])
    return [*left, *(stroke + offset for stroke in right)]
