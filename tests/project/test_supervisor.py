"""Programs that die are started again, later each time."""

import logging
import os
import signal
import socket
import sys

import pytest

from digitweb import supervisor
from digitweb.backoff import Backoff
from digitweb.supervisor import Program, exit_text, programs_of_site
from recognizer.telemetry.slots import VARIABLE
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


def test_with_metrics_each_process_has_a_slot_and_one_more_tells_of_all() -> None:
    with socket.socket() as shared:
        without = programs_of_site(shared, 2)
        programs = programs_of_site(shared, 2, "/metrics folder")
    assert not any(VARIABLE in program.environment for program in without)
    given = [program.environment.get(VARIABLE) for program in programs]
    own = os.getpid()
    slots = [name and f"{name} {own} /metrics folder" for name in ("web-1", "web-2", None, "worker")]
    assert given == slots
    assert list(programs[2].command[1:]) == ["manage.py", "serve_metrics", "--folder", "/metrics folder"]
    assert len(programs) == len(without) + 1


def test_it_says_how_a_process_ended() -> None:
    assert exit_text(-signal.SIGKILL) == "was killed by SIGKILL"
    assert exit_text(1) == "ended with 1"


def test_the_web_server_runs_with_the_worker_or_without() -> None:
    with socket.socket() as shared:
        alone = [program.name for program in supervisor.web_programs(shared, 2)]
        site = [program.name for program in supervisor.programs_of_site(shared, 2)]
    assert alone == ["Web process 1", "Web process 2"]
    assert site == [*alone, "The worker"]


def test_another_word_than_web_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["supervisor", "127.0.0.1", "1", "worker"])
    assert supervisor.main() == ('Expected HOST PORT, or HOST PORT web; found "worker" behind the port.')
