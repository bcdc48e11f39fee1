"""Read pictures by several processes; rows come in the order of the pictures."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING

import django

from recognizer.services.bulk.errors import ReadingStopped

if TYPE_CHECKING:
    from recognizer.ink import Mode
    from recognizer.services.bulk.sources import PictureSource, ResultRow

CHUNK = 16
"""Pictures that a process takes at a time."""

AHEAD = 4
"""Chunks for each process that are under way, so that none waits for a slower one before it."""

MAX_DEATHS = 3
"""Of processes in a row, each with a picture of its own, after which it is not the pictures' fault."""

KILLED = "ended the process that read it, twice; perhaps it needs more memory than there is"

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The processes share the cores: more threads for each one's matrices would stand in each other's way."""


def read_in_processes(
    sources: "Sequence[PictureSource]", *, mode: "Mode", processes: int
) -> "Iterator[ResultRow]":
    """Yield one row for each picture, in their order.

    If a process dies, as one does that is out of memory, the pictures that it had begun are read one by
    one, so that only the one that is to blame is lost. Raises ReadingStopped if several die in a row; rows
    before that are good.
    """
    done = 0
    while done < len(sources):
        try:
            for row in read_in_chunks(sources[done:], mode=mode, processes=processes):
                done += 1
                yield row
        except BrokenProcessPool:
            under_way = sources[done : done + CHUNK * AHEAD * processes]
            yield from read_one_by_one(under_way, mode=mode)
            done += len(under_way)


def read_in_chunks(
    sources: "Sequence[PictureSource]", *, mode: "Mode", processes: int
) -> "Iterator[ResultRow]":
    """Yield one row for each picture; raise BrokenProcessPool if a process dies."""
    with pool(processes) as executor:
        waiting: deque[Future[list[ResultRow]]] = deque()
        for start in range(0, len(sources), CHUNK):
            waiting.append(executor.submit(read_chunk, sources[start : start + CHUNK], mode))
            if len(waiting) >= AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def read_one_by_one(sources: "Sequence[PictureSource]", *, mode: "Mode") -> "Iterator[ResultRow]":
    """Yield one row for each picture; the row of one that kills its process has an error."""
    from recognizer.services.bulk.sources import ResultRow  # noqa: PLC0415 - not before Django is set up

    left = deque(sources)
    deaths = 0
    while left:
        with pool(1) as executor:
            try:
                while left:
                    (row,) = executor.submit(read_chunk, [left[0]], mode).result()
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
def pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes that read pictures; work that they have not begun is cancelled at the end."""
    context = multiprocessing.get_context("spawn")
    with (
        environment(ONE_THREAD),
        ProcessPoolExecutor(processes, mp_context=context, initializer=prepare) as executor,
    ):
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def prepare() -> None:
    """Set up a process of the pool: Django, and its end together with its parent's."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    django.setup()


def end_with_parent() -> None:
    """Exit when the parent process is gone; nobody would fetch the rows."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_chunk(sources: "Sequence[PictureSource]", mode: "Mode") -> "list[ResultRow]":
    """Read some pictures in a process of the pool."""
    # models can only be imported once Django is set up, which here is after this module was
    from recognizer.services.bulk.sources import read_sources  # noqa: PLC0415

    return read_sources(sources, mode=mode)


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
