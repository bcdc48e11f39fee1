"""The store that hosts share: what is asked of it, and what it says when it cannot be used."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recognizer.services import shared_store
from recognizer.services.errors import NotInStore, StoreError
from recognizer.services.shared_store import SharedFile
from tests.support.object_store import (
    CREDENTIALS,
    folder_storage,
    in_both,
    new_bucket,
    object_server,
    object_storage,
    silent_server,
    strict,
)

USES: list[Callable[[], object]] = [
    lambda: shared_store.write("models/one", b"abc"),
    lambda: shared_store.read("models/one", most=3),
    lambda: shared_store.files_in("models"),
    lambda: shared_store.remove("models/one"),
    shared_store.try_out,
]
each_use = pytest.mark.parametrize("use", USES)


def test_a_site_of_one_host_shares_nothing() -> None:
    assert not shared_store.is_shared()


@in_both
@pytest.mark.usefixtures("shared")
def test_what_is_written_is_read_listed_and_removed() -> None:
    assert shared_store.is_shared()
    shared_store.write("models/one", b"damaged")
    shared_store.write("models/one", b"abc")
    assert shared_store.read("models/one", most=3) == b"abc"
    (file,) = shared_store.files_in("models")
    assert (file.name, file.size, str(file)) == ("models/one", 3, "models/one in the shared store")
    assert not file.is_old(3600)
    shared_store.remove("models/one")
    shared_store.remove("models/one")
    assert shared_store.files_in("models") == []
    with pytest.raises(NotInStore, match=r"^The shared store has no file models/one\.$"):
        shared_store.read("models/one", most=3)


def test_a_file_of_long_ago_is_old() -> None:
    file = SharedFile(name="models/0f.safetensors", size=1, changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert file.is_old(3600)
    assert file.stem == "0f"


@in_both
@pytest.mark.usefixtures("shared")
def test_a_store_that_works_is_tried_out_and_left_as_it_was() -> None:
    shared_store.try_out()
    assert shared_store.files_in(shared_store.PROBES) == []
    assert not shared_store.keeps_what_is_deleted()


def says(use: Callable[[], object], reason: str) -> None:
    """Hold what is said against the reason, word by word: nothing else is told."""
    with pytest.raises(StoreError) as said:
        use()
    assert str(said.value) == f"The shared store cannot be used: {reason}."


@each_use
def test_a_folder_that_is_not_mounted(settings: Settings, tmp_path: Path, use: Callable[[], object]) -> None:
    settings.STORAGES = {**django_settings.STORAGES, "models": folder_storage(tmp_path / "absent")}
    says(use, "there is no such folder or bucket")


@pytest.fixture
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("_credentials")
@each_use
def test_wrong_credentials(settings: Settings, object_endpoint: str, use: Callable[[], object]) -> None:
    storage = object_storage(object_endpoint, new_bucket(object_endpoint))
    settings.STORAGES = {**django_settings.STORAGES, "models": storage}
    with strict():
        says(use, "it refuses the credentials, or what is asked for by them")


@pytest.mark.usefixtures("_credentials")
def test_a_server_that_hangs(settings: Settings) -> None:
    with silent_server() as endpoint:
        storage = object_storage(endpoint, "any", connect_seconds=0.1, answer_seconds=0.1)
        settings.STORAGES = {**django_settings.STORAGES, "models": storage}
        says(USES[1], "it does not answer in time")


@pytest.mark.usefixtures("_credentials")
def test_a_server_that_is_away(settings: Settings) -> None:
    with object_server() as gone:
        pass
    settings.STORAGES = {**django_settings.STORAGES, "models": object_storage(gone, "any")}
    says(USES[1], "nothing answers there")


@in_both
@pytest.mark.usefixtures("shared")
def test_what_is_far_too_large_is_not_read() -> None:
    shared_store.write("models/one", b"abc")
    says(lambda: shared_store.read("models/one", most=2), "File too large")
