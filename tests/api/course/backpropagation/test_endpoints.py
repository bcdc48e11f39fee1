"""How a neuron unlearns, through the API; the numbers of a step are in test_learn_lessons.py."""

import json
from math import exp
from typing import Any

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


def demon(client: Client, **changes: object) -> tuple[int, dict[str, Any]]:
    """Ask for a demon; return status and answer."""
    body = {"drawing": {"strokes": [[[40, 10], [40, 90]]]}, "label": 1, **changes}
    response = client.post("/api/v1/learn/demon", json.dumps(body), content_type="application/json")
    return response.status_code, json.loads(response.content)


def test_a_demon_changes_one_neuron(client: Client) -> None:
    status, found = demon(client, layer="hidden", neuron=29, network={"start": "fresh", "seed": 1})
    assert status == 200, found
    assert found["costs"][found["changes"].index(0)] == found["cost"]
    assert len(found["costs"]) == len(found["changes"]) == 61


def test_a_demon_finds_no_neuron_that_there_is_not(client: Client) -> None:
    for layer, most in (("hidden", 29), ("output", 9)):
        status, problem = demon(client, layer=layer, neuron=most + 1)
        assert status == 422
        assert f"/neuron: expected at most {most}" in problem["detail"]


def test_the_short_program_is_told_line_by_line(client: Client) -> None:
    found = client.get("/api/v1/learn/program").json()
    variables = [variable for line in found["course"] for variable in line["variables"]]
    assert all(variable["is_same"] for variable in variables)
    z = next(variable for variable in variables if variable["name"] == "z")
    assert (z["layer"], len(z["value"]), len(z["value"][0])) == (2, 2, 1)
    assert z["value"] == z["library"]
    (number,) = next(variable for variable in variables if variable["name"] == "k")["value"]
    assert number == [0]
    assert client.post("/api/v1/learn/program").status_code == 405
