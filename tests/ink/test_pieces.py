import numpy as np
import pytest

from recognizer.ink.pieces import Ink, split_into_digits
from recognizer.ink.strokes import Mode


def inked(*boxes: tuple[slice, slice]) -> Ink:
    ink = np.zeros((50, 120), dtype=np.uint8)
    for box in boxes:
        ink[box] = 255
    return ink


FIRST, SECOND = np.s_[10:40, 5:15], np.s_[8:42, 60:64]
BAR = np.s_[4:7, 7:17]
DOT, DASH = np.s_[36:40, 30:34], np.s_[24:27, 90:110]
SPECK = np.s_[48:49, 115:117]


@pytest.mark.parametrize("mode", ["digit", "number"])
def test_nothing_is_no_digit(mode: Mode) -> None:
    assert split_into_digits(inked(), mode=mode) == []


def test_a_number_is_read_from_left_to_right() -> None:
    digits = split_into_digits(inked(SECOND, FIRST), mode="number")
    assert [corner for _, corner in digits] == [(10, 5), (8, 60)]
    assert [ink.shape for ink, _ in digits] == [(30, 10), (34, 4)]


def test_a_bar_above_joins_its_digit() -> None:
    digits = split_into_digits(inked(FIRST, BAR, SECOND), mode="number")
    assert [ink.shape for ink, _ in digits] == [(36, 12), (34, 4)]


def test_points_and_dashes_are_left_out_of_a_number() -> None:
    assert len(split_into_digits(inked(FIRST, DOT, SECOND, DASH), mode="number")) == 2


def test_all_of_a_digit_belongs_to_it() -> None:
    ((ink, corner),) = split_into_digits(inked(FIRST, SECOND, DOT), mode="digit")
    assert corner == (8, 5)
    assert ink.shape == (34, 59)


@pytest.mark.parametrize("mode", ["digit", "number"])
def test_specks_are_dirt(mode: Mode) -> None:
    ((ink, _),) = split_into_digits(inked(FIRST, SPECK), mode=mode)
    assert ink.shape == (30, 10)


def test_a_neighbour_that_reaches_into_the_box_is_not_copied() -> None:
    hook = np.s_[10:12, 16:40]
    foot = np.s_[38:40, 5:20]
    ink = inked(FIRST, foot, hook, np.s_[10:40, 38:40])
    first, _ = split_into_digits(ink, mode="number")[0]
    assert first.shape == (30, 15)
    assert first[0].sum() == 10 * 255
