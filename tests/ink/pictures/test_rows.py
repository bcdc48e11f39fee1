"""Which pieces of ink are rows of digits, and how many are too many."""

import numpy as np
import pytest

from recognizer.ink import Stroke
from recognizer.ink.errors import TooMuchInk
from recognizer.ink.pictures.rows import (
    MAX_ROWS_PIXELS,
    MAX_TALL_PIECES,
    MIN_DIGIT_HEIGHT,
    ROW_HEIGHT,
    writing_of,
)
from recognizer.ink.pieces import Ink
from tests.ink.handwriting import FIVE, ONE, SEVEN, photographed, zero


def page(*digits: list[Stroke], rows: int) -> Ink:
    """Return many rows of the same digits."""
    drawn = [photographed(digit, paper=0, ink=255)[::4, ::4] for digit in digits]
    tallest = max(map(len, drawn))
    line = [np.pad(digit, ((0, tallest - len(digit)), (0, 0))) for digit in drawn]
    return np.vstack([np.hstack(line)] * rows)


@pytest.mark.parametrize("rows", [1, 10, 25])
def test_no_piece_of_a_page_is_lost_however_many_there_are(rows: int) -> None:
    digits = (ONE, zero(), ONE, SEVEN, FIVE, ONE, zero(), ONE)
    ink = page(*digits, rows=rows)
    found = writing_of(ink, 1).rows
    assert len(found) == rows
    alone = writing_of(page(*digits, rows=1), 1).rows[0].ink > 127
    for some in found:
        assert abs((some.ink > 127).mean() - alone.mean()) < 0.05 * alone.mean()


def test_rows_share_the_pixels_that_there_are() -> None:
    assert writing_of(page(ONE, zero(), rows=1), 1).rows[0].line == pytest.approx(ROW_HEIGHT)
    many = writing_of(page(*[zero()] * 12, rows=40), 1).rows
    assert sum(some.ink.size for some in many) < 1.05 * MAX_ROWS_PIXELS
    assert many[0].line < ROW_HEIGHT


def test_specks_are_no_digits_however_many() -> None:
    dots = np.zeros((400, 400), dtype=np.uint8)
    dots[::8, ::8] = 255
    assert MIN_DIGIT_HEIGHT > 1
    assert writing_of(dots, 1).rows == []


def test_more_pieces_than_a_number_has_are_refused_and_not_cut_off() -> None:
    blocks = np.zeros((30 * 16, (MAX_TALL_PIECES // 30 + 1) * 16), dtype=np.uint8)
    blocks.reshape(30, 16, -1, 16)[:, :9, :, :9] = 255
    with pytest.raises(TooMuchInk):
        writing_of(blocks, 1)
