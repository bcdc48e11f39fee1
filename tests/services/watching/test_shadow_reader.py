"""The shadow reads after the answer, when there is time, and never troubles anybody."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError

from recognizer.models import Contributor, Disagreement, ModelVersion, Part, Shadow
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.reading import Reading, recognize_strokes
from recognizer.services.versions.file_store import path_of
from recognizer.services.watching import shadow_reader as module
from recognizer.services.watching.load import Load
from recognizer.services.watching.shadow import start_shadow, stop_shadow
from recognizer.services.watching.shadow_reader import MAX_WAITING, Answered, ShadowReader
from tests.support.clock import Clock, stopped_clock
from tests.support.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db

DIGEST = "ab" * 32


class Reader(ShadowReader):
    """One whose thread the test itself is."""

    def __init__(self, *, of: Load | None = None, lot: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__(of=of or Load(), lot=lot, idle_seconds=0, quiet_seconds=0)
        self._is_running = True

    def work(self) -> None:
        """Read all that waits, and write it down."""
        while self._jobs:
            self.step(0)
        self.tend()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch, module)


def answered(digit: int = 7, *, contributor: str = "") -> Answered:
    reading = recognize_strokes(STROKES[digit], mode="digit")
    return Answered(reading=reading, strokes=STROKES[digit], device="mouse", contributor=contributor)


def counts() -> tuple[int, int, int]:
    row = Shadow.objects.get()
    return row.readings, row.agreed, row.dropped


def started(version: ModelVersion, share: int = 100, **options: object) -> Reader:
    """Return a reader that knows of a shadow of this version."""
    start_shadow(version, share=share)
    reader = Reader(**options)  # type: ignore[arg-type]
    reader.tend()
    return reader


def test_the_same_network_agrees(good: ModelVersion) -> None:
    reader = started(good)
    for digit in range(10):
        reader.offer(answered(digit))
    reader.work()
    assert counts() == (10, 10, 0)


def test_another_disagrees_and_a_contributors_drawing_is_kept(untrained: ModelVersion) -> None:
    Contributor.objects.create(digest=DIGEST, part=Part.TRAINING, consent=1)
    reader = started(untrained)
    for digit in range(10):
        reader.offer(answered(digit, contributor=DIGEST if digit == 4 else ""))
    reader.work()
    readings, agreed, dropped = counts()
    assert (readings, dropped) == (10, 0)
    assert agreed < 10
    row = Disagreement.objects.get()
    assert (row.live_text, row.device) == ("4", "mouse")
    assert row.shadow_text != "4"


def test_it_reads_as_the_version_would_by_itself(good: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lattice of the live version's reading serves once more, and no reading changes by that."""
    reader = started(good)
    seen: list[Reading] = []
    monkeypatch.setattr(reader, "_compare", lambda _target, _answered, reading: seen.append(reading))
    job = answered(4)
    before = replace(job.reading)
    reader.offer(job)
    reader.work()
    assert job.reading == before
    assert seen[0].version_number == good.number
    assert seen[0].confidence == pytest.approx(job.reading.confidence)


@pytest.mark.parametrize(("share", "read"), [(1, 1), (30, 30), (100, 100)])
def test_it_reads_its_share(good: ModelVersion, share: int, read: int) -> None:
    lots = iter(range(100))
    reader = started(good, share, lot=lambda: next(lots) / 100)
    job = answered()
    for _ in range(100):
        reader.offer(job)
        while reader._jobs:
            reader.step(0)
    reader.work()
    assert counts() == (read, read, 0)


def test_pictures_are_not_read_again(good: ModelVersion) -> None:
    reader = started(good)
    job = answered()
    reader.offer(replace(job, reading=replace(job.reading, lattice=None)))
    reader.work()
    assert counts() == (0, 0, 0)


def test_what_it_answered_itself_is_not_read_again(good: ModelVersion) -> None:
    reader = started(good)
    job = answered()
    reader.offer(replace(job, reading=replace(job.reading, version_number=good.number)))
    reader.work()
    assert counts() == (0, 0, 0)


def test_more_than_the_queue_holds_is_dropped(good: ModelVersion) -> None:
    reader = started(good)
    job = answered()
    for _ in range(MAX_WAITING + 3):
        reader.offer(job)
    reader.work()
    assert counts() == (MAX_WAITING, MAX_WAITING, 3)


def test_it_is_not_asked_while_the_process_is_busy(good: ModelVersion) -> None:
    load = Load()
    reader = started(good, of=load)
    job = answered()
    with load.request(), load.request():
        reader.offer(job)
    assert not reader._jobs
    reader.work()
    assert counts() == (0, 0, 1)


