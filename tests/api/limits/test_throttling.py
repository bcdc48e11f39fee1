"""A client is charged by what its requests cost."""

import json
import time
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recognizer.api.limits.throttling import UNIT_SECONDS
from tests.api.conftest import URL, Post, assert_problem

BAR = {"strokes": [[[40, 10], [40, 90]]]}


@pytest.fixture
def costly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each request cost as much of the processor as ten may."""
    times = iter(range(1_000))
    monkeypatch.setattr(time, "thread_time", lambda: next(times) * 9.5 * UNIT_SECONDS)


@pytest.mark.usefixtures("costly")
def test_a_costly_request_counts_as_many(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "20/m"
    assert [post(BAR).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.usefixtures("costly")
def test_what_a_request_costs_too_much_its_client_waits_for(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "2/m"
    assert post(BAR).status_code == 200
    detail = "Too many requests from your address. Try again in 300 s."
    assert_problem(post(BAR), 429, detail)


@pytest.mark.usefixtures("costly")
def test_a_request_that_fails_costs_as_well(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "10/m"
    assert [post({"strokes": 1}).status_code for _ in range(2)] == [400, 429]


@pytest.mark.usefixtures("costly")
@pytest.mark.django_db
def test_a_heavy_question_of_the_course_counts_among_all_of_them(client: Client, settings: Settings) -> None:
    settings.LEARN_RATE = "10/m"
    ask: Any = {"content_type": "application/json"}
    assert client.post("/api/v1/learn/mini-batch", "{}", **ask).status_code == 200
    assert client.post("/api/v1/learn/adder", '{"x1": 1, "x2": 0}', **ask).status_code == 429


def test_addresses_of_one_household_are_one_client(client: Client, db: None, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "1/m"
    statuses = [
        client.post(
            URL, json.dumps(BAR), content_type="application/json", REMOTE_ADDR=f"2001:db8::{n}"
        ).status_code
        for n in (1, 2)
    ]
    assert statuses == [200, 429]


def test_reading_goes_on_while_redis_is_away(post: Post, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "2/m"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert [post(BAR).status_code for _ in range(3)] == [200, 200, 429]
