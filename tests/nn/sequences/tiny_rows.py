"""Rows of three made-up symbols, eight pixels high, and an architecture that reads them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.sequences.trainer import LabelledRow

BAR = np.zeros((8, 3), np.uint8)
BAR[1:7, 1] = 255
DASH = np.zeros((8, 7), np.uint8)
DASH[3:5, 1:6] = 255
BLOCK = np.full((8, 6), 255, np.uint8)
SYMBOLS = (BAR, DASH, BLOCK)


def architecture(
    *, activation: str = "relu", filters: tuple[int, int] = (6, 12), width: int = 64, places: int = 1
) -> dict[str, Any]:
    """Return an architecture of three labels and the blank, two pixels a column."""
    first, second = filters
    layers = [
        {"type": "conv2d", "filters": first, "kernel": 3, "padding": 1, "activation": activation},
        {"type": "max_pool2d", "size": 2},
        {
            "type": "conv2d",
            "filters": second,
            "kernel": [4, 3],
            "padding": [0, 1],
            "activation": activation,
        },
        {"type": "conv2d", "filters": 4 * places, "kernel": 1},
        {"type": "columns", "places": places},
    ]
    return {"input_shape": [8, width, 1], "layers": layers}


def row_of(text: Sequence[int], gaps: Sequence[int]) -> Array:
    """Return the symbols of a text with so many columns of paper before each."""
    parts = [
        part
        for label, gap in zip(text, gaps, strict=True)
        for part in (np.zeros((8, gap), np.uint8), SYMBOLS[label])
    ]
    return np.hstack([*parts, np.zeros((8, 2), np.uint8)])


def made_up_rows(count: int, seed: int, *, longest: int = 4) -> list[LabelledRow]:
    rng = np.random.default_rng(seed)
    texts = [rng.integers(0, 3, rng.integers(1, longest + 1)).tolist() for _ in range(count)]
    return [(row_of(text, rng.integers(2, 6, len(text)).tolist()), tuple(text)) for text in texts]
