"""Photographs of numbers: dark ink on paper of many kinds, with the number where it was put."""

import numpy as np
import pytest
from PIL import Image

from recognizer.datasets.numbers import numbers, photograph
from recognizer.datasets.numbers.paper import LEAST, MOST, photograph_of_ink

SEEDS = range(40)


def contrast(picture: Image.Image, where: np.ndarray) -> float:
    """How much darker it is there than elsewhere, in the median."""
    pixels = np.asarray(picture, dtype=float)
    return float(np.median(pixels[~where]) - np.median(pixels[where]))


def test_ink_is_darker_than_paper_except_where_a_picture_is_reversed() -> None:
    block = np.full((40, 120), 255, dtype=np.uint8)
    differences = []
    for seed in SEEDS:
        picture = photograph_of_ink(block, 40.0, np.random.default_rng(seed))
        middle = np.zeros((picture.height, picture.width), dtype=bool)
        tall = picture.height // 2
        middle[tall - 3 : tall + 3, picture.width // 2 - 5 : picture.width // 2 + 5] = True
        differences.append(contrast(picture, middle))
    darker = np.mean(np.array(differences) > 15)
    assert darker > 0.75
    assert min(differences) < -15, "Some are light on dark."


def test_photographs_of_numbers_are_of_all_sizes() -> None:
    heights = []
    for seed, number in zip(SEEDS, numbers(len(SEEDS), seed=6), strict=True):
        picture = photograph(number, np.random.default_rng(seed))
        assert picture.mode == "L"
        heights.append(picture.height)
    assert min(heights) < 3 * LEAST
    assert max(heights) > MOST


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_same_generator_takes_the_same_photograph(seed: int) -> None:
    (number,) = numbers(1, seed=seed)
    one, two = (np.asarray(photograph(number, np.random.default_rng(seed))) for _ in range(2))
    assert np.array_equal(one, two)
