"""Where the pictures of a bulk run come from, and what cannot be read."""

import logging
import zipfile
from pathlib import Path

import pytest

from recognizer.services.bulk import sources as pictures
from recognizer.services.bulk.errors import NoPictures
from recognizer.services.bulk.sources import UNEXPECTED, PictureSource, find_sources, read_sources
from tests.support.pictures import encoded, picture_of_a_one

ONE = encoded(picture_of_a_one())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures in a folder, in one below it, and in an archive; and what is no picture."""
    (tmp_path / "below").mkdir()
    (tmp_path / "b.PNG").write_bytes(ONE)
    (tmp_path / "a.jpg").write_bytes(encoded(picture_of_a_one(), "JPEG"))
    (tmp_path / "below" / "c.png").write_bytes(ONE)
    (tmp_path / "notes.txt").write_text("no picture")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("in/d.png", ONE)
        archive.writestr("in/notes.txt", "no picture")
    return tmp_path


def names(sources: list[PictureSource], folder: Path) -> list[str]:
    return [source.path.removeprefix(f"{folder}/") for source in sources]


def test_a_folder_is_searched_with_all_below_it(folder: Path) -> None:
    assert names(find_sources([str(folder)]), folder) == [
        "a.jpg",
        "b.PNG",
        "below/c.png",
        "more.zip/in/d.png",
    ]


def test_a_pattern_finds_what_fits_and_a_picture_comes_once(folder: Path) -> None:
    found = find_sources([str(folder / "*.jpg"), str(folder / "a.jpg"), str(folder / "**" / "*.png")])
    assert names(found, folder) == ["a.jpg", "below/c.png"]


def test_a_file_that_is_named_is_tried_whatever_its_ending(folder: Path) -> None:
    assert names(find_sources([str(folder / "notes.txt")]), folder) == ["notes.txt"]


@pytest.mark.parametrize("path", ["nowhere.png", "*.gif"])
def test_a_path_that_leads_nowhere_is_named(folder: Path, path: str) -> None:
    with pytest.raises(NoPictures, match=r"a file, a folder or a pattern that fits some, found nothing"):
        find_sources([str(folder / path)])


def test_a_folder_without_pictures_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoPictures, match=r"Expected pictures \(\.bmp, .*\) or ZIP files, found none"):
        find_sources([str(tmp_path)])


def test_a_name_that_is_no_text_can_be_printed() -> None:
    assert PictureSource(file="bad-\udcff.png").path.isascii()


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


def test_an_archive_of_too_many_files_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_MEMBERS", 1)
    (source,) = find_sources([str(folder / "more.zip")])
    assert problem_of(source) == "expected a ZIP file of at most 1 files, got one of 2"


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


LEFT_BY_SYSTEMS = ["__MACOSX/._a.png", "__MACOSX/b.png", "._a.png", ".hidden/c.png", ".DS_Store", "Thumbs.db"]


def paths_of(sources: list[PictureSource], folder: Path) -> list[str]:
    return [source.path.removeprefix(f"{folder}/") for source in sources]


def test_what_systems_leave_behind_is_no_picture(tmp_path: Path) -> None:
    folder = tmp_path / ".in"
    for name in ["a.png", *LEFT_BY_SYSTEMS]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for name in ["d/a.png", "../b.png", *LEFT_BY_SYSTEMS]:
            archive.writestr(name, b"")
    assert paths_of(find_sources([str(folder)]), folder) == ["a.png", "more.zip/d/a.png", "more.zip/../b.png"]


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
