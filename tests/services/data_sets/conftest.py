"""A data folder of each test's own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the files of data sets lie; people may give as much as they like, for few do so in a test."""
    settings.DATA_SET_SHARE = 100.0
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    return tmp_path / "data"
