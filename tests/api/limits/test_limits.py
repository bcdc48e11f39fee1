"""What the API refuses whatever the request says: too much, too often, no model, no such address."""

import json
import threading
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recognizer.api import endpoints
from recognizer.api.limits.throttling import RecognizeThrottle
from recognizer.models import ModelVersion
from recognizer.services.versions.file_store import path_of
from tests.api.conftest import URL, Post, assert_problem

BAR = {"strokes": [[[40, 10], [40, 90]]]}


def test_a_body_over_the_limit_is_too_large(post: Post, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = post({"strokes": [[[1, 2]] * 100]})
    assert_problem(response, 413, "Expected a body of at most 100 bytes, found 815.")


def test_the_rate_is_limited_and_says_when_to_come_back(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "2/m"
    assert [post(BAR).status_code for _ in range(2)] == [200, 200]
    response = post(BAR)
    assert response["Retry-After"] == "60"
    assert_problem(response, 429, "Too many requests from your address. Try again in 60 s.")


@pytest.mark.django_db
def test_a_client_cannot_escape_the_limit_by_a_header(client: Client, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "1/m"
    statuses = [
        client.post(
            URL, json.dumps(BAR), content_type="application/json", headers={"X-Forwarded-For": f"10.0.0.{n}"}
        ).status_code
        for n in range(2)
    ]
    assert statuses == [200, 429]


def test_without_an_active_version_it_is_unavailable(post: Post) -> None:
    ModelVersion.objects.update(status="retired")
    assert_problem(post(BAR), 503, "No model version is active. Activate one in the admin.")


def test_threads_of_a_server_do_not_share_a_throttle() -> None:
    throttle = RecognizeThrottle()
    throttle.seconds = 7.0
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(throttle.seconds))
    thread.start()
    thread.join()
    assert seen == [0.0]


def test_a_version_that_cannot_be_loaded_is_said_to_be_so(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognizer.services.recognition.last_good.restore", lambda _sha256: False)
    version = ModelVersion.objects.get(status="active")
    path = path_of(version.file_sha256)
    content = path.read_bytes()
    path.write_bytes(b"broken")
    try:
        detail = "The active model version cannot be loaded. The server's log says why."
        assert_problem(post(BAR), 503, detail)
    finally:
        path.write_bytes(content)


@pytest.mark.django_db
def test_a_problem_keeps_the_headers_that_keep_a_browser_safe(client: Client) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.django_db
def test_a_body_in_chunks_is_refused(client: Client) -> None:
    response: Any = client.post(
        URL, json.dumps(BAR), content_type="application/json", headers={"Transfer-Encoding": "chunked"}
    )
    assert_problem(response, 400, "Expected a body with a Content-Length, found one in chunks without it.")


@pytest.mark.django_db
def test_a_malformed_form_is_a_problem(client: Client) -> None:
    response: Any = client.post(URL, b"--x", content_type="multipart/form-data; boundary=")
    assert_problem(response, 400, json.loads(response.content)["detail"])


@pytest.mark.django_db
def test_an_unknown_address_is_a_problem_too(client: Client) -> None:
    response: Any = client.get("/api/v1/nothing")
    assert_problem(response, 404, "There is nothing at this address. See /api/docs for what there is.")


@pytest.mark.django_db
def test_an_unexpected_error_shows_no_internals(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(endpoints, "recognize_strokes", fail)
    client.raise_request_exception = False
    response: Any = client.post(URL, json.dumps(BAR), content_type="application/json")
    assert_problem(response, 500, "Something went wrong on the server. It has been logged.")
    assert "secret" not in response.content.decode()
    assert "secret of the house" in caplog.text


@pytest.mark.django_db
def test_the_description_names_both_ways_and_every_error(client: Client) -> None:
    description = client.get("/api/v1/openapi.json").json()
    operation = description["paths"]["/api/v1/recognize"]["post"]
    assert operation["requestBody"]["content"].keys() == {"application/json", "multipart/form-data"}
    answers = {status: set(answer["content"]) for status, answer in operation["responses"].items()}
    errors = {
        status: {"application/problem+json"} for status in ("400", "405", "413", "415", "422", "429", "503")
    }
    assert answers == {"200": {"application/json"}, **errors}


@pytest.mark.django_db
def test_the_docs_page_asks_no_other_host(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "swagger-ui" in page
    assert "https://" not in page


@pytest.mark.django_db
def test_it_is_ready_when_a_version_is_loaded(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["model"]["version"] == ModelVersion.objects.get(status="active").number


@pytest.mark.django_db
def test_it_is_not_ready_without_an_active_version(client: Client) -> None:
    ModelVersion.objects.update(status="retired")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "No model version is active. Activate one in the admin."


def test_it_is_alive_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
