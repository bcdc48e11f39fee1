"""NumPy archives in the data folder: written atomically, read without pickle."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.storage import write_whole

BROKEN = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error)
"""What reading an archive may raise that is cut off, damaged or something else."""


def write_archive(path: Path, **arrays: NDArray[Any]) -> None:
    """Write arrays by name into an .npz file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    write_whole(path, buffer.getvalue())


def read_archive(path: Path, *names: str) -> list[NDArray[Any]] | None:
    """Return the arrays of these names; None if the file is missing or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return [arrays[name] for name in names]
    except BROKEN:
        return None
