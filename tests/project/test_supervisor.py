"""Programs that die are started again, later each time."""

import logging
import signal
import sys

import pytest

from digitweb import supervisor
from digitweb.backoff import Backoff
from digitweb.supervisor import Program, exit_text
from tests.support.clock import Clock, stopped_clock
from tests.support.patience import wait_until


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch, supervisor)


def run_to_its_end(program: Program) -> None:
    assert program.process
    wait_until(lambda: not program.is_running, lambda: "It goes on.")
    program.check()


def test_what_dies_soon_waits_twice_as_long_each_time_up_to_a_limit(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    program = Program("The failing one", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    with caplog.at_level(logging.ERROR):
        for _ in range(7):
            program.check()
            run_to_its_end(program)
            program.check()
            assert program.process is None, "its time has not come"
            pauses.append(program.start_at - clock.now)
            clock.now = program.start_at
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert "The failing one ended with 3. It is started again in 1 s." in caplog.text


def test_what_lived_for_long_is_started_again_at_once(clock: Clock) -> None:
    program = Program("The old one", [sys.executable, "-c", ""], backoff=Backoff(16))
    program.check()
    clock.now = 3600.0
    run_to_its_end(program)
    assert program.start_at - clock.now == 1


def test_it_says_how_a_process_ended() -> None:
    assert exit_text(-signal.SIGKILL) == "was killed by SIGKILL"
    assert exit_text(1) == "ended with 1"
