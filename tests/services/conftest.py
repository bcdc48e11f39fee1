"""A store that hosts share, of either kind, and the hosts, which are data folders here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recognizer.services.recognition.live import live_model
from tests.support.object_store import (
    CREDENTIALS,
    folder_storage,
    new_bucket,
    object_server,
    object_storage,
)

Host = Callable[[str], Path]


@pytest.fixture(scope="session")
def object_endpoint() -> Iterator[str]:
    """The address of a server that speaks S3."""
    with object_server() as address:
        yield address


@pytest.fixture
def shared(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> None:
    """Let the test's hosts share a folder; a test that is `in_both` also runs with a bucket."""
    if getattr(request, "param", "folder") == "folder":
        (tmp_path / "shared").mkdir()
        storage = folder_storage(tmp_path / "shared")
    else:
        for name, value in CREDENTIALS.items():
            request.getfixturevalue("monkeypatch").setenv(name, value)
        endpoint = request.getfixturevalue("object_endpoint")
        storage = object_storage(endpoint, new_bucket(endpoint))
    settings.STORAGES = {**django_settings.STORAGES, "models": storage}


@pytest.fixture
def on_host(settings: Settings, tmp_path: Path) -> Host:
    """Go on as a process of another host, with a data folder and nothing in memory of its own."""

    def go(name: str) -> Path:
        settings.DIGITWEB_DATA_DIR = tmp_path / name
        settings.DIGITWEB_DATA_DIR.mkdir(exist_ok=True)
        live_model.forget()
        return tmp_path / name

    go("host-a")
    return go
