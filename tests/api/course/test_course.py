"""The endpoints of the learning pages: what they answer, and what they refuse."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from recognizer.models import ModelVersion, Status
from recognizer.services.course.algorithm import SOURCES
from recognizer.services.recognition.live import live_model
from tests.api.conftest import assert_problem
from tests.support.site import ROOT
from tests.support.versions import register_good_version

SEVEN = {"strokes": [[[0, 0], [60, 0], [25, 100]]]}
Ask = Callable[..., HttpResponse]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client) -> Ask:
    """Post a JSON body to a learning endpoint."""

    def send(name: str, body: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - any JSON value
        text = body if isinstance(body, str) else json.dumps(body)
        kwargs = {"content_type": "application/json", **kwargs}
        return client.post(f"/api/v1/learn/{name}", text, **kwargs)  # type: ignore[return-value]

    return send


def body_of(response: HttpResponse) -> dict[str, Any]:
    """Return the body of an answer that succeeded."""
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def test_a_drawing_is_read_as_the_recogniser_reads_it(ask: Ask, client: Client) -> None:
    answer = body_of(ask("drawing", {"drawing": SEVEN}))
    assert answer["digit"] == 7
    recognized = client.post(
        "/api/v1/recognize", {**SEVEN, "mode": "digit"}, content_type="application/json"
    ).json()
    assert answer["probabilities"][7] == pytest.approx(recognized["digits"][0]["confidence"], abs=1e-5)


def test_its_tile_is_the_same_drawing(ask: Ask) -> None:
    answer = body_of(ask("drawing", {"drawing": SEVEN}))
    again = body_of(ask("drawing", {"drawing": {"tile": answer["tile"]}}))
    assert again == answer


@pytest.mark.parametrize(
    ("drawing", "status", "detail"),
    [
        ({}, 400, 'expected exactly one of "strokes" and "tile", found neither.'),
        ({**SEVEN, "tile": "AAAA"}, 400, "expected 784 bytes, found 3."),
        ({"tile": "no base64!"}, 400, "expected base64, found something else."),
        ({"strokes": []}, 400, "expected 1 to 4000 points, found 0."),
        ({"strokes": [[[1, 2]] * 4001]}, 400, "expected 1 to 4000 points, found 4001."),
        ({"strokes": [[[1, 2]]] * 101}, 422, "expected a list of at most 100, found one of 101."),
        ({"strokes": [[[1, 1e12]]]}, 422, "expected at most 1000000000, found 1000000000000."),
        ({"strokes": [[["1", 2]]]}, 400, "expected a number."),
    ],
)
def test_a_drawing_that_cannot_be_is_refused(
    ask: Ask, drawing: dict[str, Any], status: int, detail: str
) -> None:
    response = ask("drawing", {"drawing": drawing})
    assert response.status_code == status
    assert json.loads(response.content)["detail"].endswith(detail)


def test_a_large_body_is_refused(ask: Ask) -> None:
    response = ask("inside", {"drawing": {"tile": "A" * 300_000}})
    assert response.status_code == 413
    assert json.loads(response.content)["detail"].startswith(
        "Expected a body of at most 262144 bytes, found "
    )


def test_another_content_type_is_refused(ask: Ask) -> None:
    response = ask("inside", "x", content_type="text/plain")
    assert_problem(response, 415, 'Expected the content type application/json, found "text/plain".')


def test_questions_are_throttled_apart_from_recognition(ask: Ask, client: Client, settings: Settings) -> None:
    settings.LEARN_RATE = "2/m"
    settings.RECOGNIZE_RATE = "1/m"
    assert [ask("adder", {"x1": 1, "x2": 0}).status_code for _ in range(3)] == [200, 200, 429]
    recognized = client.post("/api/v1/recognize", {**SEVEN}, content_type="application/json")
    assert recognized.status_code == 200


def test_heavy_questions_are_throttled_more(ask: Ask, settings: Settings) -> None:
    settings.LEARN_RATE = "12/m"
    statuses = [ask("evidence", {"drawing": SEVEN}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_the_inside_lists_every_layer(ask: Ask) -> None:
    answer = body_of(ask("inside", {"drawing": SEVEN}))
    network = live_model.current().network
    assert [layer["type"] for layer in answer["layers"]] == [layer.type for layer in network.layers]
    first = answer["layers"][0]
    steps = np.frombuffer(base64.b64decode(first["activations"]["values"]), np.uint8)
    assert len(steps) == first["layout"]["maps"] * first["layout"]["height"] * first["layout"]["width"]


def test_a_neuron_s_numbers_add_up(ask: Ask) -> None:
    answer = body_of(ask("neuron", {"drawing": SEVEN, "layer": 9, "unit": 7}))
    assert np.dot(answer["weights"], answer["inputs"]) + answer["bias"] == pytest.approx(
        answer["z"], abs=1e-4
    )
    assert answer["products"] == pytest.approx(np.multiply(answer["weights"], answer["inputs"]), rel=1e-5)
    assert "place" not in answer


def test_a_neuron_that_is_not_there_is_refused(ask: Ask) -> None:
    response = ask("neuron", {"drawing": SEVEN, "layer": 0, "unit": 5000})
    assert_problem(response, 422, "unit: expected 0 to 23 in layer 0, found 5000.")


@pytest.mark.parametrize("method", ["gradient", "occlusion"])
def test_evidence_has_a_map_for_each_digit_and_for_a_difference(ask: Ask, method: str) -> None:
    answer = body_of(ask("evidence", {"drawing": SEVEN, "method": method, "digit": 7, "against": 1}))
    assert len(answer["maps"]) == 10
    difference = answer["difference"]
    assert difference["z"] == pytest.approx(answer["scores"][7] - answer["scores"][1], abs=1e-4)
    assert difference["total"] == pytest.approx(answer["totals"][7] - answer["totals"][1], abs=1e-4)
    low, high = difference["map"]["low"], difference["map"]["high"]
    assert low + 127 * (high - low) / 255 == pytest.approx(0, abs=1e-9), "Nothing has a byte of its own."


def test_an_unknown_method_is_refused(ask: Ask) -> None:
    response = ask("evidence", {"drawing": SEVEN, "method": "guessing"})
    assert response.status_code == 400


def test_any_usable_version_can_be_looked_into(ask: Ask, client: Client, tmp_path: Path) -> None:
    other = register_good_version(tmp_path)
    failed = ModelVersion.objects.create(name="Failed", status=Status.FAILED)
    listed = client.get("/api/v1/learn/versions").json()["versions"]
    assert [one["version"] for one in listed] == [other.number, live_model.current().number]
    answer = body_of(ask("inside", {"drawing": SEVEN, "version": other.number}))
    assert answer["model"] == {"version": other.number, "name": other.name}
    response = ask("inside", {"drawing": SEVEN, "version": failed.number})
    assert_problem(response, 404, f"There is no version {failed.number} that could answer.")


def test_without_an_active_version_there_is_nothing_to_look_into(ask: Ask) -> None:
    ModelVersion.objects.update(status=Status.RETIRED)
    response = ask("inside", {"drawing": SEVEN})
    assert_problem(response, 503, "No model version is active. Activate one in the admin.")


def test_a_perceptron_decides(ask: Ask) -> None:
    answer = body_of(ask("perceptron", {"weights": [6, 2, 2], "bias": -5, "inputs": [[1, 0, 0], [0, 1, 1]]}))
    assert answer == {"z": [1.0, -1.0], "outputs": [1, 0]}


def test_a_row_with_too_few_inputs_is_refused(ask: Ask) -> None:
    response = ask("perceptron", {"weights": [6, 2], "bias": 0, "inputs": [[1, 0], [1]]})
    assert json.loads(response.content)["detail"].endswith(
        "expected 2 inputs a row, one for each weight; row 1 has 1."
    )


def test_a_small_change_is_foretold(ask: Ask) -> None:
    answer = body_of(ask("change", {"drawing": SEVEN, "digit": 7, "dw": 0.001, "db": 0.0}))
    assert answer["foretold"] == pytest.approx(answer["found"], rel=0.01)
    assert ask("change", {"drawing": SEVEN, "digit": 7, "dw": 11, "db": 0}).status_code == 422


@pytest.mark.parametrize("name", SOURCES)
def test_the_code_that_is_shown_is_that_of_the_file(client: Client, name: str) -> None:
    answer = client.get(f"/api/v1/learn/source/{name}").json()
    lines = (ROOT / answer["path"]).read_text().splitlines()
    assert lines[answer["line"] - 1].strip() == answer["code"].splitlines()[0]


@pytest.mark.parametrize("name", ["settings", "SECRET_KEY", "recognizer.nn.network", "__init__"])
def test_no_other_code_is_shown(client: Client, name: str) -> None:
    response = client.get(f"/api/v1/learn/source/{name}")
    assert response.status_code == 422
    assert response.json()["detail"].startswith("name: expected one of mini_batches, ")


def test_the_state_is_that_of_a_training_that_runs(client: Client) -> None:
    assert client.get("/api/v1/learn/training").json()["is_training"] is False
    ModelVersion.objects.create(
        name="In training",
        hyperparameters={"epochs": 30, "batch_size": 10, "cost": "quadratic"},
        epochs=[{"epoch": 0, "training_cost": 0.5, "validation_correct": 9129, "validation_size": 10000}],
    )
    answer = client.get("/api/v1/learn/training").json()
    assert answer["is_training"] is True
    assert answer["epoch"] == {
        "number": 1, "of": 30, "training_cost": 0.5, "validation_correct": 9129, "validation_size": 10000
    }  # fmt: skip


def test_all_endpoints_are_documented(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    names = {path.removeprefix("/api/v1/learn/") for path in paths if path.startswith("/api/v1/learn/")}
    assert names >= {
        "drawing", "versions", "inside", "neuron", "evidence", "neighbours", "perceptron", "adder", "curve",
        "recurrent", "change", "source/{name}", "training",
    }  # fmt: skip
