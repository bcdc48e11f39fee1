"""How long the stages of an answer take."""

import pytest

from recognizer.telemetry import stages
from recognizer.telemetry.stages import StageSeconds
from tests.support.clock import stopped_clock


def test_each_stage_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = stopped_clock(monkeypatch, stages)
    seconds = StageSeconds()
    with seconds.of("parse"):
        clock.now += 2
    with seconds.of("answer"):
        clock.now += 3
    assert seconds.taken == {"parse": 2, "answer": 3}
