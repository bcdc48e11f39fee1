"""The worker outlasts a database that is away."""

import logging

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker


@pytest.mark.django_db
def test_it_waits_longer_each_time_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []
    pauses: list[float] = []

    def work(_self: object, **_options: object) -> None:
        tries.append(1)
        if len(tries) < 4:
            raise OperationalError("database is locked")

    monkeypatch.setattr(DatabaseWorker, "handle", work)
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    with caplog.at_level(logging.ERROR):
        call_command("db_worker")
    assert pauses == [1, 2, 4]
    assert "The database cannot be used: database is locked. Trying again in 1 s." in caplog.text


@pytest.mark.django_db
def test_a_batch_ends_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(_self: object, **_options: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(DatabaseWorker, "handle", work)
    with pytest.raises(OperationalError):
        call_command("db_worker", batch=True)
