"""Processes that read pictures, and die of some."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recognizer.services.bulk import pool as reading_pool
from recognizer.services.bulk.errors import ReadingStopped
from recognizer.services.bulk.manifest import Run, write_manifest
from recognizer.services.bulk.pool import BATCH, KILLED, read_chunks, read_in_processes
from recognizer.services.bulk.sources import PictureSource, ResultRow
from tests.support.deadly import DEADLY, prepare, read_or_die
from tests.support.shipped import MODEL

pytestmark = pytest.mark.slow  # it starts processes that end


@pytest.fixture(autouse=True)
def _deadly_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "read_batch", read_or_die)
    monkeypatch.setattr(reading_pool, "prepare", prepare)


def sources(*deadly: int, count: int = 40) -> list[PictureSource]:
    return [
        PictureSource(file=f"{DEADLY if place in deadly else 'good'}-{place}.png") for place in range(count)
    ]


def test_only_the_pictures_that_end_a_process_are_lost() -> None:
    given = sources(5, 17, 18)
    rows = list(read_in_processes(given, model=MODEL, mode="number", processes=2))
    assert [row.path for row in rows] == [source.path for source in given]
    assert {row.path: row.error for row in rows if row.error} == {
        given[place].path: KILLED for place in (5, 17, 18)
    }


def test_where_every_picture_ends_a_process_it_stops() -> None:
    rows: list[ResultRow] = []
    with pytest.raises(ReadingStopped, match="3 processes that read pictures were killed in a row"):
        rows.extend(read_in_processes(sources(*range(40)), model=MODEL, mode="number", processes=1))


def test_chunks_come_whole_whatever_dies_in_them(tmp_path: Path) -> None:
    given = sources(5, 17, 18)
    run = Run(mode="number", model=MODEL.sha256, paths=("in",), chunk=7)
    manifest = write_manifest(tmp_path, run, given)
    read = list(read_chunks(manifest, [5, 2, 0], model=MODEL, processes=2))
    assert [(chunk, [row.path for row in rows]) for chunk, rows in read] == [
        (chunk, [source.path for source in manifest.sources(chunk)]) for chunk in (5, 2, 0)
    ]
    assert [row.path for _chunk, rows in read for row in rows if row.error] == [
        given[place].path for place in (17, 18, 5)
    ]


def test_no_more_pictures_are_taken_than_are_under_way() -> None:
    taken = 0

    def endless() -> Iterator[PictureSource]:
        nonlocal taken
        while True:
            taken += 1
            yield PictureSource(file=f"{taken}.png")

    rows = read_in_processes(endless(), model=MODEL, mode="number", processes=1)
    assert [next(rows).path for _ in range(BATCH)] == [f"{place}.png" for place in range(1, BATCH + 1)]
    assert taken <= BATCH * reading_pool.AHEAD
    rows.close()  # type: ignore[attr-defined]
