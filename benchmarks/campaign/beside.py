"""Read while two learners train in a lesson and an operator trains in the admin.

python -m benchmarks.campaign.beside
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.campaign.asking import Askers
from benchmarks.campaign.goals import Goal, finish, percentile
from benchmarks.campaign.sites import campaign_site
from recognizer.datasets.mnist import fetch_mnist
from tests.support.patience import wait_until
from tests.support.site import ROOT, Site

SECONDS, LEARNERS, TURNS = 30.0, 2, 3
MOST_TIMES = 2.0
LESSON = {"epochs": 30, "batch_size": 1}
ADMINS = ("train_network", "--queue", "--sizes", "784,100,10", "--epochs", "1000", "--name", "Beside")
PAUSE = 0.05
"""Between two questions of the one who draws."""


def latencies(site: Site, seconds: float) -> Sequence[float]:
    """Return the seconds that each drawing of one client took."""
    with closing(Askers(site.url, 1, pause=PAUSE)) as one:
        one.run(1)
        tally = one.run(seconds)
    if tally.failures:
        raise SystemExit(f"Not all were answered: {tally.failures[:3]}")
    return tally.seconds


def begin_lessons(site: Site) -> list[str]:
    """Let learners train; return the numbers of their trainings, which run."""
    begun = [
        site.ask("learn/trainings", {**LESSON, "client": f"learner-{number}"})["id"]
        for number in range(LEARNERS)
    ]
    wait_until(lambda: all(state_of(site, one) == "running" for one in begun), lambda: begun)
    return begun


def state_of(site: Site, training: str) -> str:
    """Return how far a lesson's training is."""
    return str(site.ask(f"learn/trainings/{training}")["state"])


def train_in_the_admin(site: Site) -> int:
    """Queue a training, and wait until the worker is at it; return the version's number."""
    site.manage(*ADMINS)

    def found() -> int:
        listed = json.loads(site.manage("list_versions", "--json").stdout)
        return next((one["number"] for one in listed if one["status"] == "training"), 0)

    return wait_until(found, site.log.read_text)


def measure(site: Site, seconds: float) -> list[Goal]:
    """Measure in turns; return what was found."""
    quiet = latencies(site, seconds)
    admins = train_in_the_admin(site)
    lessons = begin_lessons(site)
    began = time.monotonic()
    busy = latencies(site, seconds)
    states = [state_of(site, one) for one in lessons]
    listed = json.loads(site.manage("list_versions", "--json").stdout)
    trains = any(one["number"] == admins and one["status"] == "training" for one in listed)
    for number, one in enumerate(lessons):
        site.ask(f"learn/trainings/{one}/stop", {"client": f"learner-{number}"})
    before, while_busy = percentile(quiet, 0.5), percentile(busy, 0.5)
    return [
        Goal(
            name=f"{LEARNERS} lessons and a training of the admin ran all the while",
            found=f"lessons {' and '.join(states)}, the training {'runs' if trains else 'does not run'} "
            f"after {time.monotonic() - began:.0f} s",
            passed=trains and states == ["running"] * LEARNERS,
        ),
        Goal(
            name=f"recognition p50 at most {MOST_TIMES:.0f} times as long",
            found=f"{before * 1000:.1f} ms, then {while_busy * 1000:.1f} ms: {while_busy / before:.2f} "
            f"(p99 {percentile(quiet, 0.99) * 1000:.0f} and {percentile(busy, 0.99) * 1000:.0f} ms)",
            passed=while_busy <= MOST_TIMES * before,
        ),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    options = parser.parse_args()
    mnist = Path(ROOT) / "var" / "mnist"
    fetch_mnist(mnist)
    with campaign_site("beside", polite=True) as site:
        (site.data_dir / "mnist").symlink_to(mnist)
        found = measure(site, options.seconds)
    return finish(found)


if __name__ == "__main__":
    sys.exit(main())
