"""The promise that matters most, in small: what people draw is read, and what is no digit is not.

The hands are synthetic, and none of them wrote anything that a network was trained on.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from django.test import Client

from recognizer.datasets.handwriting import Writers, Written
from recognizer.services.evaluation.synthetic import BENCHMARK_SEED, TRAINING_SEED, VALIDATION_SEED

pytestmark = pytest.mark.django_db

CROWD_SEED = 4
DIGITS, NON_DIGITS = 400, 200


@cache
def crowd() -> Writers:
    assert CROWD_SEED not in {VALIDATION_SEED, BENCHMARK_SEED}
    assert CROWD_SEED < TRAINING_SEED
    return Writers(100, seed=CROWD_SEED)


def answers(client: Client, samples: Iterable[Written]) -> list[dict[str, Any]]:
    return [answer(client, sample.strokes) for sample in samples]


def answer(client: Client, strokes: Sequence[np.ndarray]) -> dict[str, Any]:
    body = {"strokes": [stroke.tolist() for stroke in strokes], "mode": "digit"}
    response = client.post("/api/v1/recognize", json.dumps(body), content_type="application/json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def test_digits_of_unseen_writers_are_read(client: Client) -> None:
    samples = crowd().digits(DIGITS, rng=np.random.default_rng(1))
    found = answers(client, samples)
    right = [one["text"] == str(sample.label) for one, sample in zip(found, samples, strict=True)]
    assert np.mean(right) >= 0.97
    assert np.mean([one["verdict"] == "recognized" for one in found]) >= 0.95


def test_confidence_is_right_as_often_as_it_says(client: Client) -> None:
    samples = crowd().digits(DIGITS, rng=np.random.default_rng(2))
    found = answers(client, samples)
    right = [one["text"] == str(sample.label) for one, sample in zip(found, samples, strict=True)]
    assert np.mean([one["confidence"] for one in found]) == pytest.approx(np.mean(right), abs=0.03)


def test_letters_signs_and_scribbles_are_not_taken_for_digits(client: Client) -> None:
    found = answers(client, crowd().non_digits(NON_DIGITS, rng=np.random.default_rng(3)))
    assert np.mean([one["verdict"] != "recognized" for one in found]) >= 0.9


@pytest.mark.parametrize(
    "strokes",
    [
        [[[50, 50]]],
        [[[10, 50], [90, 50]]],
        [[[0, 0], [2, 90], [16, 0], [18, 90], [34, 0], [36, 90], [52, 0]]],
    ],
    ids=["a lone dot", "a dash", "a zigzag"],
)
def test_a_dot_a_dash_and_a_zigzag_are_no_digits(client: Client, strokes: list[list[list[float]]]) -> None:
    found = answer(client, [np.array(stroke, dtype=float) for stroke in strokes])
    assert found["verdict"] in {"not_a_digit", "uncertain"}
