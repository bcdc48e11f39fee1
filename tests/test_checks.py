"""What `manage.py check --deploy` says of hosts that share a store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recognizer.checks import SECRET, check_shared_secret, check_shared_store
from recognizer.services import shared_store
from tests.support.object_store import (
    CREDENTIALS,
    client,
    folder_storage,
    new_bucket,
    object_server,
    object_storage,
    strict,
)


@pytest.fixture
def shared_folder(settings: Settings, tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    settings.STORAGES = {**django_settings.STORAGES, "models": folder_storage(tmp_path / "shared")}
    return tmp_path / "shared"


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """The address of a server that speaks S3, and a bucket there that hosts share."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with object_server() as endpoint:
        name = new_bucket(endpoint)
        settings.STORAGES = {**django_settings.STORAGES, "models": object_storage(endpoint, name)}
        yield endpoint, name


def test_a_site_of_one_host_is_asked_nothing() -> None:
    assert check_shared_store(None) == check_shared_secret(None) == []


@pytest.mark.usefixtures("shared_folder")
def test_a_store_that_works_and_one_key_are_fine() -> None:
    assert check_shared_store(None) == []
    assert check_shared_secret(None) == []
    assert check_shared_secret(None) == []


def test_a_store_that_is_away_is_one_error(shared_folder: Path) -> None:
    shared_folder.rmdir()
    (error,) = check_shared_store(None)
    assert (error.id, error.msg) == (
        "recognizer.E001",
        "The shared store cannot be used: there is no such folder or bucket.",
    )
    assert check_shared_secret(None) == [], "said once"


@pytest.mark.usefixtures("bucket")
def test_refused_credentials_are_an_error_that_shows_none() -> None:
    with strict():
        (error,) = check_shared_store(None)
    assert error.id == "recognizer.E001"
    assert "it refuses the credentials" in error.msg
    assert not any(value in f"{error.msg} {error.hint}" for value in CREDENTIALS.values())


def test_a_bucket_that_keeps_what_is_deleted_is_warned_of(bucket: tuple[str, str]) -> None:
    """What people took back would stay there."""
    endpoint, name = bucket
    assert check_shared_store(None) == []
    client(endpoint).put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    (warning,) = check_shared_store(None)
    assert warning.id == "recognizer.W008"


def test_a_key_that_is_not_the_others_is_an_error(shared_folder: Path, settings: Settings) -> None:
    check_shared_secret(None)
    assert settings.SECRET_KEY not in (shared_folder / SECRET).read_text()
    settings.SECRET_KEY = "another"
    (error,) = check_shared_secret(None)
    assert error.id == "recognizer.E002"
    shared_store.remove(SECRET)
    assert check_shared_secret(None) == [], "changed on all hosts"
