"""The nearest known digits, through the API; the other endpoints of the page are in test_learn.py."""

import json
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client

from recognizer.services.course import neighbours
from recognizer.services.course.neighbours import Gallery

SEVEN = {"strokes": [[[0, 0], [60, 0], [25, 100]]]}

pytestmark = pytest.mark.django_db


class Later:
    """A thread that does its work when the test says so."""

    started: ClassVar[list[Callable[[], None]]] = []

    def __init__(self, *, target: Callable[..., None], args: list[Any], daemon: bool) -> None:
        self._work = partial(target, *args)

    def start(self) -> None:
        self.started.append(self._work)


@pytest.fixture
def _empty_gallery(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gallery without anything in it, which has a hundred known digits: tiles by chance."""
    rng = np.random.default_rng(0)
    known = rng.integers(0, 256, (100, 784)).astype(np.uint8), (np.arange(100) % 10).astype(np.uint8)
    monkeypatch.setattr(neighbours, "known_digits_of", lambda source: known)
    monkeypatch.setattr(neighbours, "available_sources", lambda: ["drawn"])
    monkeypatch.setattr(neighbours, "BENCHMARK_SEED", "test")
    fresh = Gallery()
    monkeypatch.setattr("recognizer.api.course.inside.endpoints.gallery", fresh)
    monkeypatch.setattr(neighbours, "threading", SimpleNamespace(Thread=Later))


def asked(client: Client) -> HttpResponse:
    body = json.dumps({"drawing": SEVEN})
    return client.post("/api/v1/learn/neighbours", body, content_type="application/json")  # type: ignore[return-value]


@pytest.mark.usefixtures("_empty_gallery")
def test_the_first_question_is_told_to_come_again(client: Client) -> None:
    for _question in range(2):
        waiting = asked(client)
        assert waiting.status_code == 202
        assert json.loads(waiting.content) == {"is_ready": False, "known": 0, "neighbours": []}
    (work,) = Later.started
    work()
    answer = json.loads(asked(client).content)
    assert answer["is_ready"]
    assert answer["known"] == 100
    distances = [one["distance"] for one in answer["neighbours"]]
    assert distances == sorted(distances)
    assert {one["source"] for one in answer["neighbours"]} == {"drawn"}
    assert len({one["tile"] for one in answer["neighbours"]}) == len(answer["neighbours"]) > 1
