"""A client of the API."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from recognizer.api.limits.counts import ProcessCounts

URL = "/api/v1/recognize"
Post = Callable[[Any], HttpResponse]


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all requests of a test come at the same moment, and cost nothing."""
    monkeypatch.setattr(ProcessCounts, "timer", lambda _counts: 1_000_000.0)
    monkeypatch.setattr(time, "thread_time", lambda: 1_000.0)


@pytest.fixture
def post(client: Client, db: None) -> Post:
    """Post a JSON body: a value, or text as it is."""

    def send(body: Any) -> HttpResponse:  # noqa: ANN401 - any JSON value
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(URL, text, content_type="application/json")  # type: ignore[return-value]

    return send


def assert_problem(response: HttpResponse, status: int, detail: str) -> None:
    """Check that an answer is a problem with this status and exactly this detail."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert found["status"] == status
    assert found["title"]
    assert found["detail"] == detail
