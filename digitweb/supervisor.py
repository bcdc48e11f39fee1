"""Run the site's processes side by side: `python -m digitweb.supervisor HOST PORT`, as `make run` does.

`python -m digitweb.supervisor HOST PORT web` leaves out the worker, which then runs somewhere else.

One that dies is started again alone, and the others go on. All end together: when this process is told to,
and when it or what started it dies.
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitweb.backoff import Backoff
from digitweb.metrics_folder import metrics_folder
from digitweb.port import listening
from recognizer.telemetry import slots
from recognizer.telemetry.logs import log_as_settings_say

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 8.0
"""How long processes that are told to end may take: what they are doing, they finish within five."""
CHECK_SECONDS = 0.2
SET_SIGNAL_AT_PARENTS_DEATH = 1
"""PR_SET_PDEATHSIG, of Linux alone."""

logger = logging.getLogger("digitweb.supervisor")


@dataclass(eq=False)
class Program:
    """A command to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: Sequence[int] = ()
    """Open files that it inherits."""
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    start_at: float = 0.0
    backoff: Backoff = field(default_factory=Backoff)

    def start(self) -> None:
        """Start it."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            pass_fds=self.descriptors,
            preexec_fn=end_with_parent(os.getpid()),  # noqa: PLW1509 - this process has one thread
        )

    def check(self) -> None:
        """Start it if it is due; log its death and schedule a restart if it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.process = None
            pause = self.backoff.pause_after(now - self.began)
            logger.error("%s %s. It is started again in %.0f s.", self.name, exit_text(code), pause)
            self.start_at = now + pause

    def end(self, number: int) -> None:
        """Send it a signal."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None


def exit_text(code: int) -> str:
    """Describe how a process ended."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def end_with_parent(parent: int) -> Callable[[], None]:
    """Return a function that makes its caller end when the parent dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    library = ctypes.CDLL(None)

    def set_death_signal() -> None:
        library.prctl(SET_SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)
        if os.getppid() != parent:  # it has died already
            os.kill(os.getpid(), signal.SIGTERM)

    return set_death_signal


class Supervisor:
    """Keeps programs running until it is told to end."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        self.stop_requested = False

    def run(self) -> None:
        """Start all programs, restart those that die, and stop all in the end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.request_stop)
        end_with_parent(os.getppid())()
        try:
            while not self.stop_requested:
                for program in self.programs:
                    program.check()
                time.sleep(CHECK_SECONDS)
        finally:
            self.stop()

    def request_stop(self, _number: int, _frame: object) -> None:
        """Request the end of `run`, as a signal handler."""
        self.stop_requested = True

    def stop(self) -> None:
        """Terminate all; kill those that have not ended after a while."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for program in self.programs:
            program.end(signal.SIGTERM)
        while any(program.is_running for program in self.programs) and time.monotonic() < deadline:
            time.sleep(CHECK_SECONDS / 4)
        for program in self.programs:
            if program.is_running:
                logger.error("%s has not ended within %.0f s and is killed.", program.name, PATIENCE_SECONDS)
                program.end(signal.SIGKILL)


def programs_of_site(
    shared: socket.socket, web_processes: int, metrics_folder: str | None = None
) -> list[Program]:
    """Return the programs of the web server and the worker."""
    worker = Program(
        name="The worker",
        command=["nice", "-n", "10", sys.executable, "manage.py", "db_worker"],
        environment=slot("worker", metrics_folder),
    )
    return [*web_programs(shared, web_processes, metrics_folder), worker]


def web_programs(
    shared: socket.socket, web_processes: int, metrics_folder: str | None = None
) -> list[Program]:
    """Return the web server's processes, which share one listening socket.

    With a folder for metrics each has a slot in it, and one process more tells Prometheus.
    """
    web = [
        Program(
            name=f"Web process {number}",
            command=[sys.executable, "-m", "digitweb.server", str(shared.fileno())],
            environment={"OPENBLAS_NUM_THREADS": "1", **slot(f"web-{number}", metrics_folder)},
            descriptors=[shared.fileno()],
        )
        for number in range(1, web_processes + 1)
    ]
    return [*web, *programs_of_metrics(metrics_folder)]


def slot(name: str, folder: str | None) -> Mapping[str, str]:
    """Return what gives a program its slot for metrics; nothing where there are none."""
    return {} if folder is None else slots.variable(name, folder)


def programs_of_metrics(folder: str | None) -> list[Program]:
    """Return what tells Prometheus, where it is to be told."""
    if folder is None:
        return []
    command = [sys.executable, "manage.py", "serve_metrics", "--folder", folder]
    patience = {} if "DATABASE_TIMEOUT" in os.environ else {"DATABASE_TIMEOUT": "2"}
    return [Program(name="The process for metrics", command=command, environment=patience)]


def main() -> str | None:
    """Run the site; return an error message if that fails."""
    log_as_settings_say(os.environ)
    host, port, *only = sys.argv[1:]
    if only not in ([], ["web"]):
        return f'Expected HOST PORT, or HOST PORT web; found "{" ".join(only)}" behind the port.'
    count = os.environ.get("WEB_WORKERS", "2")
    if not (count.isascii() and count.isdigit() and int(count) > 0):
        return f'WEB_WORKERS should be a number of processes from 1 on; it is "{count}".'
    try:
        shared = listening(host, int(port))
    except OSError as error:
        return f"Cannot listen on {host}:{port}: {error.strerror}."
    programs_of = web_programs if only else programs_of_site
    with metrics_folder(is_wanted=bool(os.environ.get("METRICS_ADDRESS"))) as folder:
        Supervisor(programs_of(shared, int(count), folder)).run()
    return None


if __name__ == "__main__":
    sys.exit(main())
