"""Chunks on the workers of a Dask cluster, in real processes, and what becomes of them when a worker dies."""

import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

from recognizer.services.bulk import cluster as clusters
from recognizer.services.bulk import pool as reading_pool
from recognizer.services.bulk.cluster import read_chunks
from recognizer.services.bulk.errors import ReadingStopped
from recognizer.services.bulk.manifest import Manifest, Run, write_manifest
from recognizer.services.bulk.model import kept, set_up
from recognizer.services.bulk.pool import KILLED
from recognizer.services.bulk.reading import read_sources
from recognizer.services.bulk.sources import PictureSource, ResultRow, find_sources
from tests.support.deadly import DEADLY, prepare, read_lines_or_die, read_or_die
from tests.support.gates import read_gate
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.ports import own_port
from tests.support.shipped import MODEL

pytestmark = pytest.mark.slow
ANY_PORT = "127.0.0.1:0"
ONE = encoded(picture_of_a_one(size=(60, 60)))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Two workers, each a process; a task is given up after its second death."""
    environment = {"DIGITWEB_DATA_DIR": str(tmp_path_factory.mktemp("worker"))}
    settings = {
        "distributed.scheduler.work-stealing": False,
        "distributed.scheduler.allowed-failures": 1,
        "distributed.nanny.environ": environment,
        "temporary-directory": str(tmp_path_factory.mktemp("dask")),
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=ANY_PORT, silence_logs=logging.CRITICAL
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures, and one that is none."""
    folder = tmp_path / "in"
    folder.mkdir()
    for place in range(25):
        (folder / f"{place:02}.png").write_bytes(ONE)
    (folder / "broken.png").write_bytes(ONE[:40])
    return folder


def manifest_of(folder: Path, *sources: PictureSource, chunk: int = 4) -> Manifest:
    """Return the manifest of some pictures and of a folder."""
    place = folder.with_name("manifest")
    place.mkdir()
    run = Run(mode="digit", model=MODEL.sha256, paths=("in",), chunk=chunk)
    return write_manifest(place, run, [*sources, *find_sources([str(folder)])])


def rows_of_one_process(manifest: Manifest) -> list[ResultRow]:
    set_up(MODEL)
    return read_sources(manifest.all_sources(), mode="digit", version=kept(MODEL.sha256))


def in_order(read: Iterator[tuple[int, list[ResultRow]]]) -> list[ResultRow]:
    """Return the rows of chunks, each of which came once."""
    chunks = list(read)
    assert len(dict(chunks)) == len(chunks)
    return [row for _chunk, rows in sorted(chunks, key=lambda each: each[0]) for row in rows]


def test_rows_are_those_of_one_process(cluster: LocalCluster, folder: Path) -> None:
    manifest = manifest_of(folder)
    read = read_chunks(manifest, range(manifest.chunks), model=MODEL, address=cluster.scheduler_address)
    rows = in_order(read)
    assert rows == rows_of_one_process(manifest)
    assert {row.text for row in rows if not row.error} == {"1"}
    assert [row.path for row in rows if row.error] == [str(folder / "broken.png")]


def test_only_the_chunks_that_are_left_are_read(cluster: LocalCluster, folder: Path) -> None:
    manifest = manifest_of(folder)
    read = read_chunks(manifest, [5, 2], model=MODEL, address=cluster.scheduler_address)
    assert sorted(chunk for chunk, _rows in read) == [2, 5]


def test_what_a_killed_worker_had_begun_is_read_elsewhere(
    cluster: LocalCluster, folder: Path, tmp_path: Path
) -> None:
    gate = tmp_path / "gate.png"
    os.mkfifo(gate)
    manifest = manifest_of(folder, PictureSource(file=str(gate)))
    address = cluster.scheduler_address
    with ThreadPoolExecutor(1) as thread, Client(address, set_as_default=False) as client:
        reading = thread.submit(
            lambda: in_order(
                read_chunks(manifest, range(manifest.chunks), model=MODEL, address=cluster.scheduler_address)
            )
        )
        pids = client.run(os.getpid)
        with read_gate(gate, ONE):
            (worker,) = (
                at for at, keys in client.processing().items() if any(_is_first(key) for key in keys)
            )
            os.kill(pids[worker], signal.SIGKILL)
            rows = reading.result()
    assert rows == rows_of_one_process(manifest)
    assert rows[0].text == "1"


def _is_first(key: object) -> bool:
    return str(key).endswith("-0")


def test_of_a_chunk_that_kills_workers_only_the_picture_that_does_is_lost(
    cluster: LocalCluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "read_lines", read_lines_or_die)
    monkeypatch.setattr(reading_pool, "read_batch", read_or_die)
    monkeypatch.setattr(reading_pool, "prepare", prepare)
    manifest = manifest_of(folder, PictureSource(file=f"{DEADLY}.png"), chunk=9)
    read = read_chunks(manifest, range(manifest.chunks), model=MODEL, address=cluster.scheduler_address)
    rows = in_order(read)
    assert [row.path for row in rows] == [source.path for source in manifest.all_sources()]
    assert [(row.path, row.error) for row in rows if row.error] == [(f"{DEADLY}.png", KILLED)]


def test_what_a_worker_cannot_do_is_said_in_one_sentence(
    cluster: LocalCluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "read_lines", _fail)
    manifest = manifest_of(folder)
    with pytest.raises(ReadingStopped) as stopped:
        list(read_chunks(manifest, [0], model=MODEL, address=cluster.scheduler_address))
    assert str(stopped.value) == f"Dask at {cluster.scheduler_address} could not go on: ValueError: no idea"


def _fail(_lines: bytes, _mode: str, _sha256: str) -> bytes:
    raise ValueError("no idea\nand more of it")


def test_workers_of_another_release_are_refused(
    cluster: LocalCluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "__version__", "0.0.1")
    with pytest.raises(ReadingStopped, match=r"has digitweb \d.*, expected 0\.0\.1"):
        list(read_chunks(manifest_of(folder), [0], model=MODEL, address=cluster.scheduler_address))


@pytest.mark.parametrize("address", ["what is this", "nothing://here:1", "tcp://here"])
def test_what_is_no_address_is_said_to_be_none(folder: Path, address: str) -> None:
    with pytest.raises(ReadingStopped, match="--scheduler: expected an address such as tcp:"):
        list(read_chunks(manifest_of(folder), [0], model=MODEL, address=address))


def test_where_no_scheduler_answers_it_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    with own_port() as port, pytest.raises(ReadingStopped, match="--scheduler: no Dask scheduler answers at"):
        list(read_chunks(manifest_of(folder), [0], model=MODEL, address=f"tcp://127.0.0.1:{port}"))


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WORKER_SECONDS", 0.1)
    with (
        LocalCluster(n_workers=0, dashboard_address=ANY_PORT, silence_logs=logging.CRITICAL) as empty,
        pytest.raises(ReadingStopped, match="No worker has come to the scheduler"),
    ):
        list(read_chunks(manifest_of(folder), [0], model=MODEL, address=empty.scheduler_address))
