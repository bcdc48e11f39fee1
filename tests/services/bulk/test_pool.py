"""Processes that read pictures, and die of some."""

import pytest

from recognizer.services.bulk import pool as reading_pool
from recognizer.services.bulk.errors import ReadingStopped
from recognizer.services.bulk.pool import KILLED, read_in_processes
from recognizer.services.bulk.sources import PictureSource, ResultRow
from tests.support.deadly import DEADLY, prepare, read_or_die


@pytest.fixture(autouse=True)
def _deadly_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "read_chunk", read_or_die)
    monkeypatch.setattr(reading_pool, "prepare", prepare)


def sources(*deadly: int, count: int = 40) -> list[PictureSource]:
    return [
        PictureSource(file=f"{DEADLY if place in deadly else 'good'}-{place}.png") for place in range(count)
    ]


def test_only_the_pictures_that_end_a_process_are_lost() -> None:
    given = sources(5, 17, 18)
    rows = list(read_in_processes(given, mode="number", processes=2))
    assert [row.path for row in rows] == [source.path for source in given]
    assert {row.path: row.error for row in rows if row.error} == {
        given[place].path: KILLED for place in (5, 17, 18)
    }


def test_where_every_picture_ends_a_process_it_stops() -> None:
    rows: list[ResultRow] = []
    with pytest.raises(ReadingStopped, match="3 processes that read pictures were killed in a row"):
        rows.extend(read_in_processes(sources(*range(40)), mode="number", processes=1))
