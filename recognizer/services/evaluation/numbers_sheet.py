"""A sheet of synthetic photographs of numbers, to judge by eye what networks of rows learn from."""

import itertools

import numpy as np
from PIL import Image, ImageDraw

from recognizer.datasets.numbers import numbers, photograph

COLUMN = 300
"""Width of a column in pixels; a longer photograph is made smaller."""
ROW = 110
"""Height of a row in pixels, the line below a photograph included."""
CAPTION = 22
"""Height of the line below a photograph, which tells the number."""
MARGIN = 8
ROWS = 20
BEHIND = 225
"""Grey of the sheet: paper stands out on it."""


def numbers_sheet(*, columns: int, seed: int) -> Image.Image:
    """Return a sheet of photographs, each with the number that was written.

    Parameters
    ----------
    columns
        Photographs side by side.
    seed
        Of writers and papers; the same seed gives the same sheet.
    """
    sheet = Image.new("L", (columns * COLUMN, ROWS * ROW), BEHIND)
    painter, rng = ImageDraw.Draw(sheet), np.random.default_rng([seed, 22])
    places = itertools.product(range(ROWS), range(columns))
    for (row, column), number in zip(places, numbers(ROWS * columns, seed=seed), strict=True):
        shown = photograph(number, rng)
        shown.thumbnail((COLUMN - 2 * MARGIN, ROW - CAPTION - MARGIN))
        corner = (column * COLUMN + MARGIN, row * ROW + MARGIN)
        sheet.paste(shown, corner)
        painter.text((corner[0], (row + 1) * ROW - CAPTION + 4), number.text, fill=60, font_size=14)
    return sheet
