import numpy as np
import pytest

from recognizer.ink import Stroke
from recognizer.ink.paper.rules import Ordered, runs_of, without_rules
from recognizer.ink.pieces import Ink
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


@pytest.mark.parametrize("slope", [-0.05, 0.0, 0.02])
@pytest.mark.parametrize("pitch", [12, 30, 70])
@pytest.mark.parametrize("squared", [False, True])
@pytest.mark.parametrize("shape", [(300, 420), (420, 300)])
def test_nothing_stays_of_paper_without_writing(
    shape: tuple[int, int], squared: bool, pitch: int, slope: float
) -> None:
    y, x = np.mgrid[: shape[0], : shape[1]]
    lined = (y - slope * x) % pitch < 2
    if squared:
        lined |= (x + slope * y) % pitch < 2
    left = without_rules(np.where(lined, np.uint8(255), np.uint8(0)))
    assert (left > 0).sum() < 0.05 * lined.sum()


def test_a_line_from_edge_to_edge_is_a_rule_alone_too() -> None:
    line = ruled(np.zeros((60, 200), dtype=np.uint8), at=30)
    assert not without_rules(line).any()


def test_a_thin_line_down_the_paper_is_a_rule_if_it_goes_from_edge_to_edge() -> None:
    margin = np.zeros((200, 300), dtype=np.uint8)
    margin[:, 40:42] = 255
    assert not without_rules(margin).any()


def test_an_upright_bar_is_a_one_and_stays() -> None:
    one = np.zeros((100, 120), dtype=np.uint8)
    one[10:90, 55:61] = 255
    tight = np.full((100, 60), 0, dtype=np.uint8)
    tight[:, :6] = 255
    for ink in (one, tight):
        np.testing.assert_array_equal(without_rules(ink), ink)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 2)])
def test_it_takes_any_shape(shape: tuple[int, int]) -> None:
    for value in (0, 255):
        assert without_rules(np.full(shape, value, dtype=np.uint8)).shape == shape


@pytest.mark.parametrize("slope", [-0.05, 0.0, 0.02])
def test_runs_by_a_line_are_found_whatever_its_own_slope(slope: float) -> None:
    runs = runs_of(np.random.default_rng(5).random((90, 120)) < 0.3)
    ordered = Ordered(runs, slope, 120)
    for own in (slope, 0.01, -0.3):
        line = 40 + own * (np.arange(120, dtype=np.float64) - 60)
        aside = np.abs(runs.middle - line[runs.column])
        for tolerance in (0.0, 1.0, 2.5):
            np.testing.assert_array_equal(ordered.near(line, tolerance), np.flatnonzero(aside <= tolerance))
