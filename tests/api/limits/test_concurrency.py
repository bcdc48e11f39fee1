"""Costly requests wait for one another, a few of them; what costs little does not."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client

from recognizer.api.course.descent import endpoints as learn_descent
from recognizer.api.limits import concurrency
from recognizer.api.limits.concurrency import ConcurrencyLimit
from recognizer.api.problems import ApiError
from tests.api.conftest import Post, assert_problem
from tests.support.patience import PATIENCE_SECONDS

BAR = [[[40, 10], [40, 90]]]
BUSY = "The server is busy with other large requests. Try again in 1 s."


@pytest.fixture
def _all_turns_taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    taken = ConcurrencyLimit(at_once=1, waiting=0, patience_seconds=0)
    for module in (concurrency, learn_descent):
        monkeypatch.setattr(module, "costly_work", taken)
    with taken.slot():
        yield


@pytest.mark.usefixtures("_all_turns_taken")
@pytest.mark.parametrize(
    "body",
    [
        {"image": "iVBORw0KGgo="},
        {"strokes": BAR * 101},
        {"strokes": [[[x, x % 7] for x in range(4_001)]]},
    ],
)
def test_a_costly_request_is_refused_where_there_is_no_turn(post: Post, body: dict[str, Any]) -> None:
    response = post(body)
    assert response["Retry-After"] == "1"
    assert_problem(response, 503, BUSY)


@pytest.mark.usefixtures("_all_turns_taken")
def test_a_usual_drawing_needs_no_turn(post: Post) -> None:
    assert json.loads(post({"strokes": BAR}).content)["text"] == "1"


@pytest.mark.usefixtures("_all_turns_taken")
@pytest.mark.django_db
def test_a_heavy_question_of_the_course_needs_a_turn(client: Client) -> None:
    response: Any = client.post("/api/v1/learn/mini-batch-errors", "{}", content_type="application/json")
    assert_problem(response, 503, BUSY)


def test_a_turn_is_given_back_whatever_happens(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        concurrency, "costly_work", ConcurrencyLimit(at_once=1, waiting=0, patience_seconds=0)
    )
    assert [post({"image": "AAAA"}).status_code for _ in range(2)] == [415, 415]


def test_so_many_wait_and_no_more() -> None:
    made = ConcurrencyLimit(at_once=1, waiting=1, patience_seconds=PATIENCE_SECONDS)
    waits, done = threading.Event(), threading.Event()

    def wait() -> None:
        waits.set()
        with made.slot():
            done.set()

    waiter = threading.Thread(target=wait)
    with ExitStack() as held:
        held.enter_context(made.slot())
        waiter.start()
        assert waits.wait(PATIENCE_SECONDS)
        assert not done.is_set()
    waiter.join(PATIENCE_SECONDS)
    assert done.is_set()


def test_who_waits_too_long_is_refused() -> None:
    made = ConcurrencyLimit(at_once=1, waiting=1, patience_seconds=0)
    with made.slot(), pytest.raises(ApiError, match="busy"), made.slot():
        pytest.fail("there was a turn")
