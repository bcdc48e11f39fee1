"""Whatever the API says to a person can be said in the person's language."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from recognizer.models import ModelVersion
from tests.api.conftest import URL, Post
from tests.support.brackets import in_brackets
from tests.support.pictures import data_url, encoded

BAR = {"strokes": [[[40, 10], [40, 90]]]}
NO_PICTURE = {"image": data_url(b"no picture")}
pytestmark = pytest.mark.django_db


def problem(response: HttpResponse | Any) -> dict[str, Any]:  # noqa: ANN401 - Django's test client has its own
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(response.content)
    return found


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"strokes": []}, "⟦/strokes: expected at least one point, found none.⟧"),
        (
            {"strokes": [[[0, 0]] * 10_001] * 2},
            "⟦/strokes: expected at most 20000 points, found 20002.⟧",
        ),
        ({"image": "no base64!"}, "⟦/image: expected base64, found something else.⟧"),
        (NO_PICTURE, "⟦expected a PNG, JPEG, WebP, GIF or BMP picture, got something else⟧"),
        ({}, '⟦⟦The body⟧: ⟦expected exactly one of "strokes" and "image", found ⟦neither⟧⟧.⟧'),
        ({**BAR, "mode": "word"}, "⟦/mode: ⟦expected one of 'number', 'digit'⟧.⟧"),
    ],
)
def test_a_refusal_is_translated(post: Post, body: object, detail: str) -> None:
    with in_brackets():
        assert problem(post(body))["detail"] == detail


def test_what_is_wrong_where_is_translated(post: Post) -> None:
    with in_brackets():
        found = problem(post({**BAR, "mode": "word"}))["errors"]
    assert found == [{"pointer": "/mode", "detail": "⟦expected one of 'number', 'digit'⟧"}]


def test_the_title_is_the_types_name_and_stays(post: Post) -> None:
    with in_brackets():
        assert problem(post({}))["title"] == "Bad Request"


def test_what_is_too_much_or_too_often_is_translated(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "1/m"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5
    with in_brackets():
        assert problem(post([1, 2, 3]))["detail"] == "⟦Expected a body of at most 5 bytes, found 9.⟧"
        assert problem(post([]))["detail"].startswith("⟦Too many requests from your address.")


def test_that_there_is_no_model_is_translated(post: Post) -> None:
    ModelVersion.objects.update(status="retired")
    with in_brackets():
        assert problem(post(BAR))["detail"] == "⟦No model version is active. Activate one in the admin.⟧"


def test_what_django_itself_answers_is_translated(client: Client) -> None:
    with in_brackets():
        assert problem(client.get(URL))["detail"] == "⟦Expected POST, found GET.⟧"
        assert problem(client.get("/api/v1/nothing"))["detail"].startswith(
            "⟦There is nothing at this address."
        )


def test_why_nothing_was_found_is_translated(post: Post) -> None:
    paper = data_url(encoded(Image.new("L", (200, 200), 255)))
    with in_brackets():
        assert json.loads(post({"image": paper}).content)["reason"] == "⟦There is no ink in the picture.⟧"
