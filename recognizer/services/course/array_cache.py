"""Cache of memory-mapped arrays in `learning/`; those of versions stay below a total size."""

import contextlib
import io
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_whole
from recognizer.services.errors import NoActiveVersion
from recognizer.services.paths import learning_folder
from recognizer.services.recognition.live import live_model
from recognizer.telemetry.metrics import found_in_cache

MAX_BYTES = 512 * 1024 * 1024
"""For what all versions make of the known digits. The default preset's takes 31 MB."""
OF_VERSION = re.compile(r"[a-z0-9-]+-(?P<sha256>[0-9a-f]{64})\.npy")
"""The name of what is computed by one version, with the hash of its file."""


def save_array(path: Path, array: NDArray[np.generic]) -> None:
    """Write an array as `.npy`, atomically and without pickle."""
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    write_whole(path, buffer.getvalue())


def open_array(path: Path) -> NDArray[Any] | None:
    """Return a memory-mapped array; None if the file is missing or damaged."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (FileNotFoundError, EOFError, ValueError):
        found_in_cache("learning", hit=False)
        return None
    found_in_cache("learning", hit=True)
    mark_used(path)
    return array


def mark_used(path: Path) -> None:
    """Update a file's time of use; it may be gone."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(path)


def cached_arrays() -> dict[Path, str]:
    """Return the cached files of versions with their hashes, the least recently used first."""
    found = [(path, OF_VERSION.fullmatch(path.name)) for path in learning_folder().iterdir()]
    hashes = {path: match["sha256"] for path, match in found if match}
    used = {path: status.st_mtime for path in hashes if (status := status_of(path))}
    return {path: hashes[path] for path in sorted(used, key=used.__getitem__)}


def status_of(path: Path) -> os.stat_result | None:
    """Return a file's `stat`; None if it has just gone."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def make_room(size: int, *, of: str) -> None:
    """Remove the least recently used files until `size` more bytes fit.

    Whoever reads such a file meanwhile reads on. Nothing is removed of the live version, nor of the one that
    the room is for, whose hash is `of`.

    Raises
    ------
    StorageError
        If there would not be room even then; nothing is removed.
    """
    kept = cached_arrays()
    sizes = {path: status.st_size for path in kept if (status := status_of(path))}
    too_much = sum(sizes.values()) + size - MAX_BYTES
    if too_much <= 0:
        return
    spared = {of, live_sha256()}
    going: list[Path] = []
    for path, freed in sizes.items():
        if too_much > 0 and kept[path] not in spared:
            going.append(path)
            too_much -= freed
    if too_much > 0:
        raise StorageError(
            "{size} more bytes do not fit into {folder}: there may be {most}.",
            size=f"{size:,}",
            folder=learning_folder(),
            most=f"{MAX_BYTES:,}",
        )
    for path in going:
        path.unlink(missing_ok=True)


def live_sha256() -> str:
    """Return the hash of the live version's file; "" if none is live."""
    try:
        return live_model.current().sha256
    except NoActiveVersion:
        return ""
