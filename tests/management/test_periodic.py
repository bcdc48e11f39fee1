"""What a worker does every few seconds goes on after errors, and waits longer after each."""

import threading

import pytest
from django.db import OperationalError

from recognizer.management import periodic as module
from recognizer.management.periodic import Periodic
from tests.support.patience import PATIENCE_SECONDS


@pytest.fixture(autouse=True)
def _without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "close_old_connections", lambda: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


def test_it_is_done_again_and_again_as_long_as_the_block_takes() -> None:
    times: list[int] = []
    often = threading.Event()

    def act() -> None:
        times.append(1)
        if len(times) == 3:
            often.set()

    with Periodic("test", 0.001, act).looked_after():
        assert often.wait(PATIENCE_SECONDS)


def test_after_an_error_it_waits_longer_each_time(caplog: pytest.LogCaptureFixture) -> None:
    errors = [OperationalError("is locked\nmore"), RuntimeError("broken"), None, OperationalError("away")]

    def act() -> None:
        error = errors.pop(0)
        if error is not None:
            raise error

    periodic = Periodic("test", 1.0, act)
    assert [periodic._once() for _ in range(4)] == [1.0, 2.0, 0.0, 4.0]
    assert "test: the database cannot be used: is locked" in caplog.messages
    assert "test: an error." in caplog.messages
