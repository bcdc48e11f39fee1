"""A backup of one of several hosts holds what all of them share, and a restore puts it there again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from recognizer.services import shared_store
from recognizer.services.paths import PRETRAINED
from recognizer.services.versions import file_store
from tests.services.backup.sites import backed_up, fill, restored
from tests.support.object_store import in_both
from tests.support.own_database import own_database

pytestmark = pytest.mark.django_db(transaction=True)

Host = Callable[[str], Path]


def in_store() -> set[str]:
    return {file.name for folder in ("models", "datasets") for file in shared_store.files_in(folder)}


@pytest.fixture(autouse=True)
def _all_of_it_is_in_the_store(
    shared: None, settings: Settings, on_host: Host, tmp_path: Path, transactional_db: None
) -> Iterator[None]:
    settings.DATA_SET_SHARE = 100.0
    file_store.store(PRETRAINED.read_bytes())
    with own_database(tmp_path):
        yield


@in_both
def test_it_takes_what_another_host_made_and_gives_it_back(tmp_path: Path, on_host: Host) -> None:
    fill(tmp_path)
    files = in_store()
    on_host("host-b")
    backup, manifest = backed_up()
    assert not manifest.missing
    for name in files:
        shared_store.remove(name)
    on_host("host-c")
    restored(backup)
    assert in_store() == files


def test_one_that_is_missing_in_the_store_is_named(tmp_path: Path, on_host: Host) -> None:
    version = fill(tmp_path)
    on_host("host-b")
    shared_store.remove(file_store.shared_name(version.file_sha256))
    _backup, manifest = backed_up()
    assert [version.file_sha256 in name for name in manifest.missing] == [True]
