"""How long those who draw wait while others train, and how soon a version that goes live answers.

`make bench-serving` ends with it; `python -m benchmarks.readers` runs it alone (it needs no wrk).
"""

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.support.patience import wait_until
from tests.support.site import BAR, Site, running_site

LEARNERS, ANSWERS, SWITCHES = 2, 120, 10
GOAL_BUSY, GOAL_FOLLOW = 2, 1.0
TRAINING = {"epochs": 30, "batch_size": 1}

REGISTER = """
import pathlib, tempfile
from tests.support.versions import register_good_version
with tempfile.TemporaryDirectory() as folder:
    print(register_good_version(pathlib.Path(folder), "Another").number)
"""
ACTIVATE = """
import time
from recognizer.models import ModelVersion
from recognizer.services.release.activation import activate
activate(ModelVersion.objects.get(number={number}))
print(time.time())
"""


def shell(site: Site, code: str, **values: object) -> str:
    """Run code on the site's data; return the last word that it printed."""
    return site.manage("shell", "-v0", "-c", code.format(**values)).stdout.split()[-1]


def latency(site: Site) -> float:
    """Return the median milliseconds until a drawing is read, over a connection of its own."""
    taken = []
    for _ in range(ANSWERS):
        started = time.perf_counter()
        site.ask("recognize", BAR)
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken)


def busy_latency(site: Site) -> float:
    """Return the same while learners train."""
    begun = [
        site.ask("learn/trainings", {**TRAINING, "client": f"learner-{number}"}) for number in range(LEARNERS)
    ]

    def states() -> list[Any]:
        return [site.ask(f"learn/trainings/{training['id']}")["state"] for training in begun]

    wait_until(lambda: states() == ["running"] * LEARNERS, states)
    found = latency(site)
    for number, training in enumerate(begun):
        site.ask(f"learn/trainings/{training['id']}/stop", {"client": f"learner-{number}"})
    wait_until(lambda: "running" not in states(), states)
    return found


def follow_seconds(site: Site, number: int) -> float:
    """Put a version live; return the seconds until no process answers by another."""
    live_since = float(shell(site, ACTIVATE, number=number))
    site.wait_for_version(number)
    return time.time() - live_since


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as name,
        running_site(Path(name), polite=True, WEB_WORKERS="2") as site,
    ):
        shipped = site.ask("recognize", BAR)["model"]["version"]
        quiet, busy = latency(site), busy_latency(site)
        other = int(shell(site, REGISTER))
        followed = [follow_seconds(site, (other, shipped)[turn % 2]) for turn in range(SWITCHES)]
    print(
        f"a digit    {quiet:.1f} ms, {busy:.1f} ms while {LEARNERS} learners train: "
        f"{busy / quiet:.2f} times as long; goal at most {GOAL_BUSY}"
    )
    print(
        f"a switch   reaches every process within {median(followed):.2f} s (at most {max(followed):.2f} s); "
        f"goal {GOAL_FOLLOW:.1f} s"
    )


if __name__ == "__main__":
    main()
