"""What the lesson on gradient descent measures on real digits."""

import json
from collections.abc import Iterator
from functools import partialmethod
from typing import Any

import numpy as np
import pytest
from django.test import Client

from recognizer.api.course.descent import endpoints as learn_descent
from recognizer.nn.costs import one_hot
from recognizer.services.course.digits import measured_digits
from recognizer.services.course.gradients import Gradients, errors_of
from recognizer.services.course.networks import Choice, Start, lesson_network

pytestmark = pytest.mark.django_db

FRESH = {"start": "fresh", "seed": 3}


@pytest.fixture
def gradients() -> Gradients:
    return Gradients(lesson_network(Choice(start=Start.FRESH, seed=3)), measured_digits())


def asked(client: Client, name: str, **body: Any) -> dict[str, Any]:
    response = client.post(f"/api/v1/learn/{name}", json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def test_the_cost_of_a_digit_is_half_its_squared_distance(client: Client) -> None:
    answer = asked(client, "cost", network=FRESH, first=5)
    shown = answer["digits"]
    labels = measured_digits().labels
    assert [digit["label"] for digit in shown] == labels[5 : 5 + len(shown)].tolist()
    for digit in shown:
        wanted = one_hot(np.array([digit["label"]]), 10, dtype=np.dtype(np.float64))[0]
        assert digit["cost"] == pytest.approx(
            0.5 * np.sum((np.array(digit["outputs"]) - wanted) ** 2), rel=1e-6
        )
    assert answer["total"] == len(labels)


def test_the_cost_falls_along_the_negative_gradient(client: Client) -> None:
    answer = asked(client, "cost", network=FRESH)
    way = answer["way"]
    start = way["places"].index(0)
    assert way["costs"] == sorted(way["costs"], reverse=True)
    assert len(way["right"]) == len(way["places"])
    assert 0 <= way["right"][start] <= way["total"] <= answer["total"]


def test_a_mini_batch_is_an_estimate_beside_the_full_gradient(client: Client, gradients: Gradients) -> None:
    answer = asked(client, "mini-batch", network=FRESH, size=20, draw=7)
    assert answer["digits"] == len(gradients.X)
    np.testing.assert_allclose(answer["full"], gradients.full[-10:], rtol=1e-6)
    assert answer["length"] == pytest.approx(np.linalg.norm(gradients.full))
    assert answer["error"] > 0
    assert -1 <= answer["cosine"] <= 1


def test_the_same_draw_is_the_same_mini_batch(client: Client) -> None:
    first, again, other = (
        asked(client, "mini-batch", network=FRESH, size=9, draw=draw) for draw in (1, 1, 2)
    )
    assert first == again
    assert first["tiles"] != other["tiles"]
    assert len(first["tiles"]) == 9


@pytest.fixture
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Measure three sizes of mini-batch only, a few times each."""
    draws = (30, 30, 15)
    few = partialmethod(Gradients.errors, sizes=(1, 10, 100), draws=draws)
    monkeypatch.setattr(Gradients, "errors", few)
    monkeypatch.setattr(learn_descent, "DRAWS", draws)
    errors_of.cache_clear()
    yield
    errors_of.cache_clear()


@pytest.mark.usefixtures("_few_draws")
def test_larger_mini_batches_err_less(client: Client, gradients: Gradients) -> None:
    errors = asked(client, "mini-batch-errors", network=FRESH)["errors"]
    assert [(one["size"], one["draws"]) for one in errors] == [(1, 30), (10, 30), (100, 15)]
    spread = gradients.spread()
    for one in errors:
        assert one["predicted"] == pytest.approx(spread / one["size"] ** 0.5)
        assert one["error"] == pytest.approx(one["predicted"], rel=0.35)
    assert errors[-1]["error"] < errors[0]["error"] / 5
