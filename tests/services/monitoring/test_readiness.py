"""Whether a process is ready, told in time whatever hangs."""

import logging
import socket
import threading
import time

import pytest
from pytest_django.fixtures import Settings

from digitweb.environment import checked_cache
from recognizer.services.monitoring.checks import State, cache_state
from recognizer.services.monitoring.readiness import Readiness
from recognizer.telemetry import metrics
from tests.support.patience import wait_until

GENEROUS_SECONDS = 3.0
"""Far less than what hangs would take, and far more than half a second, on a busy machine."""


def told(readiness: Readiness) -> tuple[dict[str, State], float]:
    began = time.monotonic()
    return readiness.states(), time.monotonic() - began


def test_what_hangs_is_unavailable_and_waited_for_together() -> None:
    ended = threading.Event()

    def hang() -> State:
        ended.wait()
        return State.OK

    readiness = Readiness({"database": hang, "cache": hang, "disk": lambda: State.OK})
    readiness.check_in_background()
    try:
        for _time in range(2):
            states, seconds = told(readiness)
            assert states == {
                "database": State.UNAVAILABLE,
                "cache": State.UNAVAILABLE,
                "disk": State.OK,
            }
            assert seconds < GENEROUS_SECONDS
    finally:
        ended.set()


def test_what_answers_again_is_ready_again() -> None:
    answers = threading.Event()

    def ask() -> State:
        answers.wait()
        return State.OK

    readiness = Readiness({"database": ask})
    readiness.check_in_background()
    assert readiness.states() == {"database": State.UNAVAILABLE}
    answers.set()
    wait_until(lambda: readiness.states() == {"database": State.OK}, readiness.states)


def test_a_redis_that_hangs_is_unavailable(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = {"default": checked_cache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")}
        readiness = Readiness({"cache": cache_state})
        readiness.check_in_background()
        states, seconds = told(readiness)
    assert states == {"cache": State.UNAVAILABLE}
    assert seconds < GENEROUS_SECONDS


def test_what_fails_in_an_unknown_way_is_unavailable() -> None:
    def fail() -> State:
        raise RuntimeError

    readiness = Readiness({"disk": fail})
    readiness.check_in_background()
    assert readiness.states() == {"disk": State.UNAVAILABLE}


def test_a_change_is_logged_once_and_each_failure_counted(caplog: pytest.LogCaptureFixture) -> None:
    found = [State.FULL]
    readiness = Readiness({"disk": lambda: found[0]})
    before = metrics.ERRORS.labels("disk")._value.get()
    with caplog.at_level(logging.WARNING):
        for _time in range(3):
            readiness.states()
        found[0] = State.OK
        readiness.states()
    assert [record.getMessage() for record in caplog.records] == [
        "Is it ready? The disk was ok and is full.",
        "Is it ready? The disk was full and is ok.",
    ]
    assert metrics.ERRORS.labels("disk")._value.get() == before + 3
