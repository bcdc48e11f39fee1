"""Where pictures of a bulk run come from, and what one that nobody foresaw leaves behind."""

import logging
import zipfile
from pathlib import Path

import pytest

from recognizer.services import pictures
from recognizer.services.pictures import UNEXPECTED, Source, find_sources, read_sources
from tests.support.pictures import encoded, picture_of_a_one

LEFT_BY_SYSTEMS = ["__MACOSX/._a.png", "__MACOSX/b.png", "._a.png", ".hidden/c.png", ".DS_Store", "Thumbs.db"]


def names_of(sources: list[Source], folder: Path) -> list[str]:
    return [source.path.removeprefix(f"{folder}/") for source in sources]


def test_what_systems_leave_behind_is_no_picture(tmp_path: Path) -> None:
    folder = tmp_path / ".in"
    for name in ["a.png", *LEFT_BY_SYSTEMS]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for name in ["d/a.png", "../b.png", *LEFT_BY_SYSTEMS]:
            archive.writestr(name, b"")
    assert names_of(find_sources([str(folder)]), folder) == ["a.png", "more.zip/d/a.png", "more.zip/../b.png"]


@pytest.mark.parametrize("name", ["a.HEIC", "a.tiff", "a.avif", "a.svg"])
def test_a_picture_of_a_kind_that_is_not_read_is_a_row_that_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"some other kind of picture")
    (row,) = read_sources(find_sources([str(tmp_path)]), mode="number")
    assert row.error == "expected a PNG, JPEG, WebP, GIF or BMP picture, got something else"


@pytest.mark.parametrize("error", [ValueError("secret"), MemoryError(), RecursionError(), AssertionError()])
def test_an_error_that_nobody_foresaw_is_a_row_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(encoded(picture_of_a_one()))

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(pictures, "recognize_picture", fail)
    with caplog.at_level(logging.ERROR):
        (row,) = read_sources([Source(file=str(file))], mode="number")
    assert row.error == UNEXPECTED
    assert caplog.records[0].exc_info
