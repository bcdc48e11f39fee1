"""Readings are counted by day, version and device, and reach the database by themselves."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from recognizer.models import ReadingTally
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.watching import tallies as module
from recognizer.services.watching.tallies import Kind, Sums, Tallies, add_to_tally
from tests.services.watching.conftest import ReadingOf

KIND = Kind(date(2026, 3, 1), 4, "mouse")
SUMS = Sums(readings=2, recognized=1, confidence_sum=1.5, variance_sum=0.25)


@pytest.mark.django_db
def test_readings_of_a_kind_are_added_up(reading_of: ReadingOf) -> None:
    counted = Tallies()
    counted.add(reading_of(confidence=0.9, verdict=Verdict.RECOGNIZED), "mouse")
    counted.add(reading_of(confidence=0.5, verdict=Verdict.UNCERTAIN), "mouse")
    counted.add(reading_of(confidence=1.0, verdict=Verdict.RECOGNIZED), "pen")
    counted.flush()
    mouse, pen = ReadingTally.objects.order_by("device")
    assert (mouse.day, mouse.version_number) == (timezone.now().date(), reading_of().version_number)
    assert (mouse.device, mouse.readings, mouse.recognized) == ("mouse", 2, 1)
    assert mouse.confidence_sum == pytest.approx(1.4)
    assert mouse.variance_sum == pytest.approx(0.09 + 0.25)
    assert (pen.device, pen.readings, pen.recognized, pen.variance_sum) == ("pen", 1, 1, 0.0)


@pytest.mark.django_db
def test_nothing_is_no_reading(reading_of: ReadingOf) -> None:
    counted = Tallies()
    counted.add(reading_of(verdict=Verdict.EMPTY), "mouse")
    counted.flush()
    assert not ReadingTally.objects.exists()


@pytest.mark.django_db
def test_what_was_written_is_not_written_again(reading_of: ReadingOf) -> None:
    counted = Tallies()
    counted.add(reading_of(), "mouse")
    counted.flush()
    counted.flush()
    counted.add(reading_of(), "mouse")
    counted.flush()
    assert ReadingTally.objects.get().readings == 2


@pytest.mark.django_db
def test_a_row_that_another_process_made_is_added_to() -> None:
    add_to_tally(KIND, SUMS)
    add_to_tally(KIND, SUMS)
    row = ReadingTally.objects.get()
    assert (row.readings, row.recognized, row.confidence_sum, row.variance_sum) == (4, 2, 3.0, 0.5)


@pytest.mark.django_db
def test_a_database_that_is_away_loses_nothing(
    reading_of: ReadingOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Tallies()
    for device in ("mouse", "pen"):
        counted.add(reading_of(), device)
    written: list[Kind] = []

    def away_at_the_second(kind: Kind, sums: Sums) -> None:
        if written:
            raise DatabaseError("gone")
        add_to_tally(kind, sums)
        written.append(kind)

    with monkeypatch.context() as patch:
        patch.setattr(module, "add_to_tally", away_at_the_second)
        counted.flush()
    assert "Readings by day wait for the database: gone" in caplog.text
    assert not ReadingTally.objects.exists(), "all or nothing"
    counted.add(reading_of(), "pen")
    counted.flush()
    assert dict(ReadingTally.objects.values_list("device", "readings")) == {"mouse": 1, "pen": 2}


@pytest.mark.django_db
def test_memory_is_bounded(reading_of: ReadingOf) -> None:
    counted = Tallies(max_kinds=2)
    for device in ("mouse", "pen", "touch", "mouse"):
        counted.add(reading_of(), device)
    assert {kind.device: sums.readings for kind, sums in counted.waiting.items()} == {"mouse": 2, "pen": 1}


@pytest.mark.django_db(transaction=True)
def test_many_at_once_add_up() -> None:
    def add() -> None:
        close_old_connections()
        try:
            for _ in range(5):
                counted = Tallies()
                counted._put({KIND: SUMS})
                counted.flush()
                assert not counted.waiting
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ReadingTally.objects.get().readings == 2 * 5 * 4
