"""Switch versions while people draw: no request is lost, and each client hears of every version in turn.

python -m benchmarks.campaign.switches --switches 1000
"""

import argparse
import sys
import tempfile
import threading
from pathlib import Path

from benchmarks.campaign.goals import Goal, Progress, finish
from benchmarks.campaign.sites import DATABASES, campaign_site
from tests.support.site import Site
from tests.support.switching import Client, Switcher, switch_for_all, switcher_of

SWITCHES, CLIENTS, WARM_UP = 1000, 8, 8
MOST_GROWTH = 0.1


def switch(site: Site, switcher: Switcher, clients: list[Client], count: int) -> tuple[dict[int, int], ...]:
    """Switch so many times beneath the clients; return the server's memory before and after."""
    progress = Progress("switches", count)
    for _ in range(WARM_UP):
        switch_for_all(switcher, clients)
    before = site.server_memory()
    for done in range(count):
        switch_for_all(switcher, clients)
        progress.at(done, f"{sum(len(client.failures) for client in clients)} lost")
    return before, site.server_memory()


def measure(site: Site, folder: Path, *, switches: int, clients: int) -> list[Goal]:
    """Let clients ask while versions are switched; return what was found."""
    with switcher_of(site, folder) as switcher:
        site.wait_for_version(switcher.switch())
        stop = threading.Event()
        asking = [Client(site.url, stop) for _ in range(clients)]
        threads = [threading.Thread(target=client.run) for client in asking]
        for thread in threads:
            thread.start()
        try:
            before, after = switch(site, switcher, asking, switches)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    return goals(switcher, asking, switches, before, after)


def goals(
    switcher: Switcher, clients: list[Client], switches: int, before: dict[int, int], after: dict[int, int]
) -> list[Goal]:
    """Say what was found."""
    lost = [failure for client in clients for failure in client.failures]
    for failure in lost[:5]:
        print(f"lost: {failure}")
    answers = sum(client.answers for client in clients)
    astray = sum(client.versions != switcher.live for client in clients)
    grown = max(after.get(process, size * 99) / size - 1 for process, size in before.items())
    return [
        Goal(
            name=f"{switches} switches under {len(clients)} clients, no request lost",
            found=f"{len(lost)} lost of {answers + len(lost)}",
            passed=not lost,
        ),
        Goal(
            name="every client heard of every version, in turn", found=f"{astray} did not", passed=not astray
        ),
        Goal(
            name=f"no process grew by more than {MOST_GROWTH:.0%}, none died",
            found=f"{grown:+.1%}",
            passed=grown <= MOST_GROWTH and before.keys() == after.keys(),
        ),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--switches", type=int, default=SWITCHES)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    options = parser.parse_args()
    with (
        campaign_site("switches", database=options.database) as site,
        tempfile.TemporaryDirectory() as name,
    ):
        found = measure(site, Path(name), switches=options.switches, clients=options.clients)
    return finish(found)


if __name__ == "__main__":
    sys.exit(main())
