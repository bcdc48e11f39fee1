"""Many clients in one thread: each is answered, and what is not is noted."""

from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.campaign import load, switches
from benchmarks.campaign.asking import Askers, is_whole
from tests.support.site import Site


def test_many_clients_are_all_answered(own_site: Site) -> None:
    goals = load.measure(own_site, clients=24, seconds=3, requests=60)
    errors = [goal for goal in goals if "no error" in goal.name]
    assert len(errors) == 2
    assert all(goal.passed for goal in errors), errors


def test_no_request_is_lost_while_versions_are_switched(own_site: Site, tmp_path: Path) -> None:
    lost, astray, _growth = switches.measure(own_site, tmp_path, switches=3, clients=3)
    assert lost.passed, lost
    assert astray.passed, astray


def test_nobody_answers_and_that_is_noted() -> None:
    with closing(Askers("http://127.0.0.1:1", 2)) as askers:
        tally = askers.run(0.2)
    assert tally.seconds == []
    assert len(tally.failures) >= 2


def test_pauses_are_drawn_anew_and_whoever_waited_together_does_not_ask_together_ever_after() -> None:
    with closing(Askers("http://127.0.0.1:1", 256, pause=0.5, seed=3)) as askers:
        moments = [moment for moment, _order, _asker in askers._due]
        pauses = np.array(moments) - min(moments)
    assert 0.3 < pauses.mean() < 0.7
    assert len(np.unique(pauses.round(3))) > 200, "hardly two at the same moment"


def test_an_answer_is_whole_with_its_last_byte() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    assert is_whole(answer)
    assert not any(is_whole(answer[:length]) for length in range(len(answer)))
