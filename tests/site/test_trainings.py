"""Training while readers watch, on the real site: server processes, training processes, files on disk."""

import statistics
import time
from typing import Any

import pytest

from tests.support.site import BAR, Site

DRAWING = {"strokes": BAR["strokes"]}
PATIENCE = 180
SAMPLES = 120

pytestmark = pytest.mark.alone


def wait_for(site: Site, training: str, *states: str) -> dict[str, Any]:
    """Return a training once it is in one of the states."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = site.ask(f"learn/trainings/{training}")
        if seen["state"] in states and (seen["state"] != "running" or seen["progress"] > 0):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"still {seen['state']}: {site.log.read_text()[-2000:]}")


def median_latency(site: Site) -> float:
    """Return the median time in seconds until a drawing is recognised."""
    times = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        assert site.ask("recognize", BAR)["text"] == "1"
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def test_a_network_is_trained_on_synthetic_digits_where_there_is_no_mnist(site_server: Site) -> None:
    begun = site_server.ask("learn/trainings", {"epochs": 3, "client": "synthetic-reader"})
    done = wait_for(site_server, begun["id"], "finished")
    assert done["source"] == "synthetic"
    assert len(done["epochs"]) == 4
    assert done["epochs"][3]["correct"] > done["epochs"][0]["correct"]
    answers = site_server.ask(f"learn/trainings/{begun['id']}/answers", {"drawing": DRAWING, "since": 1})
    assert len(answers["outputs"]) == 3
    learned = {"training": begun["id"], "epoch": 3}
    step = site_server.ask("learn/backpropagation", {"drawing": DRAWING, "label": 1, "network": learned})
    assert step["agreement"]["agreeing"] == step["agreement"]["entries"]


def test_two_learners_do_not_slow_recognition(site_server: Site) -> None:
    site_server.ask("recognize", BAR)
    quiet = median_latency(site_server)
    begun = [
        site_server.ask("learn/trainings", {"epochs": 30, "batch_size": 1, "client": f"learner-{number}"})
        for number in range(2)
    ]
    for training in begun:
        wait_for(site_server, training["id"], "running")
    busy = median_latency(site_server)
    states = [site_server.ask(f"learn/trainings/{training['id']}")["state"] for training in begun]
    for number, training in enumerate(begun):
        site_server.ask(f"learn/trainings/{training['id']}/stop", {"client": f"learner-{number}"})
    for training in begun:
        wait_for(site_server, training["id"], "stopped")
    quiet = max(quiet, median_latency(site_server))  # the machine may have got other things to do meanwhile
    assert states == ["running", "running"]
    assert busy <= 2 * quiet, f"{1000 * quiet:.1f} ms while nobody trains, {1000 * busy:.1f} ms while two do"
