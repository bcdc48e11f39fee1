"""Take away what a site stands on: it reads on, says what it cannot do, and comes back by itself.

python -m benchmarks.campaign.faults
python -m benchmarks.campaign.faults --fault disk-full --fault redis-hanging --seconds 10
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial

from benchmarks.campaign.goals import Goal, finish
from benchmarks.campaign.undoing import clocks, databases, disks, redis
from benchmarks.campaign.undoing.fault import Watched

SECONDS = 60.0
FAULTS: Mapping[str, Callable[[float], Watched]] = {
    "disk-full": disks.full,
    "read-only": disks.read_only,
    "clock-jumps": clocks.jumps,
    "sqlite-locked": databases.sqlite_locked,
    "postgres-away": partial(databases.postgres, "away"),
    "postgres-hanging": partial(databases.postgres, "hangs"),
    "postgres-slow": partial(databases.postgres, "slow"),
    "redis-away": partial(redis.redis, "away"),
    "redis-hanging": partial(redis.redis, "hangs"),
    "redis-slow": partial(redis.redis, "slow"),
}


def goals(name: str, watched: Watched) -> list[Goal]:
    """Say what was found of one fault."""
    if watched.skipped:
        return [Goal(name=name, found=f"not tried: {watched.skipped}", passed=None)]
    return [
        Goal(
            name=f"{name}: recognition goes on",
            found=f"{watched.read} read, {len(watched.unread)} not; at most {watched.slowest:.2f} s "
            f"(before {watched.usual:.2f} s)",
            passed=watched.read > 0 and not watched.unread,
        ),
        Goal(
            name=f"{name}: what cannot be written says so",
            found=watched.said,
            passed=watched.says_so,
        ),
        Goal(
            name=f"{name}: it recovers without a restart",
            found=f"after {watched.recovered:.1f} s, by the same processes"
            if watched.recovered is not None
            else "it does not",
            passed=watched.recovered is not None,
        ),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="that each fault lasts")
    parser.add_argument(
        "--fault", choices=tuple(FAULTS), action="append", help="this one alone; may come again"
    )
    options = parser.parse_args()
    found: list[Goal] = []
    for name in options.fault or FAULTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            watched = FAULTS[name](options.seconds)
        except AssertionError as error:  # the site did not start, or was broken before
            found.append(Goal(name=name, found=str(error).replace("\n", " ")[-200:], passed=False))
            continue
        for problem in watched.unread[:3]:
            print(f"{name}: {problem}")
        found += goals(name, watched)
    return finish(found)


if __name__ == "__main__":
    sys.exit(main())
