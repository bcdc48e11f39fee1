"""The playground, as its page asks it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion, Status
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.side_by_side import MAX_READERS
from recognizer.services.recognition.tiles import png_data_url
from recognizer.services.versions.registry import register_file
from tests.admin.versions.test_inspecting import page
from tests.support.versions import register_good_version, write_untrained_network

pytestmark = pytest.mark.django_db

PLAY = reverse("admin:recognizer_modelversion_playground")
READ = reverse("admin:recognizer_modelversion_playground_read")
DRAWING = {"strokes": [stroke.tolist() for stroke in STROKES[4]], "mode": "digit"}


@pytest.fixture
def viewer(client: Client) -> Client:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    client.force_login(user)
    return client


def ask(client: Client, body: object, query: str = "") -> Any:  # noqa: ANN401 - the test client's response
    return client.post(READ + query, json.dumps(body), content_type="application/json")


def test_the_page_has_a_card_for_each_version_that_can_read(viewer: Client, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    ModelVersion.objects.create(name="Just begun")
    text = page(viewer, PLAY)
    assert text.count('class="playground-card"') == 2
    assert f'data-version="{version.number}"' in text
    assert "Just begun" not in text


def test_every_version_answers_in_the_words_of_the_api(viewer: Client, tmp_path: Path) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    other = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    answers = ask(viewer, DRAWING, f"?versions={active.number},{other.number}").json()["answers"]
    assert [answer["version"] for answer in answers] == [active.number, other.number]
    assert answers[0]["text"] == "4"
    assert answers[0]["verdict"] == "recognized"
    for answer in answers:
        assert len(answer["digits"][0]["probabilities"]) == 10
        assert answer["digits"][0]["tile"].startswith("data:image/png")


def test_the_active_and_the_newest_read_where_nothing_is_said(viewer: Client, tmp_path: Path) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    versions = [register_good_version(tmp_path, str(number)) for number in range(MAX_READERS)]
    answers = ask(viewer, DRAWING).json()["answers"]
    newest = [version.number for version in reversed(versions)][: MAX_READERS - 1]
    assert [answer["version"] for answer in answers] == [active.number, *newest]


def problem(response: HttpResponseBase, status: int) -> str:
    assert response.status_code == status
    assert isinstance(response, HttpResponse)
    assert response["Content-Type"] == "application/problem+json"
    return str(json.loads(response.content)["detail"])


def test_bad_input_gets_a_problem(viewer: Client) -> None:
    assert "/strokes" in problem(ask(viewer, {"strokes": 3}), 400)
    assert "at least one point" in problem(ask(viewer, {"strokes": []}), 422)
    assert "JSON" in problem(viewer.post(READ, "{", "application/json"), 400)
    assert "content type" in problem(viewer.post(READ, "x", "text/plain"), 415)
    assert "There is no version 999." in problem(ask(viewer, DRAWING, "?versions=999"), 404)
    assert "Expected numbers" in problem(ask(viewer, DRAWING, "?versions=a"), 400)
    begun = ModelVersion.objects.create(name="Just begun")
    assert "cannot read: it is training." in problem(ask(viewer, DRAWING, f"?versions={begun.number}"), 400)
    assert viewer.get(READ).status_code == 405


def test_a_picture_is_none_of_its_business(viewer: Client) -> None:
    picture = png_data_url(np.zeros((2, 2), np.uint8))
    assert 'Expected "strokes"' in problem(ask(viewer, {"image": picture}), 400)


def test_too_many_versions_are_refused(viewer: Client) -> None:
    numbers = ",".join(map(str, range(1, MAX_READERS + 2)))
    assert f"Expected 1 to {MAX_READERS} different versions" in page(
        viewer, f"{PLAY}?versions={numbers}", status=400
    )


def test_asking_needs_the_token_of_the_session(viewer: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="viewer"))
    assert ask(strict, DRAWING).status_code == 403


def test_nobody_plays_without_permission(client: Client) -> None:
    assert client.get(PLAY).status_code == 302
    assert ask(client, DRAWING).status_code == 302
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(PLAY).status_code == 403
    assert ask(client, DRAWING).status_code == 403
