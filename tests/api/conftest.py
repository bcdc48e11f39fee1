"""A client of the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from recognizer.api.throttling import AddressThrottle

URL = "/api/v1/recognize"
Post = Callable[[Any], HttpResponse]


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all requests of a test come at the same moment, for the limits of how many may."""
    monkeypatch.setattr(AddressThrottle, "timer", lambda _throttle: 1_000_000.0)


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
