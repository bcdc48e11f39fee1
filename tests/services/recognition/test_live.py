"""The live model follows a switch and survives a bad one."""

import threading
from pathlib import Path

import pytest
from django.db import DatabaseError

from recognizer.models import ModelVersion, Status
from recognizer.services.errors import NoActiveVersion
from recognizer.services.recognition import live
from recognizer.services.recognition.live import LiveModel
from recognizer.services.release.activation import activate
from recognizer.services.versions.file_store import path_of
from tests.support.clock import Clock, stopped_clock
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch, live)


def test_it_follows_a_switch_within_half_a_second(tmp_path: Path, clock: Clock) -> None:
    model = LiveModel()
    before = model.current().number
    version = register_good_version(tmp_path)
    activate(version)
    clock.now = 0.4
    assert model.current().number == before
    clock.now = 0.5
    assert model.current().number == version.number


def test_it_asks_the_database_once_in_half_a_second(
    clock: Clock, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    model = LiveModel()
    model.current()
    with django_assert_num_queries(0):  # type: ignore[operator]
        model.current()
    clock.now = 0.5
    with django_assert_num_queries(1):  # type: ignore[operator]
        model.current()


def test_a_version_that_cannot_be_loaded_leaves_the_old_one_live(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    model = LiveModel()
    before = model.current().number
    version = register_good_version(tmp_path)
    activate(version)
    path_of(version.file_sha256).write_bytes(b"broken")
    for now in (1.0, 2.0, 3.0):
        clock.now = now
        assert model.current().number == before
    assert caplog.text.count("was changed") == 1, "said once, not at every look"
    path_of(version.file_sha256).unlink()


def test_a_version_that_could_not_be_loaded_is_tried_again(tmp_path: Path, clock: Clock) -> None:
    model = LiveModel()
    model.current()
    version = register_good_version(tmp_path)
    activate(version)
    path = path_of(version.file_sha256)
    content = path.read_bytes()
    path.write_bytes(b"broken")
    clock.now = 1.0
    assert model.current().number != version.number
    path.write_bytes(content)
    clock.now = 7.0
    assert model.current().number == version.number


def test_a_file_that_cannot_be_read_leaves_the_old_one_live(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LiveModel()
    before = model.current().number
    activate(register_good_version(tmp_path))

    def fail(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    clock.now = 1.0
    assert model.current().number == before


def test_a_new_name_shows_at_once(clock: Clock) -> None:
    model = LiveModel()
    model.current()
    ModelVersion.objects.update(name="Renamed")
    clock.now = 0.5
    assert model.current().name == "Renamed"


def test_it_goes_on_while_the_database_is_away(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    model = LiveModel()
    before = model.current()

    def fail(**_conditions: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(ModelVersion.objects, "filter", fail)
    clock.now = 1.0
    assert model.current() is before
    assert "going on with the one at hand" in caplog.text


def test_without_an_active_version_it_says_so(clock: Clock) -> None:
    ModelVersion.objects.update(status=Status.RETIRED)
    with pytest.raises(NoActiveVersion, match="Activate one in the admin"):
        LiveModel().current()


def test_it_starts_without_an_active_version(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    ModelVersion.objects.update(status=Status.RETIRED)
    LiveModel().load_at_startup()
    assert "No model version is active" in caplog.text


def test_a_process_that_started_without_its_database_loads_a_version_unasked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(live, "RETRY_SECONDS", 0)

    class Late(LiveModel):
        checks = 0

        def _follow_active_version(self) -> None:
            self.checks += 1
            if self.checks == 3:
                self._version = "found"  # type: ignore[assignment]
                loaded.set()

    model = Late(check_every=0)
    model.load_at_startup()
    model.check_in_background()
    assert loaded.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize(("idle", "others"), [(0.6, "old"), (60.0, "new")])
def test_after_a_quiet_time_nobody_is_answered_by_what_was_live_before_it(
    clock: Clock, idle: float, others: str
) -> None:
    """One request looks; others go on with what is at hand, unless it is too long ago that anyone looked."""
    looking, found, waiting = threading.Event(), threading.Event(), threading.Event()

    class SlowToLook(LiveModel):
        def _follow_active_version(self) -> None:
            looking.set()
            found.wait(PATIENCE_SECONDS)
            self._version = "new"  # type: ignore[assignment]

    class Lock:
        """Says when somebody comes who will wait for it."""

        lock = threading.Lock()
        release = lock.release

        def acquire(self, *, blocking: bool) -> bool:
            if blocking and looking.is_set():
                waiting.set()
            return self.lock.acquire(blocking=blocking)

    model = SlowToLook()
    model._checking = Lock()  # type: ignore[assignment]
    model._version, model._checked_at = "old", 0.0  # type: ignore[assignment]
    clock.now = idle
    answers: dict[str, object] = {}

    def ask(name: str) -> None:
        answers[name] = model.current()

    threads = [threading.Thread(target=ask, args=[name]) for name in ("first", "second")]
    threads[0].start()
    assert looking.wait(PATIENCE_SECONDS)
    threads[1].start()
    wait_until(lambda: waiting.is_set() or "second" in answers, lambda: "It neither waits nor answers.")
    found.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert answers == {"first": "new", "second": others}
