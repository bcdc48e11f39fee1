"""Versions are switched while people draw: no request is lost, none answered by what was replaced."""

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import BAR, ROOT, Site, running_site
from tests.support.versions import write_good_network

CLIENTS = 8
SWITCHES = 20
WARM_UP = 4
"""Switches before memory is looked at: by then every thread has laid out what it works with."""
MAX_GROWTH = 24 * 2**20
"""Bytes by which a process may grow in 20 switches. Keeping each of 20 networks would take 33 MB and more."""
VERSIONS = 4
QUESTION = json.dumps(BAR)
HEADERS = {"Content-Type": "application/json"}

SWITCHER = """
import itertools, sys
from recognizer.models import ModelVersion
from recognizer.services.release.activation import activate
numbers = [int(number) for number in sys.stdin.readline().split()]
for number in itertools.cycle(numbers):
    if not sys.stdin.readline():
        break
    activate(ModelVersion.objects.get(number=number), reason="Switching")
    print(number, flush=True)
"""
"""Activates the next version at every line that it reads: the start of the shell is no part of a switch."""


@dataclass
class Client:
    """Someone who asks without a pause, over one connection, so that one process of the server answers."""

    url: str
    stop: threading.Event
    versions: list[int] = field(default_factory=list)
    """Which answered, one after another: a number for each time that another one did."""
    failures: list[str] = field(default_factory=list)
    answers: int = 0

    def run(self) -> None:
        """Ask until told to stop."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE_SECONDS)
        with contextlib.closing(connection):
            while not self.stop.is_set():
                try:
                    connection.request("POST", "/api/v1/recognize", QUESTION, HEADERS)
                    response = connection.getresponse()
                    body = json.loads(response.read())
                except (OSError, http.client.HTTPException, ValueError) as error:
                    self.failures.append(repr(error))
                    connection.close()
                    continue
                self.note(response.status, body)

    def note(self, status: int, body: dict[str, Any]) -> None:
        """Keep what was answered, and by which version."""
        if status != 200 or body["text"] != "1":
            self.failures.append(f"{status}: {body}")
            return
        self.answers += 1
        version = body["model"]["version"]
        if self.versions[-1:] != [version]:
            self.versions.append(version)


@dataclass
class Switcher:
    """A process that puts versions live, one at a time."""

    process: "subprocess.Popen[str]"
    live: list[int] = field(default_factory=list)
    """Each version that went live, in turn."""

    def switch(self) -> int:
        """Put the next version live."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        self.live.append(int(self.process.stdout.readline()))
        return self.live[-1]


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
    for index in range(VERSIONS):
        write_good_network(folder / f"{index}.safetensors", f"Version {index}")
    own_site.manage("shell", "-v0", "-c", REGISTER.format(folder=str(folder)))
    listed = json.loads(own_site.manage("list_versions", "--json").stdout)
    numbers = [str(version["number"]) for version in listed if version["status"] == "ready"]
    assert len(numbers) == VERSIONS
    with subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SWITCHER],
        cwd=ROOT,
        env=own_site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        process.stdin.write(" ".join(numbers) + "\n")
        process.stdin.flush()
        yield Switcher(process)
        process.stdin.close()


REGISTER = """
import pathlib
from recognizer.services.versions.registry import register_file
for path in pathlib.Path({folder!r}).iterdir():
    register_file(path)
"""


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


def switch_for_all(switcher: Switcher, clients: list[Client]) -> None:
    """Put the next version live, and wait until every client has an answer by it, or has none at all."""
    number = switcher.switch()
    wait_until(
        lambda: all(client.failures or client.versions[-1:] == [number] for client in clients),
        lambda: [client.versions for client in clients],
    )


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
