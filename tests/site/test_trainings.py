"""Training while readers watch, on the real site: server processes, training processes, files on disk."""

import json
import statistics
import time
import urllib.request
from typing import Any

import pytest

from tests.support.site import Site

DRAWING = {"strokes": [[[40, 10], [40, 90]]]}
BAR = {**DRAWING, "mode": "digit"}
PATIENCE = 180
SAMPLES = 120


def call(site: Site, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask over a connection of its own, so that any of the server's processes may answer."""
    request = urllib.request.Request(
        f"{site.url}/api/v1/{path}",
        None if body is None else json.dumps(body).encode(),
        {"Content-Type": "application/json", "Connection": "close"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def wait_for(site: Site, training: str, *states: str) -> dict[str, Any]:
    """Return a training once it is in one of the states."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = call(site, f"learn/trainings/{training}")
        if seen["state"] in states and (seen["state"] != "running" or seen["progress"] > 0):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"still {seen['state']}: {site.log.read_text()[-2000:]}")


def median_latency(site: Site) -> float:
    """Return the median time in seconds until a drawing is recognised."""
    times = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        assert call(site, "recognize", BAR)["text"] == "1"
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def test_a_network_is_trained_on_synthetic_digits_where_there_is_no_mnist(site_server: Site) -> None:
    if (site_server.data_dir / "mnist").exists():
        pytest.skip("another test has put MNIST into the data folder of this site")
    begun = call(site_server, "learn/trainings", {"epochs": 3, "client": "synthetic-reader"})
    done = wait_for(site_server, begun["id"], "finished")
    assert done["source"] == "synthetic"
    assert len(done["epochs"]) == 4
    assert done["epochs"][3]["correct"] > done["epochs"][0]["correct"]
    answers = call(site_server, f"learn/trainings/{begun['id']}/answers", {"drawing": DRAWING, "since": 1})
    assert len(answers["outputs"]) == 3
    learned = {"training": begun["id"], "epoch": 3}
    step = call(site_server, "learn/backpropagation", {"drawing": DRAWING, "label": 1, "network": learned})
    assert step["agreement"]["agreeing"] == step["agreement"]["entries"]


def test_two_learners_do_not_slow_recognition(site_server: Site) -> None:
    call(site_server, "recognize", BAR)
    quiet = median_latency(site_server)
    begun = [
        call(site_server, "learn/trainings", {"epochs": 30, "batch_size": 1, "client": f"learner-{number}"})
        for number in range(2)
    ]
    for training in begun:
        wait_for(site_server, training["id"], "running")
    busy = median_latency(site_server)
    states = [call(site_server, f"learn/trainings/{training['id']}")["state"] for training in begun]
    for number, training in enumerate(begun):
        call(site_server, f"learn/trainings/{training['id']}/stop", {"client": f"learner-{number}"})
    for training in begun:
        wait_for(site_server, training["id"], "stopped")
    quiet = max(quiet, median_latency(site_server))  # the machine may have got other things to do meanwhile
    assert states == ["running", "running"]
    assert busy <= 2 * quiet, f"{1000 * quiet:.1f} ms while nobody trains, {1000 * busy:.1f} ms while two do"
