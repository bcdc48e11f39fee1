"""What is done beside the requests: nobody waits for it longer than they like."""

import threading

import pytest

from recognizer.services.recognition.background_job import BackgroundJob
from tests.support.patience import PATIENCE_SECONDS, wait_until


def test_who_is_patient_has_the_job_done() -> None:
    done: list[int] = []
    BackgroundJob(lambda: done.append(1), name="test").request(patience=PATIENCE_SECONDS)
    assert done == [1]


def test_who_is_not_goes_on_while_it_is_being_done_once() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), []

    def job() -> None:
        begun.set()
        go_on.wait(PATIENCE_SECONDS)
        done.append(1)

    background = BackgroundJob(job, name="test")
    background.request(patience=0)
    assert begun.wait(PATIENCE_SECONDS)
    background.request(patience=0)
    assert done == []
    go_on.set()
    wait_until(lambda: done, lambda: "It is never done.")
    assert done == [1]


def test_a_job_that_fails_is_logged_and_can_be_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def job() -> None:
        tries.append(1)
        raise ValueError("broken")

    background = BackgroundJob(job, name="test")
    background.request(patience=PATIENCE_SECONDS)
    background.request(patience=PATIENCE_SECONDS)
    assert len(tries) == 2
    assert "beside the requests failed" in caplog.text
