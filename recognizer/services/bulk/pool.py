"""Read pictures by several processes; rows come in the order of the pictures."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from recognizer.services.bulk.errors import ReadingStopped
from recognizer.services.bulk.model import Model, kept, set_up
from recognizer.services.bulk.sources import PictureSource, ResultRow

if TYPE_CHECKING:
    from recognizer.ink import Mode
    from recognizer.services.bulk.manifest import Manifest

BATCH = 16
"""Pictures that a process takes at a time: of a chunk, for a page of writing may take seconds."""

AHEAD = 4
"""Batches for each process that are under way, so that none waits for a slower one before it."""

MAX_DEATHS = 3
"""Of processes in a row, each with a picture of its own, after which it is not the pictures' fault."""

KILLED = "ended the process that read it, twice; perhaps it needs more memory than there is"

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The processes share the cores: more threads for each one's matrices would stand in each other's way."""


def read_chunks(
    manifest: "Manifest", chunks: Iterable[int], *, model: Model, processes: int
) -> Iterator[tuple[int, list[ResultRow]]]:
    """Yield the rows of some chunks of a manifest, each whole, in their order."""
    wanted = list(chunks)
    sources = (source for chunk in wanted for source in manifest.sources(chunk))
    rows = read_in_processes(sources, model=model, mode=manifest.run.mode, processes=processes)
    for chunk in wanted:
        yield chunk, list(islice(rows, manifest.size(chunk)))


def read_in_processes(
    sources: Iterable[PictureSource], *, model: Model, mode: "Mode", processes: int
) -> Iterator[ResultRow]:
    """Yield one row for each picture, in their order.

    If a process dies, as one does that is out of memory, the pictures that it had begun are read one by
    one, so that only the one that is to blame is lost. Raises ReadingStopped if several die in a row; rows
    before that are good.
    """
    left, under_way = iter(sources), deque[PictureSource]()
    while True:
        try:
            yield from _read_together(left, under_way, model=model, mode=mode, processes=processes)
        except BrokenProcessPool:
            begun = list(under_way)
            under_way.clear()
            yield from read_one_by_one(begun, model=model, mode=mode)
        else:
            return


def _read_together(
    left: Iterator[PictureSource],
    under_way: deque[PictureSource],
    *,
    model: Model,
    mode: "Mode",
    processes: int,
) -> Iterator[ResultRow]:
    """Yield one row for each picture; raise BrokenProcessPool if a process dies.

    `under_way` has those that were taken and have no row yet.
    """
    with pool(processes, model) as executor:
        waiting: deque[Future[list[ResultRow]]] = deque()
        while True:
            while len(waiting) < AHEAD * processes and (batch := list(islice(left, BATCH))):
                under_way.extend(batch)
                waiting.append(executor.submit(read_batch, batch, mode, model.sha256))
            if not waiting:
                return
            for row in waiting.popleft().result():
                under_way.popleft()
                yield row


def read_one_by_one(sources: Sequence[PictureSource], *, model: Model, mode: "Mode") -> Iterator[ResultRow]:
    """Yield one row for each picture; the row of one that kills its process has an error."""
    left = deque(sources)
    deaths = 0
    while left:
        with pool(1, model) as executor:
            try:
                while left:
                    (row,) = executor.submit(read_batch, [left[0]], mode, model.sha256).result()
                    left.popleft()
                    deaths = 0
                    yield row
            except BrokenProcessPool:
                deaths += 1
                if deaths == MAX_DEATHS:
                    raise ReadingStopped(
                        f"{deaths} processes that read pictures were killed in a row; "
                        "perhaps there is not enough memory."
                    ) from None
                yield ResultRow(path=left.popleft().path, error=KILLED)


@contextmanager
def pool(processes: int, model: Model) -> Iterator[ProcessPoolExecutor]:
    """Start processes that read pictures; work that they have not begun is cancelled at the end."""
    context = multiprocessing.get_context("spawn")
    with (
        environment(ONE_THREAD),
        ProcessPoolExecutor(
            processes, mp_context=context, initializer=prepare, initargs=(model,)
        ) as executor,
    ):
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def prepare(model: Model) -> None:
    """Set up a process of the pool: what it reads by, and its end together with its parent's."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    set_up(model)


def end_with_parent() -> None:
    """Exit when the parent process is gone; nobody would fetch the rows."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_batch(sources: Sequence[PictureSource], mode: "Mode", sha256: str) -> list[ResultRow]:
    """Read some pictures in a process of the pool."""
    # models can only be imported once Django is set up, which here is after this module was
    from recognizer.services.bulk.reading import read_sources  # noqa: PLC0415

    return read_sources(sources, mode=mode, version=kept(sha256))


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for processes that start in the block."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
