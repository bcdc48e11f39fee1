"""Whatever the API says to a person can be said in the person's language."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from PIL import Image
from pytest_django.fixtures import Settings

from recognizer.api.problems import ProblemJsonMiddleware
from recognizer.models import ModelVersion
from tests.api.conftest import URL, Post
from tests.support.brackets import in_brackets
from tests.support.pictures import data_url, encoded
from tests.support.sentences import CHINESE

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


def asked_in(client: Client, language: str, *, by: str) -> Client:
    """Return a client that asks for a language by the browser's header or by the site's cookie."""
    if by == "cookie":
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    else:
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client


@pytest.mark.parametrize(
    ("language", "by"),
    [
        *(
            (language, "header")
            for language in ("zh-CN", "zh-SG,en;q=0.5", "zh", "zh-Hans-CN,en", "zh-hans", "zh-TW")
        ),
        ("zh-hans", "cookie"),
    ],
)
@pytest.mark.parametrize("what", ["reason", "refusal", "Django's"])
def test_who_asks_for_chinese_is_answered_in_chinese(
    client: Client, language: str, by: str, what: str
) -> None:
    found, answer = said_of(what, asked_in(client, language, by=by))
    assert CHINESE.search(found)
    assert answer["Content-Language"] == "zh-hans"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("what", ["reason", "refusal", "Django's"])
@pytest.mark.parametrize("language", ["", "de", "fr-CH, fr;q=0.9, *;q=0.5", "en-GB,zh;q=0.5"])
def test_who_asks_for_no_language_of_ours_is_answered_in_english(
    client: Client, what: str, language: str
) -> None:
    said_of(what, asked_in(Client(), "zh-CN", by="header"))  # that somebody else was, changes nothing
    found, answer = said_of(what, asked_in(client, language, by="header"))
    assert not CHINESE.search(found)
    assert answer["Content-Language"] == "en"


def test_what_was_chosen_goes_before_what_the_browser_asks(client: Client) -> None:
    chosen = asked_in(asked_in(client, "zh-CN", by="header"), "en", by="cookie")
    assert said_of("reason", chosen)[0] == "There is no ink in the picture."


def said_of(what: str, client: Client) -> tuple[str, Any]:
    """Return a sentence of the API, and the answer with it: a reason, a refusal, one of Django's own."""
    if what == "Django's":
        answer = client.get("/api/v1/nothing")
        return problem(answer)["detail"], answer
    paper = data_url(encoded(Image.new("L", (200, 200), 255)))
    body: object = {"image": paper} if what == "reason" else {"strokes": []}
    answer = client.post(URL, json.dumps(body), content_type="application/json")
    if what == "refusal":
        return problem(answer)["detail"], answer
    return json.loads(answer.content)["reason"], answer


@pytest.mark.parametrize("status", [400, 404, 405, 500])
def test_what_is_refused_before_a_language_was_chosen_is_said_in_the_readers(
    rf: RequestFactory, status: int
) -> None:
    request = rf.get(URL, headers={"Accept-Language": "zh-CN"})
    refused = HttpResponse("<html>", status=status, headers={"Allow": "POST"})
    answer = ProblemJsonMiddleware(lambda _request: refused)(request)
    assert CHINESE.search(problem(answer)["detail"])
