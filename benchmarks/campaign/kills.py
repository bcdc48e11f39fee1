"""Kill processes of a site at any moment: nothing that was acknowledged is lost, and it is back at once.

    python -m benchmarks.campaign.kills --kills 200

Each round begins something (a gift, a review, an import, an activation, a data set, a training, a backup) and
sends SIGKILL at a random moment: to a web process, to the worker, to the command itself, or to everything,
which is then started as an operator would. What somebody was told to be done has to be there ever after.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.campaign.acts import ACTS, Scene, set_up
from benchmarks.campaign.goals import Goal, Progress, finish, percentile
from benchmarks.campaign.sites import DATABASES, campaign_site
from benchmarks.campaign.undoing.fault import recognize, status
from digitweb.port import check_free
from recognizer.datasets.mnist import fetch_mnist
from tests.support.patience import wait_until
from tests.support.site import ROOT, Site, processes_on, started, stop

KILLS, SEED = 200, 18
MOST_SECONDS = 5.0
LOOK_EVERY = 10
"""Kills after which all that was acknowledged is looked for."""
LATEST = 3.0
"""Seconds after an act began in which the kill comes."""
WEB, WORKER, COMMAND = b"digitweb.server", b"db_worker", b"manage.py"
TARGETS = ("web", "worker", "command", "everything")
CHECK = "from pathlib import Path; from benchmarks.campaign.kept import main; main(Path({path!r}))"


@dataclass
class Killer:
    """Kills what is on a site, and sees that it comes back."""

    scene: Scene
    environment: dict[str, str]
    web_processes: int = 2
    process: "subprocess.Popen[bytes] | None" = None
    """The site that was started anew, once everything was killed."""
    seconds: list[tuple[str, float]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    @property
    def site(self) -> Site:
        """The site."""
        return self.scene.site

    def found(self, target: str) -> list[int]:
        """Return the processes of a target."""
        there = list(processes_on(self.site.data_dir))
        if target == "everything":
            return [process for process, _command in there]
        if target == "web":
            return [process for process, command in there if WEB in command][:1]
        if target == "worker":
            return [process for process, command in there if WORKER in command]
        return [process for process, command in there if COMMAND in command and WORKER not in command]

    def kill(self, target: str) -> None:
        """Kill a target, and wait until all that belongs to the site is there again."""
        self.send_signals(target)
        while target == "everything" and self.found(target):  # what was just being started, too
            self.send_signals(target)
        began = time.monotonic()
        self.done[target] += 1
        if target == "everything":
            self.start()
        wait_until(self.is_back, lambda: f"Not back:\n{self.site.log.read_text()[-3000:]}")
        self.seconds.append((target, time.monotonic() - began))
        wait_until(self.is_whole, lambda: f"Not whole:\n{self.site.log.read_text()[-3000:]}")

    def send_signals(self, target: str) -> None:
        """Send SIGKILL to what there is of a target."""
        for process in self.found(target):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def start(self) -> None:
        """Start the site anew, on its port."""
        if self.process is not None:
            self.process.wait()
        address = urlsplit(self.site.url)
        host, port = address.hostname or "", address.port or 0
        # what is killed gives up its memory, by which it is found, before its sockets
        wait_until(lambda: check_free(host, str(port)) is None, lambda: check_free(host, str(port)))
        self.process = started(port, self.site.log, self.environment)

    def is_back(self) -> bool:
        """Whether the site reads, and is ready for all else."""
        return recognize(self.site).status == 200 and status(self.site, "/readyz") == 200

    def is_whole(self) -> bool:
        """Whether as many processes run as should."""
        commands = [command for _process, command in processes_on(self.site.data_dir)]
        web = sum(WEB in command for command in commands)
        return web == self.web_processes and any(WORKER in command for command in commands)

    def round(self, number: int, rng: random.Random) -> None:
        """Begin something, and kill in the midst of it."""
        names = [name for name in ACTS if name != "backup" or self.scene.has_backup]
        name, target = names[number % len(names)], rng.choice(TARGETS)
        self.done[name] += 1
        act = threading.Thread(target=ACTS[name], args=(self.scene, number, rng))
        act.start()
        time.sleep(rng.uniform(0, LATEST))
        try:
            self.kill(target)
        finally:
            act.join()
        if self.scene.session.ask("GET", "/admin/").status != 200:
            self.scene.session.log_in()

    def look(self) -> None:
        """Look for all that was acknowledged."""
        path = self.scene.folder / "acknowledged.json"
        path.write_text(json.dumps(self.scene.kept))
        output = self.site.manage("shell", "-v0", "-c", CHECK.format(path=str(path))).stdout
        self.lost += [one for one in json.loads(output.splitlines()[-1]) if one not in self.lost]


def measure(killer: Killer, *, kills: int, seed: int) -> list[Goal]:
    """Kill so often; return what was found."""
    rng, progress = random.Random(seed), Progress("kills", kills)  # noqa: S311 - no secret
    for number in range(kills):
        killer.round(number, rng)
        if number % LOOK_EVERY == LOOK_EVERY - 1 or number == kills - 1:
            killer.look()
        progress.at(number + 1, f"{len(killer.lost)} lost")
    for lost in killer.lost[:10]:
        print(f"lost: {lost}")
    taken = [seconds for _target, seconds in killer.seconds]
    slowest = max(killer.seconds, key=lambda pair: pair[1])
    kept = {kind: len(keys) for kind, keys in killer.scene.kept.items()}
    counts = ", ".join(f"{count} × {name}" for name, count in sorted(killer.done.items()))
    return [
        Goal(name=f"{kills} times kill -9", found=counts, passed=True),
        Goal(
            name="nothing acknowledged is lost, nothing is half there",
            found=f"{len(killer.lost)} lost of {sum(kept.values())}: {kept}",
            passed=not killer.lost,
        ),
        Goal(
            name=f"the service is back within {MOST_SECONDS:.0f} s",
            found=f"p50 {percentile(taken, 0.5):.1f} s, at most {slowest[1]:.1f} s ({slowest[0]})",
            passed=max(taken) <= MOST_SECONDS,
        ),
        *(
            []
            if killer.scene.has_backup
            else [Goal(name="kills in a backup", found="not tried: there is no command backup", passed=None)]
        ),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    options = parser.parse_args()
    mnist = ROOT / "var" / "mnist"
    fetch_mnist(mnist)
    unlimited = {
        "FEEDBACK_LIMIT": "0",
        "FEEDBACK_TOTAL": "0",
        "DATA_SET_SHARE": "100",
        "LOGIN_FAILURES": "1000000",
    }
    with (
        tempfile.TemporaryDirectory() as name,
        campaign_site("kills", database=options.database, variables=unlimited) as site,
    ):
        (site.data_dir / "mnist").symlink_to(mnist)
        killer = Killer(set_up(site, Path(name), samples=5 * options.kills), dict(site.environment))
        try:
            found = measure(killer, kills=options.kills, seed=options.seed)
        finally:
            if killer.process is not None:
                stop(site, killer.process)
    return finish(found)


if __name__ == "__main__":
    sys.exit(main())
