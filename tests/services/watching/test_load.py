"""Requests in flight are counted, and their end is noticed."""

import threading

import pytest

from recognizer.services.watching.load import Load
from tests.support.patience import PATIENCE_SECONDS


def test_requests_are_counted_until_they_end() -> None:
    load = Load()
    with load.request():
        with load.request():
            assert load.count == 2
        assert load.count == 1
    assert load.count == 0


def test_one_that_fails_has_ended() -> None:
    load = Load()
    with pytest.raises(ValueError, match="broken"), load.request():
        raise ValueError("broken")
    assert load.wait_until_idle(0)


def test_whoever_waits_is_told_when_the_last_one_ends() -> None:
    load = Load()
    began, end = threading.Event(), threading.Event()

    def answer() -> None:
        with load.request():
            began.set()
            end.wait(PATIENCE_SECONDS)

    thread = threading.Thread(target=answer)
    thread.start()
    assert began.wait(PATIENCE_SECONDS)
    assert not load.wait_until_idle(0)
    end.set()
    assert load.wait_until_idle(PATIENCE_SECONDS)
    thread.join()


def test_a_moment_that_does_not_last_is_none() -> None:
    """Requests follow one another without a pause, though each ends before the next begins."""
    load = Load()
    end = threading.Event()

    def ask() -> None:
        while not end.is_set():
            with load.request():
                pass

    thread = threading.Thread(target=ask)
    thread.start()
    assert not load.wait_until_idle(0.05, quiet=PATIENCE_SECONDS)
    end.set()
    thread.join()
    assert load.wait_until_idle(PATIENCE_SECONDS, quiet=0.01)
