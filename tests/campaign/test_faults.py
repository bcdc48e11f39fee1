"""The short campaign of faults: one site whose database and Redis are taken away in turn, and a full disk."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.campaign.faults import goals
from benchmarks.campaign.undoing import clocks, disks
from benchmarks.campaign.undoing.databases import misbehaving, says_so_or_does_it
from benchmarks.campaign.undoing.fault import Watched, is_kept, is_refusal, watch
from benchmarks.campaign.undoing.redis import RATES, SERVER, redis_answers
from tests.support.postgres import fresh_database, postgres_answers
from tests.support.proxy import Proxy, proxy_of
from tests.support.site import Site, running_site

MODES = ("away", "hangs", "slow")
SECONDS = 0.5


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    if not (postgres_answers() and redis_answers()):
        pytest.skip("needs PostgreSQL and Redis")
    with fresh_database("faults") as url:
        yield url


@pytest.fixture(scope="module")
def proxies(database: str) -> Iterator[dict[str, Proxy]]:
    with proxy_of(database, 5432) as postgres, proxy_of(SERVER, 6379) as redis:
        yield {"postgres": postgres, "redis": redis}


@pytest.fixture(scope="module")
def own_site(
    tmp_path_factory: pytest.TempPathFactory, database: str, proxies: dict[str, Proxy]
) -> Iterator[Site]:
    with running_site(
        tmp_path_factory.mktemp("faults"),
        DATABASE_URL=proxies["postgres"].url(database),
        CACHE_URL=proxies["redis"].url(SERVER),
        DATABASE_TIMEOUT="2",
        RECOGNIZE_RATE=RATES["RECOGNIZE_RATE"],
        FEEDBACK_RATE=RATES["FEEDBACK_RATE"],
    ) as site:
        site.wait_for_version(1)
        yield site


def assert_passed(name: str, watched: Watched) -> None:
    missed = [goal for goal in goals(name, watched) if not goal.passed]
    assert missed == [], watched.unread[:3]


@pytest.mark.parametrize("mode", MODES)
def test_without_redis_all_goes_on(own_site: Site, proxies: dict[str, Proxy], mode: str) -> None:
    fault = misbehaving(proxies["redis"], mode)
    assert_passed(mode, watch(own_site, fault, SECONDS, says_so=is_kept))


@pytest.mark.parametrize("mode", MODES)
def test_without_its_database_it_reads_and_says_what_it_cannot(
    own_site: Site, proxies: dict[str, Proxy], mode: str
) -> None:
    fault, says = misbehaving(proxies["postgres"], mode), says_so_or_does_it if mode == "slow" else is_refusal
    assert_passed(mode, watch(own_site, fault, SECONDS, says_so=says))


def test_on_a_full_disk_it_reads_and_says_what_it_cannot(prepared: Path) -> None:
    try:
        with disks.small_disk() as folder:
            there = shutil.copytree(prepared, folder / "prepared")
            with running_site(folder, prepared=there) as site:
                site.wait_for_version(1)
                assert_passed("disk", watch(site, disks.filled(folder), SECONDS))
    except PermissionError:
        pytest.skip("only root may mount a small disk")


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_process_goes_by_the_clock_that_is_set(tmp_path: Path) -> None:
    clock, variables = clocks.made(tmp_path)
    with clocks.set_to(clock, 400 * clocks.DAY_SECONDS):
        found = subprocess.run(
            [sys.executable, "-c", "import time, datetime as d; print(time.time(), d.datetime.now().year)"],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    seconds, year = found.split()
    assert float(seconds) - time.time() > 399 * clocks.DAY_SECONDS
    assert int(year) > time.gmtime().tm_year
