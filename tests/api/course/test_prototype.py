"""Rules, cut numbers, layers of perceptrons, networks of any size, digits to leaf through, by the API."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.course.test_neurons import asked

pytestmark = pytest.mark.django_db

BAR = {"strokes": [[[40, 10], [40, 90]]]}
EITHER_NOT_BOTH = [
    {"weights": [[1, 1], [1, 1]], "biases": [-0.5, -1.5]},
    {"weights": [[1, -2]], "biases": [-0.5]},
]
WEEKENDS = [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_fifty_digits_are_judged_by_rules(client: Client) -> None:
    answer = json.loads(client.get("/api/v1/learn/rules").content)
    assert len(answer["digits"]) == 50
    assert set(answer["digits"][0]["passes"]) == {"loop", "top", "stem"}


def test_a_number_is_cut(client: Client) -> None:
    answer = asked(client, "number", text="504192", hand=1, gap=0.2)
    assert answer["text"] == "504192"
    chosen = [candidate["digit"] for candidate in answer["candidates"] if "place" in candidate]
    assert sorted(chosen) == [0, 1, 2, 4, 5, 9]
    assert len(answer["strokes"]) >= 6


def test_layers_of_perceptrons_decide_what_one_cannot(client: Client) -> None:
    answer = asked(client, "perceptrons", layers=EITHER_NOT_BOTH, inputs=WEEKENDS)
    assert answer["decisions"] == [[[0, 0], [1, 0], [1, 0], [1, 1]], [[0], [1], [1], [0]]]


def test_a_network_of_any_size_says_its_numbers(client: Client) -> None:
    answer = asked(client, "sizes", drawing=BAR, hidden=[30])
    assert answer["parameters"] == 23_860
    assert [layer["units"] for layer in answer["layers"]] == [30, 10]
    assert len(answer["layers"][0]["activations"]) == 16


def test_digits_come_in_pages(client: Client) -> None:
    answer = asked(client, "samples", part="test", digit=4)
    assert {sample["label"] for sample in answer["samples"]} == {4}
    assert answer["pages"] == -(-answer["matching"] // 30)


def test_a_rate_that_falls_lets_the_ball_arrive(client: Client) -> None:
    ball = {"surface": "bowl", "start": [-2.2, 1.8], "learning_rate": 2.05}
    assert asked(client, "descent", **ball)["outcome"] == "diverged"
    answer = asked(client, "descent", **ball, schedule="step")
    assert answer["outcome"] == "arrived"
    assert answer["rates"][:11] == [2.05] * 10 + [1.025]
    assert asked(client, "descent", **ball, schedule="cosine")["rates"][-1] < 0.01


def test_all_variables_descend_at_once(client: Client) -> None:
    answer = asked(client, "all-variables", steps=2, learning_rate=1, network={"start": "fresh", "seed": 0})
    assert answer["variables"] == 23_860
    assert answer["costs"][2] < answer["costs"][0]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("number", {"text": "12a"}, "/text"),
        ("number", {"text": "123456789"}, "/text"),
        ("number", {"text": "1", "gap": 2}, "/gap"),
        ("perceptrons", {"layers": EITHER_NOT_BOTH, "inputs": [[1]]}, "layers/0/weights: expected 1 numbers"),
        ("perceptrons", {"layers": EITHER_NOT_BOTH, "inputs": [[1, 0], [1]]}, "inputs: expected 2 numbers"),
        (
            "perceptrons",
            {"layers": [{"weights": [[1, 1]], "biases": [0, 0]}], "inputs": [[1, 0]]},
            "layers/0/biases: expected 1 numbers",
        ),
        ("sizes", {"drawing": BAR, "hidden": [30, 30, 30, 30]}, "/hidden"),
        ("sizes", {"drawing": BAR, "hidden": [0]}, "/hidden/0"),
        ("samples", {"part": "moon"}, "/part"),
        ("all-variables", {"steps": 31}, "/steps"),
        (
            "descent",
            {"surface": "bowl", "start": [1, 1], "learning_rate": 1, "schedule": "magic"},
            "/schedule",
        ),
        ("trainings", {"layers": 4}, "/layers"),
    ],
)
def test_what_cannot_be_is_refused(client: Client, name: str, body: dict[str, Any], said: str) -> None:
    response = client.post(f"/api/v1/learn/{name}", json.dumps(body), content_type="application/json")
    assert response.status_code in {400, 422}, response.content
    assert said in json.loads(response.content)["detail"]
