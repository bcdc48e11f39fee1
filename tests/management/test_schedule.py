"""The worker looks once a minute whether something is due, and does it between its other tasks."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from recognizer.management import schedule as module
from recognizer.management.schedule import Schedule, learn_from_people
from recognizer.models import Claim, DataSet, LearningPolicy, Sample
from recognizer.services.watching.policy import learning_policy
from tests.services.data_sets.given import crowd
from tests.support.given import claim, sample
from tests.support.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly() -> LearningPolicy:
    """A policy by which a training is due."""
    policy = learning_policy()
    policy.schedule, policy.preset = "weekly", "deck"
    policy.save()
    crowd()
    Sample.objects.update(agreed_at=timezone.now())
    return policy


def test_nothing_is_queued_where_nothing_is_due() -> None:
    Schedule().look()
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("weekly")
def test_what_is_due_is_queued_once() -> None:
    schedule = Schedule()
    schedule.look()
    schedule.look()
    (entry,) = DBTaskResult.objects.all()
    assert (entry.task_path, entry.status) == (learn_from_people.module_path, TaskResultStatus.READY)


@pytest.mark.usefixtures("weekly")
def test_the_task_does_it() -> None:
    (done,) = learn_from_people.func()
    assert "is to be trained" in done
    assert DataSet.objects.count() == 1


def test_drift_is_logged_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[object] = []
    monkeypatch.setattr(module, "log_falls", days.append)
    schedule = Schedule()
    schedule.look()
    schedule.look()
    assert days == [timezone.now().date()]


def test_what_was_given_goes_on_its_day_however_long_a_worker_runs(settings: Settings) -> None:
    settings.FEEDBACK_DAYS = 365
    schedule = Schedule()
    schedule.look()
    sample(of=claim(at=timezone.now() - timedelta(days=366)))
    schedule.look()
    assert Claim.objects.exists(), "once a day is enough"
    schedule._daily_on = timezone.now().date() - timedelta(days=1)
    schedule.look()
    assert not Claim.objects.exists()


def test_it_goes_on_after_an_error(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    looks: list[int] = []
    again = threading.Event()

    def look(_self: Schedule) -> None:
        looks.append(1)
        if len(looks) == 1:
            raise RuntimeError("broken")
        again.set()

    monkeypatch.setattr(Schedule, "look", look)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(module, "close_old_connections", lambda: None)
    with Schedule().looked_after():
        assert again.wait(PATIENCE_SECONDS)
    assert caplog.text.count("The schedule could not be looked after.") == 1
