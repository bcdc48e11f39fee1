"""The real site in its own processes, started by the command that README names."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.memory import resident_bytes
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.ports import own_port

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = Path(__file__).parent / "bin"
"""What a site under test finds before the programs of the system."""

BAR: dict[str, Any] = {"strokes": [[[40, 10], [40, 90]]], "mode": "digit"}
"""The question that takes least work: a vertical bar, which is a one."""


CONNECTIONS = 16
"""So many hardly all reach the same one of two processes."""


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
        return {
            process: resident_bytes(process)
            for process, command in processes_on(self.data_dir)
            if b"digitweb.server" in command
        }

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the API over a connection of its own, so that any of the server's processes may answer."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Connection": "close"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
                answer: dict[str, Any] = json.load(response)
                return answer
        except urllib.error.HTTPError as error:
            error.add_note(f"{error.read().decode()}\n{self.log.read_text()}")
            raise

    def wait_for_version(self, number: int) -> None:
        """Wait until each process of the server answers by that version, as each says in the log.

        A process hears of a switch when it is asked; which of them is, the system decides.
        """

        def all_answer() -> bool:
            with contextlib.suppress(urllib.error.HTTPError):  # a process that has no version yet
                self.ask("recognize", BAR)
            live = self.live_versions()
            return all(live.get(process) == number for process in self.server_memory() or live)

        wait_until(all_answer, lambda: f"Versions {self.live_versions()} answer, not {number}.")

    def live_versions(self) -> dict[int, int]:
        """Return which version each process said last that it answers by."""
        found = re.findall(
            r"^\S+ \S+ (\d+) .*: Version (\d+) · .* answers\.$", self.log.read_text(), re.MULTILINE
        )
        return {int(process): int(number) for process, number in found}

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command on this site's data, as an operator would."""
        return manage(*arguments, environment=self.environment, check=check)


def manage(
    *arguments: str, environment: dict[str, str], check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a management command to its end, with nothing else in its environment."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode == 0 or not check, result.stdout + result.stderr
    return result


def processes_on(data_dir: Path) -> Iterator[tuple[int, bytes]]:
    """Yield id and command of each process that works on a data folder; none where there is no /proc."""
    mark = f"DIGITWEB_DATA_DIR={data_dir}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes():
                yield int(folder.name), (folder / "cmdline").read_bytes()


@contextlib.contextmanager
def running_site(
    folder: Path, *, prepared: Path | None = None, polite: bool = False, **environment: str
) -> Iterator[Site]:
    """Run `make run` on a port of its own with its data in `folder`, until the block ends.

    `prepared` is a data folder that a site was started in before (`tests.support.prepared`): what it holds
    need not be made again. A `polite` site trains at low priority, as any does; beside the tests of another
    process it might never come to it.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    # as for tests without a site, nobody is throttled and no lot falls
    unlimited = {"RECOGNIZE_RATE": "0", "LEARN_RATE": "0", "FEEDBACK_RATE": "0", "FEEDBACK_SHARE": "0"}
    data_dir, log = folder / "data", folder / "site.log"
    if prepared:
        copy_data(prepared, data_dir)
    variables = {**inherited, "DIGITWEB_DATA_DIR": str(data_dir), **unlimited, **environment}
    if not polite:
        variables["PATH"] = f"{PROGRAMS}{os.pathsep}{variables['PATH']}"
    with own_port() as port:
        process = started(port, log, variables)
        site = Site(url=f"http://127.0.0.1:{port}", data_dir=data_dir, log=log, environment=variables)
        try:
            wait_until(lambda: answers(site, process), lambda: f"Did not start:\n{log.read_text()}")
            yield site
        finally:
            stop(site, process)


def started(port: int, log: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a site on a port; what it prints goes to the end of its log."""
    with log.open("a") as output:
        return subprocess.Popen(
            ["make", "--no-print-directory", "run", f"PORT={port}"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def copy_data(prepared: Path, data_dir: Path) -> None:
    """Make a data folder like another; collected files are shared, for nothing ever writes into them."""
    shutil.copytree(prepared, data_dir, ignore=shutil.ignore_patterns("static"))
    shutil.copytree(prepared / "static", data_dir / "static", copy_function=os.link)


def answers(site: Site, process: "subprocess.Popen[bytes]") -> bool:
    """Whether the site is ready; fail with its log if it has ended."""
    assert process.poll() is None, f"Ended at once:\n{site.log.read_text()}"
    with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
        urllib.request.urlopen(f"{site.url}/readyz", timeout=PATIENCE_SECONDS).close()
        return True
    return False


def stop(site: Site, process: "subprocess.Popen[bytes]") -> None:
    """Tell a site to end, wait until it has, and kill the training of a lesson, which goes on by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(PATIENCE_SECONDS)
        wait_until(lambda: not running(site), lambda: f"{running(site)}:\n{site.log.read_text()}")
    finally:
        for left, _command in processes_on(site.data_dir):
            with contextlib.suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        process.wait()


def running(site: Site) -> list[bytes]:
    """Return the command lines of a site's processes, but for trainings of lessons."""
    return [command for _id, command in processes_on(site.data_dir) if b"train_lessons" not in command]
