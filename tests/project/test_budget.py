"""The budget of a request: each stage is found where the program has it, and counts itself alone."""

import time

import pytest
from django.test import Client

from benchmarks.budget import REST, STAGES, Budget, Stopwatch, body_of
from benchmarks.serving import two
from digitweb.middleware import READING


@pytest.mark.django_db
def test_all_stages_of_a_reading_are_timed(client: Client) -> None:
    watch = Stopwatch()
    with watch.at_borders(), watch.stage(REST):
        response = client.post(READING, body_of(two()), content_type="application/json")
        response.close()
    assert response.json()["text"] == "2"
    assert {stage for stage in STAGES if watch.seconds[stage] > 0} == set(STAGES)


def test_a_stage_is_without_the_stages_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 4.0, 9.0])
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    watch = Stopwatch()
    with watch.stage("outer"), watch.stage("inner"):
        pass
    assert watch.seconds == {"outer": 6.0, "inner": 3.0}


def test_what_the_server_takes_is_a_row_of_the_table() -> None:
    budget = Budget(whole=8e-4, nothing=2e-4, stages={"network": 6e-4, REST: 2e-4})
    assert [*budget.lines(served=4e-4)][2:] == [
        "| network | 600 | 60.0 % |",
        f"| {REST} | 200 | 20.0 % |",
        "| server | 200 | 20.0 % |",
        "| a request to read a digit | 1000 | 100.0 % |",
        "| a view that does nothing | 400 | 40.0 % |",
    ]
