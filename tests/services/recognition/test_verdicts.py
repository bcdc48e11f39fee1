"""How far answers are trusted."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recognizer.models.feedback import ShownVerdict
from recognizer.services.recognition.verdicts import (
    DRAWN_ROWS,
    FARTHEST,
    PICTURE_OF_ROWS,
    RowCalibration,
    RowEvidence,
    Verdict,
    calibration_for,
    digit_probabilities,
    verdict_of,
)


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


CLEAR = RowEvidence(tiles=-0.05, row=-0.02, tiles_margin=6.0, row_margin=7.0, digits=4)


def evidence(**changes: Any) -> RowEvidence:
    return replace(CLEAR, **changes)


@pytest.mark.parametrize("calibration", [DRAWN_ROWS, PICTURE_OF_ROWS], ids=["drawn", "picture"])
def test_what_both_opinions_are_sure_of_is_recognized(calibration: RowCalibration) -> None:
    assert calibration.confidence([CLEAR]) >= calibration.sure


@pytest.mark.parametrize("calibration", [DRAWN_ROWS, PICTURE_OF_ROWS], ids=["drawn", "picture"])
@pytest.mark.parametrize(
    "doubt",
    [
        {"row": -4.0, "row_margin": 0.1},
        {"tiles_margin": -1.0, "row_margin": -1.0},
        {"row": -3.0, "row_margin": -2.0},
        {"tiles_margin": 0.2},
        {"row_margin": 0.2},
    ],
)
def test_doubt_of_either_opinion_is_less_confidence(
    calibration: RowCalibration, doubt: dict[str, float]
) -> None:
    assert calibration.confidence([evidence(**doubt)]) < calibration.sure
    assert calibration.confidence([evidence(**doubt)]) < calibration.confidence([CLEAR])


def test_rows_are_trusted_together_no_more_than_the_weakest() -> None:
    weak = evidence(row=-1.0, row_margin=0.5)
    together = RowEvidence.together([CLEAR, weak])
    assert together.row == pytest.approx(-1.02)
    assert together.row_margin == 0.5
    assert together.digits == 8
    assert DRAWN_ROWS.confidence([CLEAR, weak]) <= DRAWN_ROWS.confidence([weak])


def test_what_no_other_text_rivals_is_bounded() -> None:
    numbers = evidence(row=-np.inf, row_margin=np.inf, tiles_margin=-np.inf).numbers
    assert numbers == pytest.approx([-0.05, -FARTHEST, -FARTHEST, FARTHEST, 4])
    assert 0 <= DRAWN_ROWS.confidence([evidence(row_margin=-np.inf)]) < 0.5


def test_a_claim_keeps_each_verdict_under_its_name() -> None:
    assert set(ShownVerdict.values) == {verdict.value for verdict in Verdict}
