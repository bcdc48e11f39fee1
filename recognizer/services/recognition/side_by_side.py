"""Read one drawing by several versions."""

import time
from collections.abc import Sequence

from recognizer.ink import Mode, Stroke, lattice_from_strokes
from recognizer.models import ModelVersion
from recognizer.services.errors import VersionRefused
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.recognition.version_cache import MAX_LOADED, version_cache

MAX_READERS = MAX_LOADED
"""Versions that read a drawing at once: all of them stay loaded for the next."""


def read_side_by_side(
    strokes: Sequence[Stroke], versions: Sequence[ModelVersion], *, mode: Mode
) -> list[Reading | VersionRefused]:
    """Return each version's reading of a drawing, or the error of one that cannot be loaded."""
    started = time.perf_counter()
    lattice = lattice_from_strokes(strokes, mode=mode)
    prepared = time.perf_counter() - started

    def reading(version: ModelVersion) -> Reading | VersionRefused:
        try:
            loaded = version_cache.get(version)
        except VersionRefused as error:
            return error
        return read_lattice(lattice, loaded, time.perf_counter() - prepared)

    return [reading(version) for version in versions]
