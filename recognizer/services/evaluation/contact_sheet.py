"""A contact sheet of synthetic handwriting, to judge training data by eye."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw

from recognizer.datasets.handwriting import HASTY_STYLES, STYLES, Writers, Written
from recognizer.datasets.handwriting.variation import Style
from recognizer.ink.drawing import SUPERSAMPLING, draw, radius_of_pen
from recognizer.ink.tile import INK_SIDE

REDUCTION = 2
"""By how much drawings are larger than they are shown."""
CELL = SUPERSAMPLING * INK_SIDE // REDUCTION + 12
"""Side of a cell in pixels: the ink of a digit, and paper about it."""
TITLE_WIDTH = 230
MAX_SAMPLES = 100_000

Styles: TypeAlias = dict[int, list[tuple[float, Style]]]


class Shown(Enum):
    """What a sheet shows."""

    DIGITS = "digits"
    HASTY_DIGITS = "digits written in a hurry"
    NON_DIGITS = "what is no digit"


def contact_sheet(*, columns: int, seed: int, shown: Shown = Shown.DIGITS) -> Image.Image:
    """Return a sheet with a row for each style of each digit, or for each kind of non-digit.

    Parameters
    ----------
    columns
        Samples of each style.
    seed
        Of the crowd of writers; the same seed gives the same sheet.
    """
    rows_of = {Shown.DIGITS: digit_rows, Shown.HASTY_DIGITS: hasty_rows, Shown.NON_DIGITS: non_digit_rows}
    crowd = Writers(100 * columns, seed=seed)
    return sheet_of(
        [
            (title, [ink_of(sample) for sample in samples])
            for title, samples in rows_of[shown](crowd, columns, seed)
        ],
        columns=columns,
    )


def sheet_of(rows: Sequence[tuple[str, Sequence[Image.Image]]], *, columns: int) -> Image.Image:
    """Return a sheet of rows with a title and pictures of ink, white on black, each in a cell of its own."""
    sheet = Image.new("L", (TITLE_WIDTH + columns * CELL, len(rows) * CELL), 255)
    painter = ImageDraw.Draw(sheet)
    for row, (title, inks) in enumerate(rows):
        painter.text((8, row * CELL + CELL // 2 - 8), title, fill=60, font_size=14)
        for column, ink in enumerate(inks):
            corner = (
                TITLE_WIDTH + column * CELL + (CELL - ink.width) // 2,
                row * CELL + (CELL - ink.height) // 2,
            )
            sheet.paste(0, corner, mask=ink)
    return sheet


def ink_of(sample: Written) -> Image.Image:
    """Return the ink of a sample, as large as it is shown."""
    return draw(sample.strokes, pen_radius=radius_of_pen(sample.pen)).reduce(REDUCTION)


def digit_rows(crowd: Writers, columns: int, seed: int) -> Iterator[tuple[str, list[Written]]]:
    """Yield the name of each style and samples of it."""
    samples = crowd.digits(enough_digits(STYLES, columns), rng=np.random.default_rng(seed))
    yield from style_rows(STYLES, samples, columns)


def hasty_rows(crowd: Writers, columns: int, seed: int) -> Iterator[tuple[str, list[Written]]]:
    """Yield the name of each style of people in a hurry and samples of it."""
    rng = np.random.default_rng(seed)
    n = enough_digits(HASTY_STYLES, columns)
    samples = crowd.written(np.arange(n) % 10, rng.integers(0, crowd.count, n), rng=rng, hasty=1)
    yield from style_rows(HASTY_STYLES, samples, columns)


def style_rows(
    styles: Styles, samples: Sequence[Written], columns: int
) -> Iterator[tuple[str, list[Written]]]:
    """Yield the name of each of these styles and samples of it."""
    for digit, of_digit in styles.items():
        for _, style in of_digit:
            name = style.__name__
            yield f"{digit}  {name.replace('_', ' ')}", of_style(samples, name)[:columns]


def non_digit_rows(crowd: Writers, columns: int, seed: int) -> Iterator[tuple[str, list[Written]]]:
    """Yield each kind of non-digit and samples of it; rows of digits are one kind."""
    samples = crowd.non_digits(150 * columns, rng=np.random.default_rng(seed))
    names = sorted({sample.style for sample in samples if not sample.style.isdigit()})
    for name in names:
        yield name.replace("_", " "), of_style(samples, name)[:columns]
    yield "two digits", [sample for sample in samples if sample.style.isdigit()][:columns]


def enough_digits(styles: Styles, columns: int) -> int:
    """Return how many digits there must be for samples of the rarest style."""
    rarest = min(
        weight / sum(other for other, _ in of_digit) for of_digit in styles.values() for weight, _ in of_digit
    )
    return min(round(100 * columns / rarest), MAX_SAMPLES)


def of_style(samples: Sequence[Written], name: str) -> list[Written]:
    """Return the samples of one style."""
    return [sample for sample in samples if sample.style == name]
