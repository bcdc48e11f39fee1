"""The ledger: what was read of a run, whoever did it, and however it ended."""

import fcntl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from recognizer.services.bulk import ledger as ledgers
from recognizer.services.bulk.errors import LedgerGone, NoPictures, UnusableResults
from recognizer.services.bulk.ledger import UNFINISHED, Ledger, Shard, folder_of, only_run, open_ledger
from recognizer.services.bulk.manifest import Run
from recognizer.services.bulk.sources import PictureSource, ResultRow

RUN = Run(mode="number", model="abc", paths=("in/",), chunk=2)
SOURCES = [PictureSource(file=f"in/{place}.png") for place in range(9)]
ROWS = [ResultRow(path=source.path, text="1") for source in SOURCES]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "results.csv"


def opened(output: Path, run: Run = RUN) -> Ledger:
    return open_ledger(output, run, lambda: SOURCES)


def test_each_chunk_is_done_once_it_is_kept(output: Path) -> None:
    ledger = opened(output)
    assert ledger.left() == [0, 1, 2, 3, 4]
    assert ledger.pictures(ledger.left()) == 9
    ledger.keep(4, ROWS[8:])
    ledger.keep(1, ROWS[2:4])
    again = opened(output)
    assert again.left() == [0, 2, 3]
    for chunk in again.left():
        again.keep(chunk, ROWS[2 * chunk : 2 * chunk + 2])
    assert list(again.rows()) == ROWS


def test_shards_share_all_chunks(output: Path) -> None:
    ledger = opened(output)
    shares = [ledger.left(Shard(index=index, count=3)) for index in range(3)]
    assert shares == [[0, 3], [1, 4], [2]]


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS[:3], [ROWS[1], ROWS[0]], [ROWS[0], ROWS[0]]])
def test_a_chunk_that_is_not_whole_is_not_kept(output: Path, rows: list[ResultRow]) -> None:
    ledger = opened(output)
    with pytest.raises(UnusableResults, match="Chunk 0 was not read whole"):
        ledger.keep(0, rows)
    assert 0 in ledger.left()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": "digit"}, "--mode number, not --mode digit"),
        ({"model": "def"}, "model abc, not model def, which is live now"),
        ({"paths": ("out/",)}, "PATH in/, not PATH out/"),
    ],
)
def test_another_run_is_not_gone_on_with(output: Path, changes: dict[str, object], said: str) -> None:
    opened(output)
    with pytest.raises(UnusableResults) as refused:
        opened(output, replace(RUN, **changes))  # type: ignore[arg-type]
    assert str(refused.value) == (
        f"{folder_of(output)} was begun with {said}. Remove it, or choose another --output."
    )


def test_the_journal_of_an_older_release_is_left_alone(output: Path) -> None:
    part = output.with_name("results.csv.part")
    part.write_text("a row")
    with pytest.raises(UnusableResults, match=r"results\.csv\.part is the journal of an older release"):
        opened(output)
    assert list(output.parent.iterdir()) == [part]


def test_nothing_is_left_of_a_ledger_that_could_not_be_begun(output: Path) -> None:
    def find() -> Iterator[PictureSource]:
        yield SOURCES[0]
        raise NoPictures("The second path leads nowhere.")

    with pytest.raises(NoPictures):
        open_ledger(output, RUN, find)
    assert not list(output.parent.iterdir())


def test_of_several_that_begin_it_at_once_all_have_the_same(output: Path) -> None:
    together = threading.Barrier(4)

    def find() -> Iterator[PictureSource]:
        yield from SOURCES
        together.wait()

    with ThreadPoolExecutor(4) as threads:
        begun = [threads.submit(open_ledger, output, RUN, find) for _ in range(4)]
        ledgers_of_all = [future.result() for future in begun]
    assert all(ledger == ledgers_of_all[0] for ledger in ledgers_of_all)
    assert list(output.parent.iterdir()) == [folder_of(output)]


def test_what_was_merged_meanwhile_is_not_begun_again(output: Path) -> None:
    def find() -> Iterator[PictureSource]:
        yield from SOURCES
        output.write_text("merged by the others")

    with pytest.raises(LedgerGone):
        open_ledger(output, RUN, find, only_once=True)
    assert list(output.parent.iterdir()) == [output]


def test_a_ledger_that_is_gone_is_said_to_be(output: Path) -> None:
    ledger = opened(output)
    ledger.remove()
    for use in (ledger.left, lambda: ledger.keep(0, ROWS[:2]), only_run(ledger).__enter__):
        with pytest.raises(LedgerGone):
            use()


def test_two_runs_do_not_write_one_ledger(output: Path) -> None:
    ledger = opened(output)
    with only_run(ledger), pytest.raises(UnusableResults, match="is being written by another run"):
        only_run(ledger).__enter__()
    with only_run(ledger):
        pass


def test_manifests_that_were_never_finished_go_with_the_ledger(output: Path) -> None:
    killed = output.with_name(f".results.csv.x1{UNFINISHED}")
    at_work = output.with_name(f".results.csv.x2{UNFINISHED}")
    for folder in (killed, at_work):
        folder.mkdir()
        (folder / ledgers.RUN_LOCK).touch()
    with (at_work / ledgers.RUN_LOCK).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        opened(output).remove()
    assert list(output.parent.iterdir()) == [at_work]


def test_a_disk_that_is_full_is_said_to_be(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_the_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledgers, "write_manifest", fill_the_disk)
    with pytest.raises(UnusableResults, match=r"results\.csv\.parts cannot be written: No space left"):
        opened(output)
    assert not list(output.parent.iterdir())
