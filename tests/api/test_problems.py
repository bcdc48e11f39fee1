"""Errors that no endpoint raises by itself are problems as well."""

import json

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.test import RequestFactory
from ninja import NinjaAPI
from ninja.errors import HttpError

from recognizer.api import problems
from recognizer.services.errors import NoActiveVersion, VersionRefused


@pytest.fixture
def api() -> NinjaAPI:
    found = NinjaAPI(urls_namespace="problems")
    problems.register(found)
    return found


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().post("/api/v1/recognize", b"{}", content_type="application/json")


def test_an_error_of_the_framework_keeps_its_status_alone(api: NinjaAPI, request_: HttpRequest) -> None:
    response = api.on_exception(request_, HttpError(400, "at /home/somebody/secret.py"))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == 400
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(NoActiveVersion("None is active."), 503), (RequestDataTooBig("in Django's words"), 413)],
)
def test_an_error_of_a_service_has_a_status_of_its_own(
    api: NinjaAPI, request_: HttpRequest, error: Exception, status: int
) -> None:
    response = api.on_exception(request_, error)
    assert response.status_code == status
    assert "in Django's words" not in response.content.decode()


def test_an_error_that_no_client_should_cause_stays_one(api: NinjaAPI, request_: HttpRequest) -> None:
    with pytest.raises(VersionRefused):
        api.on_exception(request_, VersionRefused("said to operators"))