def test_it_waits_for_the_request_in_flight_and_gives_up(good: ModelVersion) -> None:
    load = Load()
    reader = started(good, of=load)
    job = answered()
    with load.request():
        reader.offer(job)
        reader.step(0)
    reader.offer(job)
    reader.work()
    assert counts() == (1, 1, 1)


def test_a_shadow_that_raises_is_told_once(
    good: ModelVersion, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = started(good)
    job = answered()

    def fail(*_arguments: object) -> Reading:
        raise RuntimeError("a bad shadow")

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_lattice", fail)
        for _ in range(3):
            reader.offer(job)
        reader.work()
    assert caplog.text.count("cannot read in the shadow") == 1
    reader.offer(job)
    reader.work()
    assert counts() == (1, 1, 0)


def test_one_that_cannot_be_loaded_is_told_once_and_tried_again(
    good: ModelVersion, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    path = path_of(good.file_sha256)
    content = path.read_bytes()
    path.write_bytes(b"broken")
    reader = started(good)
    for clock.now in (3.0, 6.0, 66.0):
        reader.tend()
    assert caplog.text.count("cannot be the shadow") == 1
    path.write_bytes(content)
    clock.now = 69.0
    reader.tend()
    reader.offer(answered())
    assert not reader._jobs, "tried again after a minute, not sooner"
    clock.now = 130.0
    reader.tend()
    reader.offer(answered())
    assert len(reader._jobs) == 1


def test_it_follows_what_is_decided(good: ModelVersion, untrained: ModelVersion) -> None:
    reader = started(good)
    start_shadow(untrained, share=100)
    reader.tend()
    reader.offer(answered())
    reader.work()
    assert Shadow.objects.get(version=untrained).readings == 1
    stop_shadow(untrained)
    reader.tend()
    reader.offer(answered())
    assert not reader._jobs


def test_no_request_asks_the_database(good: ModelVersion, django_assert_num_queries: Callable) -> None:  # type: ignore[type-arg]
    reader = started(good)
    job = answered()
    with django_assert_num_queries(0):
        reader.offer(job)


def test_it_looks_every_three_seconds_and_only_where_somebody_asks(
    good: ModelVersion, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = started(good)
    looks: list[float] = []
    monkeypatch.setattr(reader, "_follow", lambda: looks.append(clock.now))
    job = answered()
    for now, asks in [(2.0, True), (3.0, False), (4.0, False), (5.0, True), (6.0, True), (9.0, False)]:
        clock.now = now
        if asks:
            reader.offer(job)
        reader.step(0)
    assert looks == [3.0, 6.0]


def test_it_goes_on_while_the_database_is_away(
    good: ModelVersion, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = started(good)

    def away(*_arguments: object) -> None:
        raise DatabaseError("gone")

    reader.offer(answered())
    with monkeypatch.context() as patch:
        patch.setattr("recognizer.services.watching.findings.write", away)
        reader.work()
    with monkeypatch.context() as patch:
        patch.setattr(module, "running_shadow", away)
        reader.offer(answered())
        reader.work()
    assert "What the shadow read waits for the database: gone" in caplog.text
    assert "Could not ask the database for the shadow: gone" in caplog.text
    reader.work()
    assert counts() == (2, 2, 0)


def test_nothing_is_done_where_it_does_not_run(good: ModelVersion) -> None:
    start_shadow(good, share=100)
    reader = ShadowReader(of=Load())
    reader.tend()
    reader.offer(answered())
    assert not reader._jobs


@pytest.mark.django_db(transaction=True)
def test_its_thread_ends_with_all_written(good: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    start_shadow(good, share=100)
    reader = ShadowReader(of=Load(), lot=lambda: 0.0)
    read = threading.Event()
    compare = reader._compare
    reader.tend()

    def compared(*arguments: object) -> None:
        compare(*arguments)  # type: ignore[arg-type]
        read.set()

    monkeypatch.setattr(reader, "_compare", compared)
    job = answered()
    thread = threading.Thread(target=run_and_close, args=[reader])
    thread.start()
    while not read.wait(0.01):
        reader.offer(job)
    reader.end()
    thread.join(PATIENCE_SECONDS)
    assert Shadow.objects.get().readings >= 1


def run_and_close(reader: ShadowReader) -> None:
    from django.db import connection  # noqa: PLC0415

    try:
        reader.run()
    finally:
        connection.close()
