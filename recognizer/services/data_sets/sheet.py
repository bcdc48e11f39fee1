"""Samples of a data set side by side, a row for each label of each part, to be judged by eye."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.models import NO_DIGIT, Part
from recognizer.services.data_sets.people import PARTS, PeopleData
from recognizer.services.evaluation.contact_sheet import sheet_of

COLUMNS = 10
"""Samples in a row."""
ENLARGED = 2
"""Pixels of the sheet for one of a tile."""
GAP = 4
"""Paper between two tiles of a strip, in pixels."""


def samples_sheet(data: PeopleData, *, columns: int = COLUMNS, seed: int = 0) -> Image.Image:
    """Return a sheet of some samples of each label and part, drawn by lot; empty rows are left out."""
    rows = [
        (f"{'no digit' if label == NO_DIGIT else label}  {part.value}, {count:,}", tiles)
        for label, part, count, tiles in rows_of(data, columns, seed)
        if count
    ]
    return sheet_of([(title, [enlarged(tile) for tile in tiles]) for title, tiles in rows], columns=columns)


def rows_of(
    data: PeopleData, columns: int = COLUMNS, seed: int = 0
) -> Iterator[tuple[int, Part, int, NDArray[np.uint8]]]:
    """Yield label, part, how many samples there are, and some of their tiles (k, 28, 28), drawn by lot."""
    rng = np.random.default_rng(seed)
    for label in range(NO_DIGIT + 1):
        for place, part in enumerate(PARTS):
            found = np.flatnonzero((data.labels == label) & (data.part == place))
            chosen = rng.permutation(found)[:columns]
            yield label, part, len(found), data.images[chosen]


def strip_of(tiles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return tiles (k, 28, 28) side by side as one, (28, width), ink 255."""
    gap = np.zeros((28, GAP), dtype=np.uint8)
    parts = [part for tile in tiles for part in (gap, tile)][1:]
    return np.concatenate(parts or [gap], axis=1)


def enlarged(tile: NDArray[np.uint8]) -> Image.Image:
    """Return a tile as a picture, each pixel a square."""
    side = ENLARGED * len(tile)
    return Image.fromarray(tile).resize((side, side), Image.Resampling.NEAREST)
