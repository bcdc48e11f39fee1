"""How what a site stands on is asked: the database, the cache, and the disk."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from digitweb.environment import checked_cache
from recognizer.services.monitoring.checks import State, cache_state, database_state, disk_state


@pytest.mark.django_db
def test_a_database_answers_or_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert database_state() == State.OK

    def refuse() -> None:
        raise DatabaseError("the password is secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert database_state() == State.UNAVAILABLE


def test_a_cache_that_refuses_is_unavailable(settings: Settings) -> None:
    assert cache_state() == State.OK
    settings.CACHES = {"default": checked_cache("redis://127.0.0.1:1/0")}
    assert cache_state() == State.UNAVAILABLE


def test_a_disk_is_full_below_the_limit_that_is_set(settings: Settings) -> None:
    assert disk_state() == State.OK
    settings.MIN_FREE_DISK = 10**9
    assert disk_state() == State.FULL


def test_it_leaves_nothing_in_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path
    assert disk_state() == State.OK
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "state"),
    [(errno.ENOSPC, State.FULL), (errno.EROFS, State.READ_ONLY), (errno.EACCES, State.READ_ONLY)],
)
def test_a_disk_that_cannot_be_written_says_why(
    monkeypatch: pytest.MonkeyPatch, number: int, state: State
) -> None:
    def refuse(**_where: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert disk_state() == state


def test_a_folder_that_is_gone_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path / "gone"
    assert disk_state() == State.READ_ONLY
