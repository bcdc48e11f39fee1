"""How a neuron unlearns, through the API; the numbers of a step are in test_learn_lessons.py."""

import json
from math import exp

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_saturated_neuron_learns_slowly_under_the_quadratic_cost_alone(client: Client) -> None:
    body = {"weight": 2, "bias": 2, "learning_rate": 0.15, "steps": 60}
    response = client.post("/api/v1/learn/saturation", json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.content
    quadratic, entropy = (response.json()[cost] for cost in ("quadratic", "cross_entropy"))
    a = 1 / (1 + exp(-4))
    for course in (quadratic, entropy):
        assert {len(values) for values in course.values()} == {61}
        assert course["weights"][0] == course["biases"][0] == 2
        assert course["outputs"][0] == pytest.approx(a, rel=1e-6)
    assert quadratic["deltas"][0] == pytest.approx(a * a * (1 - a), rel=1e-5)
    assert entropy["deltas"][0] == pytest.approx(a, rel=1e-5)
    assert quadratic["outputs"][-1] > 0.9
    assert entropy["outputs"][-1] < 0.1
