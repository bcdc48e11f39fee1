"""Pictures in object stores, by fsspec: in memory, and on a server that speaks S3."""

import sys
import zipfile
from collections.abc import Iterator

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from recognizer.services.bulk import stores
from recognizer.services.bulk.errors import NoPictures, StoreSilent, UnreadableFile
from recognizer.services.bulk.model import kept, set_up
from recognizer.services.bulk.reading import read_sources
from recognizer.services.bulk.sources import PictureSource, ResultRow, find_sources
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.ports import own_port
from tests.support.shipped import MODEL

ONE = encoded(picture_of_a_one(size=(60, 60)))
FILES = {
    "in/b.PNG": ONE,
    "in/a.jpg": encoded(picture_of_a_one(), "JPEG"),
    "in/a/c.png": ONE,
    "in/notes.txt": b"no picture",
    "in/.hidden/d.png": ONE,
    "in/broken.zip": b"PK but no archive",
    "other/e.png": ONE,
}
IN_ORDER = ["a/c.png", "a.jpg", "b.PNG", "broken.zip", "more.zip/d.png"]


def fill(root: str, **options: object) -> None:
    system, path = fsspec.core.url_to_fs(root, **options)
    for name, content in FILES.items():
        system.pipe_file(f"{path}/{name}", content)
    with system.open(f"{path}/in/more.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("d.png", ONE)


@pytest.fixture
def memory() -> Iterator[str]:
    """The address of files in this process's memory."""
    fill("memory://bucket")
    yield "memory:///bucket"
    fsspec.filesystem("memory").rm("/bucket", recursive=True)


def read(sources: list[PictureSource]) -> list[ResultRow]:
    set_up(MODEL)
    return read_sources(sources, mode="digit", version=kept(MODEL.sha256))


def test_a_folder_is_searched_with_all_below_it(memory: str) -> None:
    assert [source.path.partition("/in/")[2] for source in find_sources([f"{memory}/in"])] == IN_ORDER


def test_a_pattern_a_file_and_a_folder_each_lead_there(memory: str) -> None:
    found = find_sources([f"{memory}/in/*.jpg", f"{memory}/in/notes.txt", f"{memory}/other/"])
    assert [source.path.partition("bucket/")[2] for source in found] == [
        "in/a.jpg",
        "in/notes.txt",
        "other/e.png",
    ]


def test_pictures_are_read_and_what_is_gone_is_a_row(memory: str) -> None:
    sources = list(find_sources([f"{memory}/in"]))
    rows = read([*sources, PictureSource(file=f"{memory}/gone.png")])
    assert [row.text for row in rows] == ["1", "1", "1", "", "1", ""]
    assert rows[3].error == "expected a ZIP file, got a damaged one or something else"
    assert rows[5].error.startswith("cannot be read: ")


@pytest.mark.parametrize("path", ["nowhere", "nowhere/*.png"])
def test_an_address_that_leads_nowhere_is_named(memory: str, path: str) -> None:
    with pytest.raises(NoPictures, match=f'found nothing at "{memory}/nowhere'):
        list(find_sources([f"{memory}/{path}"]))


def test_a_store_that_nobody_knows_is_said_so() -> None:
    with pytest.raises(UnreadableFile, match='"stone://tablets" cannot be opened: Protocol not known: stone'):
        list(find_sources(["stone://tablets"]))


def test_without_fsspec_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UnreadableFile) as refused:
        list(find_sources(["s3://bucket/in"]))
    assert str(refused.value) == stores.FSSPEC.format(address="s3://bucket/in")


def test_a_store_that_fails_in_the_midst_stops_the_run(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the line is dead\nand more of it")

    (source,) = find_sources([f"{memory}/other"])
    monkeypatch.setattr(fsspec.implementations.memory.MemoryFileSystem, "_open", fail)
    with pytest.raises(StoreSilent, match=r'e\.png" could not be asked: RuntimeError: the line is dead$'):
        read([source])


def clear_s3(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()


def test_s3_is_read_as_a_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_port() as port:
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        server.start()
        clear_s3(monkeypatch, port)
        try:
            fsspec.filesystem("s3").mkdir("scans")
            fill("s3://scans")
            sources = list(find_sources(["s3://scans/in", "s3://scans/oth*/*.png"]))
            assert [source.path for source in sources] == [
                *(f"s3://scans/in/{name}" for name in IN_ORDER),
                "s3://scans/other/e.png",
            ]
            assert [row.text for row in read(sources)] == ["1", "1", "1", "", "1", "1"]
            with pytest.raises(NoPictures, match='found nothing at "s3://nowhere/in"'):
                list(find_sources(["s3://nowhere/in"]))
        finally:
            server.stop()
