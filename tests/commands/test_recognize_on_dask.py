"""`manage.py recognize_images --scheduler`: whoever is killed, no row is lost and none comes twice."""

import contextlib
import csv
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.gates import read_gate
from tests.support.patience import wait_until
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.ports import own_port
from tests.support.processes import Installation, install
from tests.support.site import ROOT

pytestmark = pytest.mark.slow
ONE = encoded(picture_of_a_one(size=(60, 60)))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Installation:
    """Return a fresh installation: the shipped network answers."""
    return install(tmp_path_factory.mktemp("installation") / "data", prepared)


@contextlib.contextmanager
def dask(installation: Installation, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of Dask's; its data folder is empty, for workers need no database."""
    environment = {
        **installation.environment,
        "DIGITWEB_DATA_DIR": str(folder / "nothing"),
        "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "False",
        "DASK_TEMPORARY_DIRECTORY": str(folder / "dask"),
    }
    with (
        (folder / "dask.log").open("ab") as log,
        subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            process_group=0,
        ) as process,
    ):
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):  # a nanny's workers go with it
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def cluster(installation: Installation, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a scheduler and two workers, as docs/scale.md does; yield the scheduler."""
    address = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    with (
        dask(
            installation, folder, "distributed.cli.dask_scheduler", *address, "--port", str(port)
        ) as scheduler,
        dask(
            installation,
            folder,
            "distributed.cli.dask_worker",
            f"tcp://127.0.0.1:{port}",
            *address,
            *("--nworkers", "2", "--nthreads", "1"),
        ),
    ):
        yield scheduler


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures that are read at once, and one that is read when a test lets it be."""
    folder = tmp_path / "in"
    folder.mkdir()
    for place in range(40):
        (folder / f"{place:02}.png").write_bytes(ONE)
    (folder / "broken.png").write_bytes(ONE[:40])
    os.mkfifo(tmp_path / "gate.png")
    return folder


def test_it_is_gone_on_with_whoever_was_killed(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    gate, output = tmp_path / "gate.png", tmp_path / "results.csv"
    command = ("recognize_images", str(folder), str(gate), "--mode", "digit", "--chunk", "4", "--output")
    ledger = tmp_path / "results.csv.parts"

    def are_kept(least: int) -> bool:
        return len(list(ledger.glob("chunk-*.jsonl"))) >= least

    with own_port() as port:
        on_dask = (*command, str(output), "--scheduler", f"tcp://127.0.0.1:{port}")
        with cluster(installation, tmp_path, port) as scheduler:
            with installation.process(*on_dask) as client, read_gate(gate, ONE):
                wait_until(lambda: are_kept(3), lambda: "Nothing is kept.")
                client.kill()
                client.wait()
            kept = {path: path.stat().st_mtime_ns for path in ledger.glob("chunk-*.jsonl")}

            gate.unlink()
            os.mkfifo(gate)
            with installation.process(*on_dask, output=subprocess.PIPE) as client, read_gate(gate, ONE):
                wait_until(lambda: are_kept(len(kept) + 1) or are_kept(10), lambda: "Nothing more is kept.")
                scheduler.kill()
                said, _ = client.communicate()
            assert client.returncode == 1
            assert "The connection to the scheduler at tcp://127.0.0.1:" in said
            assert "Traceback" not in said
        with cluster(installation, tmp_path, port):
            result = installation.run(*on_dask)
    assert (result.returncode, result.stdout) == (0, f"42 pictures → {output}\n"), result.stderr
    rows = list(csv.DictReader(output.read_text(encoding="utf-8-sig").splitlines()))
    assert [Path(row["path"]).name for row in rows] == [
        *(f"{place:02}.png" for place in range(40)),
        "broken.png",
        "gate.png",
    ]
    assert [row["text"] for row in rows] == [*40 * ["1"], "", "1"]
