"""A site of a test's own, with something of everything in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from recognizer.services.paths import PRETRAINED
from recognizer.services.versions.file_store import store
from tests.support.own_database import own_database


@pytest.fixture
def site_folder(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """A data folder with the shipped version's file and a key, and a database: nothing is of other tests."""
    settings.DATA_SET_SHARE = 100.0
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    store(PRETRAINED.read_bytes())
    with own_database(tmp_path):
        yield tmp_path / "data"
