"""Clients who ask without a pause, and a process that puts versions live beneath them."""

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

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import BAR, ROOT, Site

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


REGISTER = """
from pathlib import Path
from tests.support.versions import register_good_version
for index in range({versions}):
    register_good_version(Path({folder!r}), f"Version {{index}}")
"""


def registered_versions(site: Site, folder: Path) -> list[int]:
    """Register versions that are all good; return their numbers. `folder` is an empty one."""
    site.manage("shell", "-v0", "-c", REGISTER.format(folder=str(folder), versions=VERSIONS))
    listed = json.loads(site.manage("list_versions", "--json").stdout)
    return [version["number"] for version in listed if version["status"] == "ready"]


@contextlib.contextmanager
def switcher_of(site: Site, folder: Path) -> Iterator[Switcher]:
    """Register versions that are all good, and yield what switches between them; `folder` is an empty one."""
    numbers = registered_versions(site, folder)
    assert len(numbers) == VERSIONS
    with subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SWITCHER],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        process.stdin.write(" ".join(map(str, numbers)) + "\n")
        process.stdin.flush()
        yield Switcher(process)
        process.stdin.close()


def switch_for_all(switcher: Switcher, clients: list[Client]) -> None:
    """Put the next version live, and wait until every client has an answer by it, or has none at all."""
    number = switcher.switch()
    wait_until(
        lambda: all(client.failures or client.versions[-1:] == [number] for client in clients),
        lambda: [client.versions for client in clients],
    )
