"""What is done once an answer was sent: the reading is counted, and the shadow may read it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from recognizer.api.recognize import afterwards
from recognizer.api.recognize.afterwards import AnswerThen
from recognizer.services.feedback.contributors import digest_of
from recognizer.services.watching.shadow_reader import Answered
from recognizer.services.watching.tallies import Tallies
from tests.support.pictures import data_url, encoded, picture_of_a_one

pytestmark = pytest.mark.django_db

URL = reverse("api-v1:recognize")
BAR = {"strokes": [[[40, 10], [40, 90]]], "mode": "digit"}
NAME = "A" * 43


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Tallies:
    tallies = Tallies()
    monkeypatch.setattr(afterwards, "tallies", tallies)
    return tallies


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, counted: Tallies) -> list[Answered]:
    jobs: list[Answered] = []
    monkeypatch.setattr("recognizer.api.recognize.afterwards.shadow_reader.offer", jobs.append)
    return jobs


def ask(client: Client, **more: object) -> dict[str, Any]:
    response = client.post(URL, {**BAR, **more}, content_type="application/json")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_it_is_done_when_the_answer_is_closed_and_not_before() -> None:
    done: list[str] = []
    response = AnswerThen(b"{}", then=lambda: done.append("done"), content_type="application/json")
    assert (response.content, response["Content-Type"]) == (b"{}", "application/json")
    assert not done
    response.close()
    assert done == ["done"]


def test_a_drawing_is_counted_and_offered(client: Client, counted: Tallies, offered: list[Answered]) -> None:
    answer = ask(client, device="pen")
    kind, sums = counted.waiting.popitem()
    assert (kind.version_number, kind.device) == (answer["model"]["version"], "pen")
    assert (sums.readings, sums.recognized) == (1, 1)
    assert sums.confidence_sum == pytest.approx(answer["confidence"], abs=1e-6)
    assert (offered[0].device, offered[0].contributor) == ("pen", "")
    assert offered[0].reading.text == "1"
    assert offered[0].strokes[0].tolist() == BAR["strokes"][0]


def test_whose_drawing_it_is_is_told_by_a_hash(client: Client, offered: list[Answered]) -> None:
    ask(client, contributor=NAME)
    assert offered[0].contributor == digest_of(NAME)


def test_nobody_is_told_of_where_nothing_is_given(
    client: Client, offered: list[Answered], settings: Settings
) -> None:
    settings.FEEDBACK = False
    ask(client, contributor=NAME)
    assert offered[0].contributor == ""


def test_a_picture_is_counted_and_not_offered(
    client: Client, counted: Tallies, offered: list[Answered]
) -> None:
    image = data_url(encoded(picture_of_a_one()))
    assert client.post(URL, {"image": image}, content_type="application/json").status_code == 200
    assert not offered
    assert [kind.device for kind in counted.waiting] == ["picture"]
