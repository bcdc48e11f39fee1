"""Several processor cores at once: independent pieces of work in threads.

NumPy lets go of Python's lock while it computes, so threads do run side by side. Its matrix products use
several threads of their own, though, and two such crowds on the same cores get in each other's way: together
they are many times slower than either alone. So while pieces run here, products use one thread each.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from threadpoolctl import OpenBLASController, ThreadpoolController

__all__ = ["Workers", "thread_count", "threads"]


class ProductThreads:
    """The number of threads of NumPy's matrix products, if this build of NumPy lets it be changed."""

    def __init__(self) -> None:
        self._libraries = product_libraries()
        self._lock = threading.Lock()
        self._users = 0
        self._usual = 1

    @property
    def usual(self) -> int:
        """How many threads products use when nobody says otherwise; 1 if that is unknown."""
        with self._lock:
            return self._usual if self._users else self._read()

    @contextmanager
    def limited_to_one(self) -> Iterator[None]:
        """Make products use one thread each while any thread of the process is in this block."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def as_many_as(self, count: int) -> Iterator[None]:
        """Make `count` the usual number for a while, if it can be changed; nobody may be limited then."""
        usual = self.usual
        self._set(count)
        try:
            yield
        finally:
            self._set(usual)

    def _enter(self) -> None:
        with self._lock:
            if self._users == 0:
                self._usual = self._read()
                self._set(1)
            self._users += 1

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                self._set(self._usual)

    def _read(self) -> int:
        """Return the number that each library may use now, 1 if that is unknown."""
        return min((int(library.num_threads or 1) for library in self._libraries), default=1)

    def _set(self, count: int) -> None:
        """Give every library this number; threadpoolctl by itself would listen to one thread alone."""
        OpenBLASController.clear_controlling_thread(force=True)
        for library in self._libraries:
            library.set_num_threads(count)


def product_libraries() -> list[Any]:
    """Return what controls the libraries of matrix products in this process, NumPy's and SciPy's own."""
    import_module("scipy.linalg.blas")  # what is not there yet would not be found
    libraries: list[Any] = ThreadpoolController().select(user_api="blas").lib_controllers
    return libraries


PRODUCT_THREADS = ProductThreads()


def thread_count() -> int:
    """Return how many workers a trainer made now would have."""
    return PRODUCT_THREADS.usual


def threads(count: int) -> AbstractContextManager[None]:
    """Give trainers made in the block so many workers: it takes the same number to repeat a run bit for bit.

    For processes in which nothing else trains or predicts meanwhile.
    """
    return PRODUCT_THREADS.as_many_as(count)


class Workers:
    """As many threads as NumPy's products would use, for pieces of work that are independent.

    A context manager: the threads end with the block. Where the products' threads cannot be told to step back
    there is one worker, the calling thread.

    Attributes
    ----------
    count : int
        The number of workers.
    """

    def __init__(self) -> None:
        self.count = PRODUCT_THREADS.usual
        self._executor: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.count > 1:
            self._executor = ThreadPoolExecutor(self.count - 1, thread_name_prefix="recognizer-nn")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def share(self, work: Callable[[int, int], None], pieces: int) -> None:
        """Call ``work(piece, worker)`` for each piece; a worker's own calls come one after the other."""
        if pieces == 1 or self._executor is None:
            for piece in range(pieces):
                work(piece, 0)
            return

        remaining = iter(range(pieces))  # whoever is free takes the next

        def work_through(worker: int) -> None:
            for piece in remaining:
                work(piece, worker)

        with PRODUCT_THREADS.limited_to_one():
            others = [  # each in a copy of the caller's context, which holds how NumPy treats overflow
                self._executor.submit(copy_context().run, work_through, worker)
                for worker in range(1, self.count)
            ]
            try:
                work_through(0)
            finally:
                results = [other.exception() for other in others]  # waits for each
        for error in results:
            if error is not None:
                raise error
