"""How far answers are trusted."""

import numpy as np
import pytest

from recognizer.services.verdicts import Verdict, digit_probabilities, verdict_of


@pytest.mark.parametrize(
    ("confidences", "verdict"),
    [
        ([], Verdict.EMPTY),
        ([0.99, 0.95], Verdict.RECOGNIZED),
        ([0.99, 0.5], Verdict.UNCERTAIN),
        ([0.99, 0.5, 0.1], Verdict.NOT_A_DIGIT),
    ],
)
def test_a_reading_is_as_sure_as_its_least_certain_digit(confidences: list[float], verdict: Verdict) -> None:
    assert verdict_of(confidences) == verdict


def test_a_reading_is_no_surer_than_its_division_into_digits() -> None:
    assert verdict_of([0.99, 0.95], 0.5) == Verdict.UNCERTAIN
    assert verdict_of([0.99, 0.95], 0.9) == Verdict.RECOGNIZED
    assert verdict_of([0.99, 0.5, 0.1], 0.9) == Verdict.NOT_A_DIGIT


def test_what_is_likely_no_digit_makes_every_digit_unlikely() -> None:
    outputs = np.full((1, 11), 0.01)
    outputs[0, 3], outputs[0, 10] = 0.1, 0.8
    likely = digit_probabilities(outputs, 1.0)
    assert likely.shape == (1, 10)
    assert likely[0, 3] == pytest.approx(0.1 / outputs.sum())


def test_a_network_that_knows_digits_only_shares_all_among_them() -> None:
    assert digit_probabilities(np.array([[0.1] * 10]), 1.0).sum() == pytest.approx(1)
