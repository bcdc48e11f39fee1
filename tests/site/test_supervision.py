"""Processes of the site that die: each is started again alone, and all end with what started them."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import wait_until
from tests.support.site import BAR, Site, processes_on, running, running_site

pytestmark = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="processes are found in /proc")

WEB, WORKER, SUPERVISOR = b"digitweb.server", b"db_worker", b"digitweb.supervisor"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site"), prepared=prepared) as site:
        yield site


def ids(site: Site, mark: bytes) -> set[int]:
    """Return the ids of those processes of a site whose command has the mark."""
    return {process for process, command in processes_on(site.data_dir) if mark in command}


def wait_for(site: Site, mark: bytes, count: int, without: int) -> None:
    """Wait until so many of these processes run, and not that one."""
    wait_until(
        lambda: len(ids(site, mark)) == count and without not in ids(site, mark),
        lambda: f"{ids(site, mark)}:\n{site.log.read_text()}",
    )


def test_a_worker_that_is_killed_is_started_again_and_the_web_server_goes_on(site: Site) -> None:
    wait_until(lambda: "Starting worker" in site.log.read_text(), site.log.read_text)
    web, (worker,) = ids(site, WEB), ids(site, WORKER)
    os.kill(worker, signal.SIGKILL)
    wait_until(
        lambda: "The worker was killed by SIGKILL. It is started again in 1 s." in site.log.read_text(),
        site.log.read_text,
    )
    wait_until(lambda: site.log.read_text().count("Starting worker") == 2, site.log.read_text)
    wait_for(site, WORKER, 1, without=worker)
    assert ids(site, WEB) == web
    assert site.ask("recognize", BAR)["text"] == "1"


def test_a_web_process_that_is_killed_is_started_again_while_the_other_answers(site: Site) -> None:
    worker, (first, second) = ids(site, WORKER), sorted(ids(site, WEB))
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in ids(site, WEB), site.log.read_text)
    assert site.ask("recognize", BAR)["text"] == "1"
    wait_for(site, WEB, 2, without=first)
    assert second in ids(site, WEB)
    assert ids(site, WORKER) == worker


@pytest.mark.parametrize("killed", ["the supervisor", "make", "make's group"])
def test_all_end_when_what_started_them_is_killed(killed: str, tmp_path: Path, prepared: Path) -> None:
    with running_site(tmp_path, prepared=prepared) as site:
        wait_for(site, WORKER, 1, without=0)
        (make,) = (process for process in ids(site, b"make\0") if os.getpgid(process) == process)
        if killed == "make's group":
            os.killpg(make, signal.SIGKILL)
        elif killed == "make":
            os.kill(make, signal.SIGKILL)
        else:
            (supervisor,) = ids(site, SUPERVISOR)
            os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: not running(site), lambda: f"{running(site)}:\n{site.log.read_text()}")
