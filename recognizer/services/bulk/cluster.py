"""Read the chunks of a manifest on a Dask cluster.

A task is a chunk: its lines of the manifest go with it, its rows come back. So workers need neither ledger
nor database, only digitweb and the pictures; this process alone writes the ledger. Dask may forget anything:
what counts is what the ledger has.
"""

import asyncio
import concurrent.futures
import json
import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin, as_completed

from digitweb import __version__
from recognizer.services.bulk.errors import BulkError, ReadingStopped
from recognizer.services.bulk.manifest import Manifest
from recognizer.services.bulk.model import Model, set_up
from recognizer.services.bulk.pool import read_one_by_one
from recognizer.services.bulk.sources import ResultRow
from recognizer.services.bulk.worker import read_lines

ADDRESS = re.compile(r"((tcp|tls)://)?[^\s/]+:\d{1,5}")
CONNECT_SECONDS = 10
WORKER_SECONDS = 120
"""How long the first worker is waited for."""

AHEAD = 3
"""Chunks for each thread of a worker that are under way, so that none waits for the next one."""

RETRIES = 2
"""Of a chunk that a worker could not read, as when a store does not answer."""


class Reader(WorkerPlugin):
    """Makes each worker ready to read, also those that come later; it stays there for the next run."""

    idempotent = True

    def __init__(self, model: Model) -> None:
        self.model = model
        self.release = __version__

    async def setup(self, worker: Worker) -> None:
        """Set up a worker; raise RuntimeError if it is of another release, which may read otherwise."""
        if self.release != __version__:
            raise RuntimeError(f"{worker.address} has digitweb {__version__}, expected {self.release}.")
        await asyncio.to_thread(set_up, self.model)  # seconds, in which a worker has to say that it lives


def read_chunks(
    manifest: Manifest, chunks: Iterable[int], *, model: Model, address: str
) -> Iterator[tuple[int, list[ResultRow]]]:
    """Yield the rows of some chunks, each whole, as they are read.

    A chunk on which several workers died is read by a process of this machine, picture by picture. Raises
    ReadingStopped if the scheduler is not there or goes away, or a chunk cannot be read.
    """
    with _connected(address) as client:
        _set_up_workers(client, Reader(model))
        for chunk, future in _as_they_end(client, manifest, iter(chunks), model):
            try:
                rows = _rows(future.result())
            except KilledWorker:
                rows = list(read_one_by_one(manifest.sources(chunk), model=model, mode=manifest.run.mode))
            yield chunk, rows


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler; say in one sentence what goes wrong, now or later."""
    if not ADDRESS.fullmatch(address):  # which a client would not survive
        raise ReadingStopped(
            f'--scheduler: expected an address such as tcp://10.0.0.5:8786, found "{address}".'
        )
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as error:
        raise ReadingStopped(
            f'--scheduler: no Dask scheduler answers at "{address}" ({_first_line(error)}).'
        ) from error
    said = logging.getLogger("distributed.client")
    said.setLevel(logging.CRITICAL)  # a lost connection is told of in one sentence, without its traceback
    try:
        yield client
    except (OSError, asyncio.CancelledError, concurrent.futures.CancelledError) as error:
        raise ReadingStopped(
            f"The connection to the scheduler at {address} is lost. What was read is kept; the same command "
            "goes on when a scheduler is there."
        ) from error
    except BulkError:
        raise
    except Exception as error:
        raise ReadingStopped(
            f"Dask at {address} could not go on: {type(error).__name__}: {_first_line(error)}"
        ) from error
    finally:
        client.close(timeout=CONNECT_SECONDS)
        said.setLevel(logging.NOTSET)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _set_up_workers(client: Client, reader: Reader) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        raise ReadingStopped(f"No worker has come to the scheduler in {WORKER_SECONDS} seconds.") from None
    client.register_plugin(reader, name=f"digitweb-{reader.release}-{reader.model.sha256[:16]}")


def _as_they_end(
    client: Client, manifest: Manifest, chunks: Iterator[int], model: Model
) -> Iterator[tuple[int, Future[bytes]]]:
    """Hand chunks out, some ahead for each worker that there is then; yield each when it has ended."""
    under_way: dict[Any, int] = {}
    ended = as_completed(loop=client.loop)
    run = uuid.uuid4().hex

    def hand_out() -> None:
        wanted = max(2, AHEAD * sum(client.nthreads().values()))
        for chunk in islice(chunks, max(0, wanted - len(under_way))):
            future = client.submit(
                read_lines,
                b"".join(manifest.lines(chunk)),
                manifest.run.mode,
                model.sha256,
                key=f"digitweb-{run}-{chunk}",
                pure=False,
                retries=RETRIES,
            )
            under_way[future.key] = chunk
            ended.add(future)

    hand_out()
    for future in ended:
        yield under_way.pop(future.key), future
        future.release()
        hand_out()


def _rows(lines: bytes) -> list[ResultRow]:
    return [ResultRow(**json.loads(line)) for line in lines.splitlines()]
