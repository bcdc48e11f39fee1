"""How far answers are trusted."""

import numpy as np
import pytest

from recognizer.services.recognition.verdicts import Verdict, calibration_for, digit_probabilities, verdict_of


@pytest.mark.parametrize(
    ("digits", "confidence", "verdict"),
    [
        ([], 1.0, Verdict.EMPTY),
        ([0.99, 0.99], 0.97, Verdict.RECOGNIZED),
        ([0.99, 0.99], 0.5, Verdict.UNCERTAIN),
        ([0.99, 0.99, 0.1], 0.1, Verdict.NOT_A_DIGIT),
    ],
)
def test_the_verdict_follows_from_the_confidence_of_the_whole(
    digits: list[float], confidence: float, verdict: Verdict
) -> None:
    assert verdict_of(digits, confidence, sure=0.95) == verdict


def test_many_digits_that_are_sure_are_no_sure_number() -> None:
    digits = [0.95] * 10
    calibration = calibration_for(len(digits), is_picture=False)
    confidence = calibration.confidence(digits, 1.0)
    assert confidence == pytest.approx(0.95**10)
    assert verdict_of(digits, confidence, calibration.sure) == Verdict.UNCERTAIN


@pytest.mark.parametrize("is_picture", [False, True])
@pytest.mark.parametrize("count", [1, 4])
def test_confidence_grows_with_the_evidence_and_never_passes_the_weakest_digit(
    count: int, is_picture: bool
) -> None:
    calibration = calibration_for(count, is_picture=is_picture)
    said = [
        calibration.confidence([weakest] + [1.0] * (count - 1), 1.0)
        for weakest in (0.01, 0.3, 0.6, 0.9, 0.999)
    ]
    assert said == sorted(said)
    assert all(0 <= one <= weakest for one, weakest in zip(said, (0.01, 0.3, 0.6, 0.9, 0.999), strict=True))
    assert calibration.confidence([0.9] * count, 0.5) < calibration.confidence([0.9] * count, 1.0)


def test_a_picture_is_trusted_less_than_a_drawing_of_the_same_evidence() -> None:
    digits = [0.96, 0.99]
    drawn, seen = (calibration_for(2, is_picture=is_picture) for is_picture in (False, True))
    assert seen.confidence(digits, 1.0) < drawn.confidence(digits, 1.0)


def test_what_is_likely_no_digit_makes_every_digit_unlikely() -> None:
    outputs = np.full((1, 11), 0.01)
    outputs[0, 3], outputs[0, 10] = 0.1, 0.8
    likely = digit_probabilities(outputs, 1.0)
    assert likely.shape == (1, 10)
    assert likely[0, 3] == pytest.approx(0.1 / outputs.sum())


def test_a_network_that_knows_digits_only_shares_all_among_them() -> None:
    assert digit_probabilities(np.array([[0.1] * 10]), 1.0).sum() == pytest.approx(1)
