import numpy as np

from recognizer.ink.pieces import Ink, without_dirt


def inked(*boxes: tuple[slice, slice]) -> Ink:
    ink = np.zeros((50, 120), dtype=np.uint8)
    for box in boxes:
        ink[box] = 255
    return ink


FIRST, SECOND = np.s_[10:40, 5:15], np.s_[8:42, 60:64]
DOT = np.s_[36:40, 30:34]
SPECK = np.s_[48:49, 115:117]


def test_nothing_is_no_ink() -> None:
    assert without_dirt(inked()) is None


def test_all_of_a_digit_belongs_to_it() -> None:
    found = without_dirt(inked(FIRST, SECOND, DOT))
    assert found is not None
    ink, corner = found
    assert corner == (8, 5)
    assert ink.shape == (34, 59)


def test_specks_are_dirt() -> None:
    found = without_dirt(inked(FIRST, SPECK))
    assert found is not None
    assert found[0].shape == (30, 10)
