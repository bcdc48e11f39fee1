"""An installation in a folder of its own, for tests that start and kill real workers."""

import contextlib
import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognizer.fields import PhraseField
from recognizer.phrases import from_json
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import ROOT, copy_data, manage


@contextlib.contextmanager
def one_process_at_a_time(name: str) -> Iterator[None]:
    """Let one of the processes that run tests do what is done once for all, and the others wait for it."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def measuring() -> dict[str, str]:
    """Return what lets a process count the lines that it runs, under `make coverage`; nothing otherwise."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


HELD = """
import os, signal
from pkgutil import resolve_name
from django.core.management import call_command

# Threads that begin from now on hear none of these: the one that stands still has to be first to hear.
heard = (signal.SIGINT, signal.SIGTERM)
signal.pthread_sigmask(signal.SIG_BLOCK, heard)
owner, _, name = {step!r}.rpartition(".")
owner = resolve_name(owner)
step = getattr(owner, name)

def stand_still(*arguments, **options):
    if {when}:
        setattr(owner, name, step)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, heard)
        os.kill(os.getpid(), signal.SIGSTOP)
    return step(*arguments, **options)

setattr(owner, name, stand_still)
call_command(*{command!r})
"""
"""A process that stands still when its command first comes to that step."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A migrated database and MNIST in a data folder; nothing runs by itself."""

    data_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        """What processes of this installation see."""
        return {
            **measuring(),
            "DIGITWEB_DATA_DIR": str(self.data_dir),
            "PATH": os.environ["PATH"],
            "PYTHONUNBUFFERED": "1",
            "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "2"),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end, however it ends."""
        return manage(*arguments, environment=self.environment, check=False)

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run a management command to its end; return what it printed."""
        return manage(*arguments, environment={**self.environment, **environment}).stdout

    @contextlib.contextmanager
    def process(
        self, *arguments: str, output: int = subprocess.DEVNULL, **environment: str
    ) -> Iterator["subprocess.Popen[str]"]:
        """Run a management command beside the test; what still runs in the end is killed."""
        with subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=output,
            stderr=subprocess.STDOUT if output == subprocess.PIPE else None,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @contextlib.contextmanager
    def held(
        self, *command: str, before: str, when: str = "True", **environment: str
    ) -> Iterator["subprocess.Popen[str]"]:
        """Run a command beside the test, which begins when it stands still before a step.

        The step is a function or method by its dotted name; `when` may look at its `arguments`. The process
        goes on by `SIGCONT`; a signal that it gets before is the first thing that it sees then.
        """
        code = HELD.format(step=before, when=when, command=command)
        command = ("shell", "-v0", "-c", code)
        with self.process(*command, output=subprocess.DEVNULL, **environment) as process:
            changes = os.WSTOPPED | os.WEXITED | os.WNOWAIT | os.WNOHANG
            found = wait_until(lambda: os.waitid(os.P_PID, process.pid, changes), lambda: "It goes on.")
            assert found.si_code == os.CLD_STOPPED, f"It ended with {found.si_status}."
            yield process

    def held_in_training(
        self, *command: str, epoch: int, batch: int
    ) -> "contextlib.AbstractContextManager[subprocess.Popen[str]]":
        """Run a command beside the test, which begins in the midst of the first training that it does."""
        return self.held(
            *command,
            before="recognizer.services.training.progress.RunRecorder.on_batch_end",
            when=f"(arguments[1].epoch, arguments[1].batch) == {(epoch, batch)}",
        )

    def row(self, query: str, *values: object) -> dict[str, Any]:
        """Return one row of the database; an empty dict if there is none."""
        path = self.data_dir / "digitweb.sqlite3"
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as database:
            database.row_factory = sqlite3.Row
            found = database.execute(query, values).fetchone()
        return dict(found) if found else {}

    def version(self, name: str) -> dict[str, Any]:
        """Return the latest version of that name with its run, and in English what it says of itself."""
        row = self.row(
            "SELECT * FROM recognizer_modelversion JOIN recognizer_trainingrun ON version_id = number "
            "WHERE name = ? ORDER BY number DESC",
            name,
        )
        log = "\n".join(from_json(entry["line"]) for entry in json.loads(row["log"]))
        error = PhraseField().to_python(row["error"])
        return {**row, "epochs": json.loads(row["epochs"]), "log": log, "error": error}


def install(data_dir: Path, prepared: Path, mnist_folder: Path | None = None) -> Installation:
    """Make an installation in a new folder."""
    copy_data(prepared, data_dir)
    if mnist_folder:
        (data_dir / "mnist").symlink_to(mnist_folder)
    return Installation(data_dir=data_dir)
