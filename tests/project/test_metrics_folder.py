"""The folder for metrics: empty at the start, gone at the end, also that of a supervisor that was killed."""

import logging
import tempfile
from pathlib import Path

import pytest

from digitweb.metrics_folder import PREFIX, metrics_folder


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_there_is_none_unless_it_is_wanted(place: Path) -> None:
    with metrics_folder(is_wanted=False) as folder:
        assert folder is None
    assert list(place.iterdir()) == []


def test_it_is_there_until_the_site_ends(place: Path) -> None:
    with metrics_folder(is_wanted=True) as folder:
        assert folder
        assert Path(folder).stat().st_mode & 0o777 == 0o700
        Path(folder, "counter_web-1.db").touch()
    assert list(place.iterdir()) == []


def test_what_a_killed_supervisor_left_goes_and_that_of_another_site_stays(place: Path) -> None:
    left = place / f"{PREFIX}left"
    left.mkdir()
    (left / "lock").touch()
    with metrics_folder(is_wanted=True) as other, metrics_folder(is_wanted=True) as own:
        assert not left.exists()
        assert other
        assert own
        assert Path(other).exists()
        assert other != own


def test_where_none_can_be_made_the_site_goes_on(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "gone"))
    with caplog.at_level(logging.ERROR), metrics_folder(is_wanted=True) as folder:
        assert folder is None
    assert (
        "There are no metrics, for no folder for them can be made: No such file or directory." in caplog.text
    )
