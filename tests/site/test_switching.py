"""Versions are switched while people draw: no request is lost, none answered by what was live long ago."""

import http.client
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.site import BAR, ROOT, Site, running_site
from tests.support.versions import write_good_network

CLIENTS = 8
SWITCHES = 30
EVERY_SECONDS = 1.0
FOLLOW_SECONDS = 1.0
"""Within which every process follows a switch."""
WARM_UP = 6
"""Switches before memory is looked at: by then every thread has laid out what it works with."""
MOST_GROWTH = 24 * 2**20
"""Bytes by which a process may grow in 30 switches. Keeping each of 30 networks would take 50 MB and more."""
VERSIONS = 4
QUESTION = json.dumps(BAR)
HEADERS = {"Content-Type": "application/json"}

pytestmark = pytest.mark.alone

SWITCHER = """
import itertools, sys, time
from recognizer.models import ModelVersion
from recognizer.services.activation import activate
numbers = [int(number) for number in sys.stdin.readline().split()]
for number in itertools.cycle(numbers):
    if not sys.stdin.readline():
        break
    before = time.time()
    activate(ModelVersion.objects.get(number=number), reason="Switching")
    print(number, before, time.time(), flush=True)
"""
"""Activates the next version at every line that it reads: the start of the shell is no part of a switch."""


@dataclass
class Client:
    """Someone who asks without a pause, over one connection."""

    url: str
    stop: threading.Event
    answers: list[tuple[float, float, int]] = field(default_factory=list)
    """When it was asked, when the answer came, and the version that gave it."""
    failures: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Ask until told to stop."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        while not self.stop.is_set():
            asked = time.time()
            try:
                connection.request("POST", "/api/v1/recognize", QUESTION, HEADERS)
                response = connection.getresponse()
                body = json.loads(response.read())
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.failures.append(repr(error))
                connection.close()
                continue
            if response.status != 200 or body["text"] != "1":
                self.failures.append(f"{response.status}: {body}")
            else:
                self.answers.append((asked, time.time(), body["model"]["version"]))
        connection.close()


@dataclass
class Switcher:
    """A process that puts versions live, one at a time."""

    process: "subprocess.Popen[str]"
    live: list[tuple[int, float, float]] = field(default_factory=list)
    """Each version that went live, in turn: not before the first time, and by the second."""

    def switch(self) -> None:
        """Put the next version live."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        number, before, after = self.process.stdout.readline().split()
        self.live.append((int(number), float(before), float(after)))

    def was_live(self, version: int, since: float, until: float) -> bool:
        """Whether that version was live at any moment between two times."""
        ends = [after for _number, _before, after in self.live[1:]] + [float("inf")]
        return any(
            number == version and begin <= until and since <= end
            for (number, begin, _after), end in zip(self.live, ends, strict=True)
        )


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of which only this file asks anything."""
    with running_site(tmp_path_factory.mktemp("site"), WEB_WORKERS="2") as site:
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
        [ROOT / ".venv" / "bin" / "python", "manage.py", "shell", "-v0", "-c", SWITCHER],
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
from recognizer.services.versions import register_file
for path in pathlib.Path({folder!r}).iterdir():
    register_file(path)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="memory is read from /proc")
def test_no_request_is_lost_while_versions_are_switched(own_site: Site, switcher: Switcher) -> None:
    stop = threading.Event()
    clients = [Client(own_site.url, stop) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=client.run) for client in clients]
    switcher.switch()
    time.sleep(FOLLOW_SECONDS)  # what was live at first is not in the switcher's book
    for thread in threads:
        thread.start()
    try:
        switch_at_intervals(switcher, WARM_UP)
        before = own_site.server_memory()
        switch_at_intervals(switcher, SWITCHES)
        after = own_site.server_memory()
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)

    assert [failure for client in clients for failure in client.failures] == []
    answers = [answer for client in clients for answer in client.answers]
    assert len(answers) > 20 * SWITCHES
    assert {version for _asked, _came, version in answers} == {number for number, *_times in switcher.live}
    late = [
        (came, version)
        for _asked, came, version in answers
        if not switcher.was_live(version, came - FOLLOW_SECONDS, came)
    ]
    assert late == [], f"{len(late)} of {len(answers)} answers came from a version that was live too long ago"

    assert len(before) >= 3, "the web server and its two workers"
    assert after.keys() == before.keys(), "no process died"
    growth = {process: after[process] - before[process] for process in before}
    assert max(growth.values()) < MOST_GROWTH, growth


def switch_at_intervals(switcher: Switcher, times: int) -> None:
    """Switch so many times, a second apart."""
    for _ in range(times):
        started = time.monotonic()
        switcher.switch()
        time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - started)))


def test_a_switch_reaches_every_process_within_a_second(own_site: Site) -> None:
    before = own_site.ask("recognize", BAR)["model"]
    own_site.manage("shell", "-v0", "-c", SWITCH)
    deadline = time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < deadline:
        own_site.ask("recognize", BAR)
    after = [own_site.ask("recognize", BAR)["model"] for _ in range(20)]
    own_site.manage("shell", "-v0", "-c", SWITCH_BACK)
    assert all(model != before for model in after)


SWITCH = """
import tempfile, pathlib
from recognizer.services.activation import activate
from tests.support.versions import register_good_version
activate(register_good_version(pathlib.Path(tempfile.mkdtemp()), "Switched"))
"""
SWITCH_BACK = """
from recognizer.models import ModelVersion
from recognizer.services.activation import activate
activate(ModelVersion.objects.get(shipped=True))
"""
