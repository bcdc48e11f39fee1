"""What has expired goes, as often as one likes, and by one process at a time."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from recognizer import tasks
from recognizer.services import housekeeping
from recognizer.services.backup import staging
from recognizer.services.housekeeping import LOCK, keep_house
from recognizer.services.locks import site_lock
from tests.support.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()


def said() -> str:
    out = io.StringIO()
    call_command("housekeeping", stdout=out)
    return out.getvalue()


def leave_behind(folder: Path) -> None:
    """Leave one of each that has expired, and one that has not."""
    now = timezone.now()
    for name, expires in (("old", now - timedelta(hours=1)), ("new", now + timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=expires)
    for name, at in (("old", now - timedelta(days=2)), ("new", now)):
        attempt = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at)
    tasks.sort_waiting_samples.enqueue()
    done = tasks.sort_waiting_samples.enqueue()
    DBTaskResult.objects.filter(pk=done.id).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=now - timedelta(days=31)
    )
    (folder / ".staged-old.part").mkdir()


def test_what_has_expired_goes_and_nothing_else(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "UNLOCKED_SECONDS", -1)
    leave_behind(settings.DIGITWEB_DATA_DIR)
    assert said().splitlines() == [
        "What killed backups left: 1 removed.",
        "Expired sessions: 1 removed.",
        "Wrong passwords that count no more: 1 removed.",
        "Old entries of the queue: 1 removed.",
    ]
    assert Session.objects.get().session_key == "new"
    assert AccessAttempt.objects.get().username == "new"
    assert DBTaskResult.objects.get().finished_at is None
    assert said() == "Nothing has expired.\n"


def test_what_a_disk_refuses_is_told_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise PermissionError(13, "Permission denied", "/data/learning")

    monkeypatch.setitem(housekeeping.STEPS, "Trainings of readers", refuse)
    Session.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() - timedelta(hours=1)
    )
    with pytest.raises(
        CommandError, match=r"Not all could be removed\. Trainings of readers: .*Permission denied"
    ):
        said()
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_one_waits() -> None:
    waits, ended = threading.Event(), threading.Event()

    def second() -> None:
        try:
            keep_house(on_wait=waits.set)
            ended.set()
        finally:
            connection.close()

    with site_lock(LOCK):
        other = threading.Thread(target=second)
        other.start()
        assert waits.wait(PATIENCE_SECONDS)
        assert not ended.is_set()
    other.join(PATIENCE_SECONDS)
    assert ended.is_set()
