"""Versions are switched while people draw: no request is lost, none answered by what was replaced."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import BAR, Site, running_site
from tests.support.switching import Client, Switcher, switch_for_all, switcher_of

CLIENTS = 8
SWITCHES = 20
WARM_UP = 4
"""Switches before memory is looked at: by then every thread has laid out what it works with."""
MAX_GROWTH = 24 * 2**20
"""Bytes by which a process may grow in 20 switches. Keeping each of 20 networks would take 33 MB and more."""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    """A site of which only this file asks anything."""
    with running_site(tmp_path_factory.mktemp("site"), prepared=prepared, WEB_WORKERS="2") as site:
        yield site


@pytest.fixture
def switcher(own_site: Site, tmp_path: Path) -> Iterator[Switcher]:
    """A switcher between versions that are all good, and all known to the site."""
    folder = tmp_path / "networks"
    folder.mkdir()
    with switcher_of(own_site, folder) as switcher:
        yield switcher


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="memory is read from /proc")
def test_no_request_is_lost_while_versions_are_switched(own_site: Site, switcher: Switcher) -> None:
    """Each client hears of all versions in turn: none is left out, none comes back when it is replaced."""
    own_site.wait_for_version(switcher.switch())
    stop = threading.Event()
    clients = [Client(own_site.url, stop) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    try:
        for _ in range(WARM_UP):
            switch_for_all(switcher, clients)
        before = own_site.server_memory()
        for _ in range(SWITCHES):
            switch_for_all(switcher, clients)
        after = own_site.server_memory()
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert [failure for client in clients for failure in client.failures] == []
    assert [client.versions for client in clients] == [switcher.live] * CLIENTS
    assert sum(client.answers for client in clients) > CLIENTS * len(switcher.live)

    assert len(before) == 2, "the web server's processes"
    assert after.keys() == before.keys(), "no process died"
    growth = {process: after[process] - before[process] for process in before}
    assert max(growth.values()) < MAX_GROWTH, growth


def test_a_switch_reaches_every_process(own_site: Site) -> None:
    before = own_site.ask("recognize", BAR)["model"]["version"]
    switched = own_site.manage("shell", "-v0", "-c", SWITCH).stdout
    own_site.wait_for_version(int(switched))
    own_site.manage("shell", "-v0", "-c", SWITCH_BACK.format(number=before))
    own_site.wait_for_version(before)


SWITCH = """
import tempfile, pathlib
from recognizer.services.release.activation import activate
from tests.support.versions import register_good_version
with tempfile.TemporaryDirectory() as folder:
    print(activate(register_good_version(pathlib.Path(folder), "Switched")).to_version_id)
"""
SWITCH_BACK = """
from recognizer.models import ModelVersion
from recognizer.services.release.activation import activate
activate(ModelVersion.objects.get(number={number}))
"""
