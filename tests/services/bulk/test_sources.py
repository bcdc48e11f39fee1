"""Where the pictures of a bulk run come from."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from recognizer.services.bulk import sources as pictures
from recognizer.services.bulk.errors import NoPictures
from recognizer.services.bulk.sources import PictureSource, SeenPaths, find_sources
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


def names(sources: Iterable[PictureSource], folder: Path) -> list[str]:
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
        list(find_sources([str(folder / path)]))


def test_a_folder_without_pictures_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoPictures, match=r"Expected pictures \(\.bmp, .*\) or ZIP files, found none"):
        list(find_sources([str(tmp_path)]))


def test_a_name_that_is_no_text_can_be_printed() -> None:
    assert PictureSource(file="bad-\udcff.png").path.isascii()


def test_an_archive_of_too_many_files_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_MEMBERS", 1)
    (source,) = find_sources([str(folder / "more.zip")])
    assert source.problem == "expected a ZIP file of at most 1 files, got one of 2"


LEFT_BY_SYSTEMS = ["__MACOSX/._a.png", "__MACOSX/b.png", "._a.png", ".hidden/c.png", ".DS_Store", "Thumbs.db"]


def paths_of(sources: Iterable[PictureSource], folder: Path) -> list[str]:
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


def test_what_comes_twice_in_one_archive_is_one_picture(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("a.png", ONE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.png", ONE)
    assert paths_of(find_sources([str(tmp_path)]), tmp_path) == ["more.zip/a.png"]


def test_they_come_one_by_one_and_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in ["a/z.png", "a.png", "a b/c.png", "a/b/c.png"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = find_sources([str(tmp_path)])
    assert next(found).path == f"{tmp_path}/a/b/c.png"
    assert paths_of(found, tmp_path) == ["a/z.png", "a b/c.png", "a.png"]


def test_a_folder_that_cannot_be_listed_is_a_row_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "below").mkdir()
    monkeypatch.setattr("os.scandir", refuse)
    (source,) = find_sources([str(tmp_path)])
    assert source.problem == "this folder cannot be read: Permission denied"


def test_paths_that_were_seen_are_known() -> None:
    seen = SeenPaths()
    assert [seen.add(path) for path in ["a", "b", "a"]] == [True, True, False]
    seen.close()
