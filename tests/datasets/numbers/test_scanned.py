"""Rows of real digits: those that are asked for, in order, in one pen and one size."""

import itertools

import numpy as np
import pytest
from scipy import ndimage

from recognizer.datasets.mnist import Split
from recognizer.datasets.numbers.scanned import DIGIT, RealDigits
from recognizer.ink.strip import LINE

TEXTS = ["1", "10", "00100", "0101010101"]


@pytest.fixture(scope="module")
def digits() -> RealDigits:
    """Blocks and bars in place of digits: 0 is wide, 1 is narrow, the others are of neither kind."""
    images = np.zeros((10, 28, 28), dtype=np.uint8)
    images[:, 4:24, 10:18] = 255
    images[0, 4:24, 4:24] = 255
    images[0, 8:20, 8:20] = 0
    images[1, 4:24, 4:24] = 0
    images[1, 4:24, 12:15] = 255
    return RealDigits(Split(images, np.arange(10, dtype=np.uint8)))


@pytest.mark.parametrize("text", TEXTS)
def test_longer_texts_make_longer_rows_of_one_height(digits: RealDigits, text: str) -> None:
    for seed in range(20):
        row = digits.row(text, np.random.default_rng(seed))
        height, width = row.ink.shape
        assert row.ink.dtype == np.uint8
        assert 0.5 * DIGIT < row.line < 1.6 * DIGIT
        assert width > 0.05 * DIGIT * len(text)
        assert height < 3 * DIGIT
        assert 0 < row.foot < height + DIGIT


@pytest.mark.parametrize("text", ["10", "01"])
def test_digits_stand_in_their_order(digits: RealDigits, text: str) -> None:
    narrow_first = []
    for seed in range(60):
        pieces, count = ndimage.label(digits.row(text, np.random.default_rng([seed, 5])).ink > 127)
        spans = sorted((columns.start, columns.stop) for _, columns in ndimage.find_objects(pieces))
        wide = [stop - start for start, stop in spans]
        if count == 2:  # nothing touches, and no marks
            narrow_first.append(wide[0] < wide[1])
    assert len(narrow_first) > 15
    share = np.mean(narrow_first)  # of a ring that a thin pen has opened, both halves are narrow
    assert share > 0.9 if text == "10" else share < 0.1


def test_strips_hold_the_row_in_the_height_of_the_line(digits: RealDigits) -> None:
    strips = [digits.row("11", np.random.default_rng(seed)).strip for seed in range(30)]
    heights = [int(((strip > 127).any(axis=1)).sum()) for strip in strips if strip is not None]
    assert len(heights) == 30
    assert np.median(heights) == pytest.approx(LINE, abs=5)


def test_the_same_generator_sets_the_same_row(digits: RealDigits) -> None:
    rows = [digits.row("501", np.random.default_rng(seed)).ink for seed in (1, 1, 2)]
    same = [np.array_equal(one, two) for one, two in itertools.pairwise(rows)]
    assert same == [True, False]
