"""Many clients for long: no error, no long tail, no growth.

    python -m benchmarks.campaign.load --clients 256 --minutes 10 --requests 200000

Eight clients without a pause tell how much the site can do. The many then pause so long in the mean that
together they ask for seven tenths of that, as people do who draw; and at last they ask without a pause, which
tells how an overload is shared out. Memory is looked at from the 10,000th request on.
"""

import argparse
import sys
import time
from contextlib import closing

from benchmarks.campaign.asking import Askers, Tally
from benchmarks.campaign.goals import Goal, Progress, finish, percentile
from benchmarks.campaign.sites import DATABASES, campaign_site
from tests.support.site import Site

CLIENTS, MINUTES, REQUESTS = 256, 10.0, 200_000
FEW, SHARE = 8, 0.7
MOST_TAIL, MOST_GROWTH = 3.0, 0.05
WARM_UP_SECONDS, PART_SECONDS = 3.0, 5.0
SETTLED = 10_000
"""Requests after which a process has laid out what it works with."""


def quietly(site: Site, seconds: float) -> tuple[float, float]:
    """Return the median and the rate of a few clients without a pause."""
    with closing(Askers(site.url, FEW)) as few:
        few.run(WARM_UP_SECONDS)
        tally = few.run(seconds)
    return percentile(tally.seconds, 0.5), len(tally.seconds) / seconds


def at_once(site: Site, clients: int, seconds: float) -> Goal:
    """Tell what many clients get who never pause: a queue, which nothing can make short."""
    with closing(Askers(site.url, clients)) as many:
        tally = many.run(seconds)
    half, tail = percentile(tally.seconds, 0.5), percentile(tally.seconds, 0.99)
    return Goal(
        name=f"{clients} clients without a pause: no error",
        found=f"{len(tally.failures)} of {len(tally.seconds)}; {len(tally.seconds) / seconds:.0f} a second, "
        f"p50 {half * 1000:.0f} ms, p99 {tail * 1000:.0f} ms",
        passed=not tally.failures,
    )


def many(
    site: Site, *, clients: int, pause: float, seconds: float, requests: int
) -> tuple[Tally, list[dict[int, int]]]:
    """Ask for so long and so often; return what came, and the server's memory from the settled state on."""
    whole, memory = Tally(), [site.server_memory()]
    progress, began = Progress("load", requests), time.monotonic()
    settled = min(SETTLED, requests // 4)
    with closing(Askers(site.url, clients, pause=pause)) as askers:
        while time.monotonic() - began < seconds or len(whole.seconds) < requests:
            part = askers.run(min(PART_SECONDS, seconds), to_the_last=False)
            if len(whole.seconds) < settled:
                memory = [site.server_memory()]
            whole.seconds += part.seconds
            whole.failures += part.failures
            memory.append(site.server_memory())
            progress.at(
                len(whole.seconds),
                f"{len(whole.failures)} errors, p99 {percentile(part.seconds or [0], 0.99) * 1000:.0f} ms",
            )
        rest = askers.run(0)
    whole.seconds += rest.seconds
    whole.failures += rest.failures
    return whole, memory


def measure(site: Site, *, clients: int, seconds: float, requests: int, share: float = SHARE) -> list[Goal]:
    """Measure; return what was found."""
    quiet = max(2.0, min(20.0, seconds / 10))
    median, rate = quietly(site, quiet)
    pause = clients / (share * rate)
    tally, memory = many(site, clients=clients, pause=pause, seconds=seconds, requests=requests)
    for failure in tally.failures[:5]:
        print(f"error: {failure}")
    half, tail = percentile(tally.seconds, 0.5), percentile(tally.seconds, 0.99)
    first, last = memory[0], memory[-1]
    grown = max(last.get(process, size * 99) / size - 1 for process, size in first.items())
    sizes = [f"{first[process] / 2**20:.1f} → {last.get(process, 0) / 2**20:.1f} MB" for process in first]
    return [
        Goal(
            name=f"{clients} clients for {seconds / 60:.1f} minutes: no error",
            found=f"{len(tally.failures)} of {len(tally.seconds)}; each pauses {pause:.2f} s in the mean",
            passed=not tally.failures,
        ),
        Goal(
            name=f"p99 at most {MOST_TAIL:.0f} times the median of {FEW} clients",
            found=f"{tail * 1000:.1f} ms to {median * 1000:.1f} ms: {tail / median:.2f} "
            f"(p50 {half * 1000:.1f} ms)",
            passed=tail <= MOST_TAIL * median,
        ),
        Goal(
            name=f"a process grows by at most {MOST_GROWTH:.0%} "
            f"from request {min(SETTLED, requests // 4)} on",
            found=f"{grown:+.1%}: {', '.join(sizes)}",
            passed=grown <= MOST_GROWTH,
        ),
        at_once(site, clients, quiet),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="at least")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="at least")
    parser.add_argument(
        "--share", type=float, default=SHARE, help="of what a few clients get, to be asked for"
    )
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    options = parser.parse_args()
    with campaign_site("load", database=options.database) as site:
        found = measure(
            site,
            clients=options.clients,
            seconds=60 * options.minutes,
            requests=options.requests,
            share=options.share,
        )
    return finish(found)


if __name__ == "__main__":
    sys.exit(main())
