"""Read one drawing by several versions."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from recognizer.ink import Mode, Stroke, lattice_from_strokes
from recognizer.models import ModelVersion
from recognizer.services.errors import VersionRefused
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.versions.registry import LoadedVersion, load_version

MAX_READERS = 8
"""Versions that read a drawing at once."""


class LoadedVersions:
    """Cache of at most `most` networks, by the hash of their files."""

    def __init__(self, most: int = MAX_READERS) -> None:
        self.most = most
        self._versions: OrderedDict[str, LoadedVersion] = OrderedDict()
        self._changing = Lock()

    def get(self, version: ModelVersion) -> LoadedVersion:
        """Return a version from the cache, or load and check it; raise VersionRefused if that fails."""
        with self._changing:
            loaded = self._versions.pop(version.file_sha256, None) or load_version(version)
            self._versions[version.file_sha256] = loaded
            while len(self._versions) > self.most:
                self._versions.popitem(last=False)
        # the file's network, under this row's name and number
        return replace(loaded, number=version.number, name=version.name, temperature=version.temperature)


loaded_versions = LoadedVersions()


def read_side_by_side(
    strokes: Sequence[Stroke], versions: Sequence[ModelVersion], *, mode: Mode
) -> list[Reading | VersionRefused]:
    """Return each version's reading of a drawing, or the error of one that cannot be loaded."""
    started = time.perf_counter()
    lattice = lattice_from_strokes(strokes, mode=mode)
    prepared = time.perf_counter() - started

    def reading(version: ModelVersion) -> Reading | VersionRefused:
        try:
            loaded = loaded_versions.get(version)
        except VersionRefused as error:
            return error
        return read_lattice(lattice, loaded, time.perf_counter() - prepared)

    return [reading(version) for version in versions]
