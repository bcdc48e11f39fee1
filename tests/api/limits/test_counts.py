"""Requests are counted exactly, by threads and processes together; without Redis counting goes on."""

import logging
import socket
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import redis
from pytest_django.fixtures import Settings

from recognizer.api.limits import counts
from recognizer.api.limits.counts import (
    Allowance,
    Counts,
    ProcessCounts,
    RedisCounts,
    SharedCounts,
    counts_are_shared,
    request_counts,
)
from tests.support.patience import PATIENCE_SECONDS

SERVER = "redis://127.0.0.1:6379/15"
HOUR = Allowance(units=100, seconds=3600)
"""As long as a test may take, nothing is forgotten."""


@pytest.fixture
def prefix() -> Iterator[str]:
    """A beginning of keys of a test's own, on a server that answers; they are gone afterwards."""
    client = redis.Redis.from_url(SERVER, socket_timeout=PATIENCE_SECONDS)
    try:
        client.ping()
    except redis.RedisError:
        pytest.skip(f"no Redis answers at {SERVER}")
    name = f"digitweb-test-{uuid.uuid4().hex}:"
    yield name
    for key in client.scan_iter(f"{name}*"):
        client.delete(key)


@pytest.fixture(params=["process", "Redis"])
def made(request: pytest.FixtureRequest) -> Counts:
    """Each of the ways to count."""
    if request.param == "process":
        return ProcessCounts(processes=1)
    return RedisCounts(SERVER, prefix=request.getfixturevalue("prefix"))


def allowed(made: Counts, times: int) -> int:
    return sum(made.count("client", 1, HOUR) == 0 for _ in range(times))


def allowed_in_a_process(prefix: str) -> int:
    return allowed(RedisCounts(SERVER, prefix=prefix), 80)


def test_as_many_pass_as_are_allowed(made: Counts) -> None:
    assert allowed(made, 130) == 100
    assert 0 < made.count("client", 1, HOUR) <= 3600
    assert made.count("another client", 1, HOUR) == 0


def test_threads_share_a_count(made: Counts) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: allowed(made, 40), range(8))) == 100


@pytest.mark.slow  # it starts four processes
def test_processes_share_a_count_in_redis(prefix: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(allowed_in_a_process, [prefix] * 4)) == 100


def test_processes_without_redis_have_a_part_each() -> None:
    assert sum(allowed(ProcessCounts(processes=4), 100) for _ in range(4)) == 100
    assert allowed(ProcessCounts(processes=1_000), 100) == 1


def test_what_is_due_counts_in_any_case_and_lengthens_the_wait(made: Counts) -> None:
    assert made.count("client", 90, HOUR) == 0
    assert made.count("client", 110, HOUR, is_due=True) == 0
    assert 7000 < made.count("client", 1, HOUR) <= 7200


def test_a_period_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ProcessCounts(processes=1)
    now = 10.0
    monkeypatch.setattr(ProcessCounts, "timer", lambda _counts: now)
    assert [own.count("client", 1, Allowance(units=1, seconds=60)) for _ in range(2)] == [0, 60]
    now = 70.0
    assert own.count("client", 1, Allowance(units=1, seconds=60)) == 0


def test_a_key_in_redis_ends(prefix: str) -> None:
    RedisCounts(SERVER, prefix=prefix).count("client", 1, Allowance(units=1, seconds=60))
    client = redis.Redis.from_url(SERVER)
    assert 0 < int(client.pttl(f"{prefix}client")) <= 60_000


def test_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MAX_CLIENTS", 10)
    own = ProcessCounts(processes=1)
    for number in range(100):
        own.count(str(number), 1, HOUR)
    assert len(own._used) == 10


class Flaky(RedisCounts):
    """Redis that can be told to be away."""

    def __init__(self) -> None:
        self.failures = (redis.RedisError, OSError)
        self.is_there, self.asked = True, 0
        self.kept = ProcessCounts(processes=1)

    def count(self, key: str, units: int, allowance: Allowance, *, is_due: bool = False) -> float:
        self.asked += 1
        if not self.is_there:
            raise redis.ConnectionError("gone")
        return self.kept.count(key, units, allowance, is_due=is_due)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Stop the clock; call this to let the time pass after which Redis is asked again."""
    now = [1_000.0]
    monkeypatch.setattr("recognizer.api.limits.counts.time.monotonic", lambda: now[0])

    def pass_time() -> None:
        now[0] += counts.RETRY_SECONDS

    return pass_time


def test_without_redis_counting_goes_on_with_a_line_for_each_change(
    later: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    flaky = Flaky()
    shared = SharedCounts(flaky, ProcessCounts(processes=2))
    assert allowed(shared, 10) == 10
    flaky.is_there = False
    with caplog.at_level(logging.WARNING):
        assert allowed(shared, 100) == 50
        later()
        assert allowed(shared, 100) == 0
        assert flaky.asked == 12
        flaky.is_there = True
        later()
        assert allowed(shared, 100) == 90
    assert [record.message for record in caplog.records] == [
        "Redis does not answer, so each process counts requests for itself: gone",
        "Redis answers again and counts the requests of all processes together.",
    ]


def test_a_server_that_takes_questions_and_never_answers_stops_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        shared = SharedCounts(RedisCounts(address), ProcessCounts(processes=1))
        assert allowed(shared, 130) == 100
        assert shared.is_away


def test_settings_say_where_is_counted(settings: Settings, prefix: str) -> None:
    assert isinstance(request_counts(), ProcessCounts)
    assert counts_are_shared()
    request_counts.cache_clear()
    cache = {"BACKEND": counts.REDIS, "LOCATION": "redis://127.0.0.1:1/0", "KEY_PREFIX": prefix}
    settings.CACHES = {"default": cache}
    assert isinstance(request_counts(), SharedCounts)
    assert counts_are_shared()
    request_counts().count("client", 1, HOUR)
    assert not counts_are_shared()
