"""Requests are counted while they are answered."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from recognizer.api.limits import in_flight
from recognizer.api.limits.in_flight import InFlightMiddleware
from recognizer.services.watching.load import Load


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    load = Load()
    monkeypatch.setattr(in_flight, "load", load)
    return load


def test_one_counts_until_it_is_answered(load: Load) -> None:
    seen: list[int] = []

    def answer(_request: HttpRequest) -> HttpResponse:
        seen.append(load.count)
        return HttpResponse("done")

    response = InFlightMiddleware(answer)(HttpRequest())
    assert isinstance(response, HttpResponse)
    assert response.content == b"done"
    assert (seen, load.count) == ([1], 0)


def test_all_requests_of_the_site_count(load: Load, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    request = load.request

    def counting() -> object:
        counted.append(load.count)
        return request()

    monkeypatch.setattr(load, "request", counting)
    assert client.get("/healthz").status_code == 200
    assert counted == [0]
