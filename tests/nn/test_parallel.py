import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from recognizer.nn import parallel
from recognizer.nn.parallel import ProductThreads, Workers, product_libraries
from tests.support.patience import PATIENCE_SECONDS


class FakeLibrary:
    """Stands for OpenBLAS: remembers the number of threads that it was told."""

    def __init__(self, threads: int) -> None:
        self.num_threads = threads

    def set_num_threads(self, threads: int) -> None:
        self.num_threads = threads


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLibrary]:
    fake = FakeLibrary(3)
    monkeypatch.setattr(parallel, "product_libraries", lambda: [fake])
    monkeypatch.setattr(parallel, "PRODUCT_THREADS", ProductThreads())
    yield fake
    assert fake.num_threads == 3, "products must have their threads back"


def test_every_piece_is_done_once(library: FakeLibrary) -> None:
    done: list[int] = []
    with Workers() as workers:
        assert workers.count == 3
        workers.share(lambda piece, worker: done.append(piece), 100)
    assert sorted(done) == list(range(100))


def test_a_worker_does_one_piece_at_a_time_in_its_own_thread(library: FakeLibrary) -> None:
    threads: dict[int, set[int]] = {}
    together = threading.Barrier(3)

    def work(piece: int, worker: int) -> None:
        threads.setdefault(worker, set()).add(threading.get_ident())
        together.wait(PATIENCE_SECONDS)

    with Workers() as workers:
        workers.share(work, 3)
    assert sorted(threads) == [0, 1, 2]
    assert all(len(idents) == 1 for idents in threads.values())


def test_products_use_one_thread_while_pieces_are_worked_on(library: FakeLibrary) -> None:
    seen = []
    with Workers() as workers:
        workers.share(lambda piece, worker: seen.append(library.num_threads), 4)
        workers.share(lambda piece, worker: seen.append(library.num_threads), 1)
    assert seen == [1, 1, 1, 1, 3]


def test_products_get_their_threads_back_only_when_the_last_has_left(library: FakeLibrary) -> None:
    threads = parallel.PRODUCT_THREADS
    with threads.limited_to_one():
        with threads.limited_to_one():
            assert threads.usual == 3
        assert library.num_threads == 1


@pytest.mark.parametrize("failing", [0, 5])
def test_an_error_in_a_piece_comes_out(library: FakeLibrary, failing: int) -> None:
    def work(piece: int, worker: int) -> None:
        if piece == failing:
            raise ValueError(f"piece {piece}")

    with Workers() as workers, pytest.raises(ValueError, match=f"piece {failing}"):
        workers.share(work, 6)


def test_workers_treat_overflow_as_their_caller_does(library: FakeLibrary) -> None:
    with Workers() as workers, np.errstate(over="ignore"):
        workers.share(lambda piece, worker: np.exp(np.array([1e4])), 6)
    with Workers() as workers, np.errstate(over="raise"), pytest.raises(FloatingPointError):
        workers.share(lambda piece, worker: np.exp(np.array([1e4])), 6)


def test_of_libraries_that_differ_the_smaller_number_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "product_libraries", lambda: [FakeLibrary(4), FakeLibrary(2)])
    assert ProductThreads().usual == 2


def test_without_a_say_over_products_there_is_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "product_libraries", list)
    monkeypatch.setattr(parallel, "PRODUCT_THREADS", ProductThreads())
    done: list[int] = []
    with Workers() as workers:
        assert workers.count == 1
        workers.share(lambda piece, worker: done.append(piece), 3)
    assert done == [0, 1, 2]


def test_any_thread_can_hold_back_the_products_of_the_numpy_that_runs() -> None:
    libraries, products = product_libraries(), ProductThreads()
    if not libraries:
        pytest.skip("threadpoolctl knows nothing of this NumPy's products")

    def found() -> set[int]:
        return {library.num_threads for library in libraries}

    def held_back() -> set[int]:
        with products.limited_to_one():
            return found()

    before = found()
    with products.as_many_as(2), ThreadPoolExecutor(1) as another:  # which lives on, as a web server's do
        assert another.submit(held_back).result(PATIENCE_SECONDS) == {1}
        assert held_back() == {1}
        assert found() == {2}
    assert found() == before
