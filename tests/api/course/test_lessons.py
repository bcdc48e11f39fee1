"""The endpoints of the lessons on gradient descent and backpropagation: answers, limits, refusals."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client

from recognizer.nn.costs import one_hot
from recognizer.services.course import trainings
from recognizer.services.course.networks import Choice, Start, lesson_network
from recognizer.services.course.training_records import trainings_folder
from tests.api.conftest import assert_problem
from tests.nn.deck import backpropagate_sample

ONE = {"strokes": [[[10, 10], [12, 50], [10, 90]]]}
Ask = Callable[..., HttpResponse]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client) -> Ask:
    """Post a JSON body to a learning endpoint."""

    def send(name: str, body: Any) -> HttpResponse:  # noqa: ANN401 - any JSON value
        return client.post(f"/api/v1/learn/{name}", json.dumps(body), content_type="application/json")  # type: ignore[return-value]

    return send


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Trainings wait and are not begun."""
    monkeypatch.setattr(trainings, "start_runner", lambda slot: None)
    yield
    for folder in trainings_folder().iterdir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def body_of(response: HttpResponse, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.content
    answer: dict[str, Any] = json.loads(response.content)
    return answer


BALL = {"surface": "bowl", "start": [1, 1], "learning_rate": 0.5, "steps": 2}


def test_a_ball_halves_its_way(ask: Ask) -> None:
    answer = body_of(ask("descent", BALL))
    assert answer["path"] == [[1, 1], [0.5, 0.5], [0.25, 0.25]]
    assert answer["costs"] == [1, 0.25, 0.0625]
    assert answer["promised"] == [-1, -0.25]


def test_every_surface_is_listed_with_its_grid(client: Client) -> None:
    answer = json.loads(client.get("/api/v1/learn/surfaces").content)
    assert [surface["name"] for surface in answer["surfaces"]][:2] == ["bowl", "ravine"]
    assert all(len(surface["grid"]) == 49 for surface in answer["surfaces"])


@pytest.mark.parametrize(
    ("name", "body", "pointer", "limit"),
    [
        ("descent", {**BALL, "learning_rate": 11}, "/learning_rate", "at most 10"),
        ("descent", {**BALL, "learning_rate": 0}, "/learning_rate", "more than 0"),
        ("descent", {**BALL, "steps": 201}, "/steps", "at most 200"),
        ("descent", {**BALL, "start": [1, 11]}, "/start/1", "at most 10"),
        ("mini-batch", {"size": 1001}, "/size", "at most 1000"),
        ("saturation", {"weight": 6}, "/weight", "at most 5"),
        ("saturation", {"steps": 501}, "/steps", "at most 500"),
        ("backpropagation", {"drawing": ONE, "label": 10}, "/label", "at most 9"),
        (
            "backpropagation",
            {"drawing": ONE, "label": 1, "steps": 101},
            "/steps",
            "at most 100",
        ),
        ("trainings", {"epochs": 31}, "/epochs", "at most 30"),
        ("trainings", {"hidden": 51}, "/hidden", "at most 50"),
        ("trainings", {"samples": 50_001}, "/samples", "at most 50000"),
        ("trainings", {"batch_size": 0}, "/batch_size", "at least 1"),
        ("trainings", {"learning_rate": 101}, "/learning_rate", "at most 100"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_with_the_limit(
    ask: Ask, name: str, body: dict[str, Any], pointer: str, limit: str
) -> None:
    response = ask(name, body)
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"
    detail = json.loads(response.content)["detail"]
    assert detail.startswith(f"{pointer}: ")
    assert limit in detail


@pytest.mark.parametrize(
    "body",
    [
        {**BALL, "surface": "moon"},
        {**BALL, "optimizer": "magic"},
        {**BALL, "learning_rate": "0.1"},
        {**BALL, "unknown": 1},
    ],
)
def test_what_is_malformed_is_refused(ask: Ask, body: dict[str, Any]) -> None:
    assert ask("descent", body).status_code == 400


def test_a_hidden_neuron_that_is_not_there_is_refused(ask: Ask) -> None:
    detail = "/neuron: expected at most 29, for the network has 30 hidden neurons; found 30."
    assert_problem(ask("backpropagation", {"drawing": ONE, "label": 1, "neuron": 30}), 422, detail)


def test_a_training_needs_its_epoch(ask: Ask) -> None:
    response = ask("cost", {"network": {"training": "0" * 16}})
    assert response.status_code == 400
    assert 'expected "training" and "epoch" together' in json.loads(response.content)["detail"]


def test_a_training_that_is_not_kept_is_not_found(ask: Ask, client: Client) -> None:
    body = {"drawing": ONE, "label": 1, "network": {"training": "0" * 16, "epoch": 1}}
    for response in (ask("backpropagation", body), client.get("/api/v1/learn/trainings/" + "0" * 16)):
        assert response.status_code == 404
        assert "There is no such training. They are kept for 6 hours" in response.content.decode()


def test_every_number_of_backpropagation_is_the_decks(ask: Ask) -> None:
    body = {"drawing": ONE, "label": 1, "network": {"start": "fresh", "seed": 4}, "neuron": 7}
    answer = body_of(ask("backpropagation", body))

    network = lesson_network(Choice(start=Start.FRESH, seed=4))
    w = [layer.parameters["W"] for layer in network.layers]
    b = [layer.parameters["b"] for layer in network.layers]
    x = np.array(answer["x"])
    nabla_w, nabla_b = backpropagate_sample(
        w, b, x, one_hot(np.array([1]), 10, dtype=np.dtype(np.float64))[0]
    )
    hidden, output = answer["layers"]
    assert_close = partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-8)
    assert_close(hidden["z"], w[0] @ x + b[0])
    assert_close(hidden["nabla_b"]["exact"], nabla_b[0])
    assert_close(output["delta"]["exact"], nabla_b[1])
    assert_close(answer["hidden_weights"]["nabla_w"]["exact"], nabla_w[0][7])
    assert_close(answer["output_weights"]["nabla_w"]["exact"], nabla_w[1])
    for checked in (
        *(layer[name] for layer in (hidden, output) for name in ("delta", "nabla_b")),
        answer["nabla_a"],
        answer["hidden_weights"]["nabla_w"],
        answer["output_weights"]["nabla_w"],
    ):
        np.testing.assert_allclose(checked["exact"], checked["quotients"], rtol=0, atol=1e-8)
    assert answer["sizes"] == [784, 30, 10]
    assert answer["agreement"]["agreeing"] == answer["agreement"]["entries"] == 23_910


def test_after_the_step_the_answer_is_another(ask: Ask) -> None:
    body = {"drawing": ONE, "label": 4, "network": {"start": "fresh"}, "learning_rate": 1, "steps": 3}
    answer = body_of(ask("backpropagation", body))
    wanted = [row[4] for row in answer["outputs"]]
    assert len(wanted) == 5
    assert wanted == sorted(wanted)
    later = body_of(ask("backpropagation", {**body, "steps": 4}))
    assert later["layers"][1]["a"] == pytest.approx(answer["outputs"][4])


@pytest.mark.usefixtures("no_process")
def test_a_training_is_begun_seen_and_stopped(ask: Ask, client: Client) -> None:
    begun = body_of(ask("trainings", {"epochs": 3, "client": "reader-one"}), 201)
    assert begun["state"] == "waiting"
    assert begun["settings"]["epochs"] == 3
    other = body_of(ask("trainings", {"client": "reader-two"}), 201)
    seen = json.loads(client.get(f"/api/v1/learn/trainings/{other['id']}").content)
    assert seen["before"] == 1

    refused = ask(f"trainings/{begun['id']}/stop", {"client": "reader-two"})
    assert_problem(refused, 403, "Only the reader who began a training can stop it.")
    stopped = body_of(ask(f"trainings/{begun['id']}/stop", {"client": "reader-one"}))
    assert stopped["state"] == "stopped"
    answers = body_of(ask(f"trainings/{begun['id']}/answers", {"drawing": ONE}))
    assert answers == {"since": 0, "outputs": []}


@pytest.mark.usefixtures("no_process")
def test_a_second_training_is_refused_with_the_limit_and_when_to_come_back(ask: Ask) -> None:
    body_of(ask("trainings", {}), 201)
    response = ask("trainings", {})
    assert_problem(
        response,
        409,
        "Expected at most 1 training or waiting for each reader, found 1 already. Wait until one has ended, "
        "or stop yours.",
    )
    assert int(response["Retry-After"]) >= 1
