"""What single neurons say, through the API."""

import json
from math import exp
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def asked(client: Client, name: str, **body: Any) -> dict[str, Any]:
    response = client.post(f"/api/v1/learn/{name}", json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def test_a_curve_is_the_sigmoid_beside_the_step(client: Client) -> None:
    answer = asked(client, "curve", weight=8, bias=-2)
    assert answer["x"][0] == -1
    assert answer["x"][-1] == 1
    for x, smooth, hard in zip(answer["x"], answer["sigmoid"], answer["step"], strict=True):
        z = 8 * x - 2
        assert smooth == pytest.approx(1 / (1 + exp(-z)), rel=1e-6)
        assert hard == (z > 0)


def test_a_loop_lets_a_neuron_remember(client: Client) -> None:
    answer = asked(client, "recurrent", weight=6, bias=-3, loop=6)
    assert answer["inputs"][:3] == [1, 1, 0]
    assert answer["feedforward"][1] == pytest.approx(1 / (1 + exp(-3)), rel=1e-6)
    assert answer["feedforward"][-1] == pytest.approx(1 / (1 + exp(3)), rel=1e-6)
    assert answer["recurrent"][-1] > 0.9


def test_without_a_weight_the_loop_is_none(client: Client) -> None:
    answer = asked(client, "recurrent", weight=6, bias=-3, loop=0)
    assert answer["recurrent"] == answer["feedforward"]
