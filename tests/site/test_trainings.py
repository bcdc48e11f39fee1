"""Training while readers watch, on the real site: server processes, training processes, files on disk."""

from typing import Any

from tests.support.patience import wait_until
from tests.support.site import BAR, Site

DRAWING = {"strokes": BAR["strokes"]}


def wait_for(site: Site, training: str, *states: str) -> dict[str, Any]:
    """Return a training once it is in one of the states."""

    def look() -> dict[str, Any]:
        return site.ask(f"learn/trainings/{training}")

    def arrived() -> dict[str, Any] | None:
        seen = look()
        is_under_way = seen["state"] != "running" or seen["progress"] > 0
        return seen if seen["state"] in states and is_under_way else None

    return wait_until(arrived, lambda: f"{look()}\n{site.log.read_text()[-2000:]}") or {}


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


def test_drawings_are_read_while_two_learners_train(site_server: Site) -> None:
    begun = [
        site_server.ask("learn/trainings", {"epochs": 30, "batch_size": 1, "client": f"learner-{number}"})
        for number in range(2)
    ]
    for training in begun:
        wait_for(site_server, training["id"], "running")
    assert site_server.ask("recognize", BAR)["text"] == "1"
    states = [site_server.ask(f"learn/trainings/{training['id']}")["state"] for training in begun]
    for number, training in enumerate(begun):
        site_server.ask(f"learn/trainings/{training['id']}/stop", {"client": f"learner-{number}"})
    for training in begun:
        wait_for(site_server, training["id"], "stopped")
    assert states == ["running", "running"]
