import numpy as np
import pytest

from recognizer.ink import Stroke
from recognizer.ink.pieces import Ink
from recognizer.ink.rules import without_rules
from tests.ink.handwriting import FIVE, ONE, SEVEN, photographed, row, zero


def writing(*digits: list[Stroke]) -> Ink:
    return photographed(row(*digits, gap=0.8), paper=0, ink=255)


def ruled(ink: Ink, *, at: int, thickness: int = 2, slope: float = 0.0) -> Ink:
    """Lay a line across the ink, ``at`` rows from its top."""
    lined = ink.copy()
    for column in range(ink.shape[1]):
        top = at + round(slope * column)
        lined[top : top + thickness, column] = 255
    return lined


def different(ink: Ink, other: Ink) -> float:
    """Return the pixels that differ as a part of the ink."""
    return float(((ink > 127) != (other > 127)).sum() / (ink > 127).sum())


@pytest.mark.parametrize("slope", [-0.02, 0.0, 0.03])
@pytest.mark.parametrize("part", [0.12, 0.5, 0.7])
def test_a_rule_goes_and_the_digits_that_it_crosses_stay(part: float, slope: float) -> None:
    ink = writing(FIVE, ONE, SEVEN)
    lined = ruled(ink, at=int(part * len(ink)), slope=slope)
    assert different(without_rules(lined), ink) < different(lined, ink) / 3


def test_all_rules_of_a_page_go_and_those_down_it_too() -> None:
    ink = writing(FIVE, zero(), SEVEN)
    lined = ink.copy()
    for place in range(10, len(ink), 30):
        lined = ruled(lined, at=place)
    for place in range(10, ink.shape[1], 30):
        lined = np.ascontiguousarray(ruled(lined.T, at=place).T)
    assert different(without_rules(lined), ink) < different(lined, ink) / 3


@pytest.mark.parametrize("digits", [(SEVEN,), (ONE, ONE, ONE), (FIVE, SEVEN), (zero(), zero(), zero())])
def test_bare_writing_stays_as_it_is(digits: tuple[list[Stroke], ...]) -> None:
    ink = writing(*digits)
    np.testing.assert_array_equal(without_rules(ink), ink)


def test_a_line_alone_stays() -> None:
    line = ruled(np.zeros((60, 200), dtype=np.uint8), at=30)
    np.testing.assert_array_equal(without_rules(line), line)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 2)])
def test_it_takes_any_shape(shape: tuple[int, int]) -> None:
    for value in (0, 255):
        assert without_rules(np.full(shape, value, dtype=np.uint8)).shape == shape
