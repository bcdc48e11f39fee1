"""The real site in its own processes, started by the command that README names."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120

BAR: dict[str, Any] = {"strokes": [[[40, 10], [40, 90]]], "mode": "digit"}
"""The question that takes least work: a vertical bar, which is a one."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running site."""

    url: str
    data_dir: Path
    log: Path
    """What `make run` printed."""
    environment: dict[str, str]
    """For management commands that are to work on this site."""

    @property
    def admin_password(self) -> str:
        """The password that was printed once."""
        found = re.search(r"Password: (\S+)", self.log.read_text())
        assert found, self.log.read_text()
        return found[1]

    def server_memory(self) -> dict[int, int]:
        """Return the resident bytes of each process of the web server, by its id."""
        mark = f"DIGITWEB_DATA_DIR={self.data_dir}\0".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                process = int(folder.name)
                if mark in (folder / "environ").read_bytes() and is_of_the_server(folder):
                    pages = int((folder / "statm").read_text().split()[1])
                    found[process] = pages * os.sysconf("SC_PAGE_SIZE")
        return found

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the API over a connection of its own, so that any of the server's processes may answer."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Connection": "close"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer: dict[str, Any] = json.load(response)
            return answer

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command on this site's data, as an operator would."""
        return subprocess.run(
            [ROOT / ".venv" / "bin" / "python", "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=300,
        )


def is_of_the_server(folder: Path) -> bool:
    """Whether a process of the site is granian or one of its workers."""
    command = (folder / "cmdline").read_bytes()
    return b"granian" in command or b"multiprocessing" in command


@contextlib.contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[Site]:
    """Run `make run` on a free port with its data in `folder`, until the block ends."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    unlimited = {"RECOGNIZE_RATE": "0", "LEARN_RATE": "0"}
    variables = {**inherited, "DIGITWEB_DATA_DIR": str(folder / "data"), **unlimited, **environment}
    log = folder / "site.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"PORT={port}"],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(
        url=f"http://127.0.0.1:{port}",
        data_dir=folder / "data",
        log=log,
        environment=variables,
    )
    try:
        wait_until_ready(site, process)
        yield site
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_ready(site: Site, process: "subprocess.Popen[bytes]") -> None:
    """Return when /readyz answers 200; fail with the log if it never does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{site.url}/readyz", timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError(f"The site did not start:\n{site.log.read_text()}")


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
