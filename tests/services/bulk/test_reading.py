"""One row for each picture, and what cannot be read."""

import logging
import zipfile
from pathlib import Path

import pytest

from recognizer.services.bulk import reading as pictures
from recognizer.services.bulk.errors import StoreSilent
from recognizer.services.bulk.reading import UNEXPECTED, read_sources
from recognizer.services.bulk.sources import PictureSource, find_sources
from tests.support.pictures import encoded, picture_of_a_one

ONE = encoded(picture_of_a_one())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a picture, and what is no picture."""
    (tmp_path / "notes.txt").write_text("no picture")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("in/d.png", ONE)
    return tmp_path


def problem_of(source: PictureSource) -> str:
    (row,) = read_sources([source], mode="digit")
    assert not row.text
    return row.error


def test_what_cannot_be_read_is_a_row_that_says_why(folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"PK but no archive")
    (broken,) = find_sources([str(folder / "broken.zip")])
    assert problem_of(broken) == "expected a ZIP file, got a damaged one or something else"
    assert (
        problem_of(PictureSource(file=str(folder / "gone.png")))
        == "cannot be read: No such file or directory"
    )
    assert "picture" in problem_of(PictureSource(file=str(folder / "notes.txt")))


def test_a_file_may_promise_what_it_likes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_FILE_BYTES", 100)
    (source,) = find_sources([str(folder / "more.zip")])
    assert problem_of(source).startswith("expected a file of at most ")


def test_an_encrypted_member_is_said_so(folder: Path) -> None:
    path = folder / "more.zip"
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    path.write_bytes(content)
    (source,) = find_sources([str(path)])
    assert problem_of(source) == "cannot be unpacked: damaged, encrypted or packed in an unknown way"


@pytest.mark.django_db
def test_a_picture_in_an_archive_is_read(folder: Path) -> None:
    (row,) = read_sources(find_sources([str(folder / "more.zip")]), mode="digit")
    assert (row.text, row.verdict, row.error) == ("1", "recognized", "")


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
        (row,) = read_sources([PictureSource(file=str(file))], mode="number")
    assert row.error == UNEXPECTED
    assert caplog.records[0].exc_info


def test_a_store_that_does_not_answer_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_source: PictureSource) -> None:
        raise StoreSilent("no answer")

    monkeypatch.setattr(pictures, "_content", fail)
    with pytest.raises(StoreSilent, match="no answer"):
        read_sources([PictureSource(file="s3://bucket/a.png")], mode="number")
