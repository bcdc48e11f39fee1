"""Files of labelled digits to evaluate a network on: strokes as JSON, pictures as NumPy arrays."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import LabelledFileError
from recognizer.ink.strokes import MAX_COORDINATE_SIZE
from recognizer.phrases import message_of, shortened

SIDE = 28
MAX_FILE_BYTES = 1_000_000_000
"""Bytes of the largest file that is read, unpacked."""


@dataclass(frozen=True, kw_only=True)
class LabelledStrokes:
    """Drawings and what they show."""

    drawings: list[list[NDArray[np.float64]]]
    """For each sample its strokes, each (points, 2), y downwards."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9."""


@dataclass(frozen=True, kw_only=True)
class LabelledTiles:
    """Tiles and what they show."""

    images: NDArray[np.uint8]
    """(n, 28, 28), ink 255, paper 0."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9."""


def read_labelled(path: Path) -> LabelledStrokes | LabelledTiles:
    """Read a file of labelled digits.

    ``.json`` or ``.json.gz``: a list of objects with "label" and "strokes", a stroke being a list of [x, y]
    or of [x, y, time], whose times are left out.
    ``.npz``: arrays "images", uint8 (n, 28, 28) or (n, 784) with ink 255, and "labels" (n,).

    Raises
    ------
    LabelledFileError
        If the file cannot be read or is of another form; the message says where.
    """
    try:
        if path.name.endswith((".json", ".json.gz")):
            return read_strokes(path)
        if path.suffix == ".npz":
            return read_tiles(path)
    except (OSError, EOFError, zlib.error) as error:
        raise LabelledFileError(
            "{path} cannot be read: {reason}.", path=path, reason=message_of(error)
        ) from error
    raise LabelledFileError("{path}: expected a .json, .json.gz or .npz file.", path=path)


def read_strokes(path: Path) -> LabelledStrokes:
    """Read drawings from JSON."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise LabelledFileError(
            "{path}: expected at most {most} bytes, found more.", path=path, most=MAX_FILE_BYTES
        )
    try:
        items = json.loads(content)
    except ValueError as error:
        raise LabelledFileError(
            "{path}: expected JSON: {reason}.", path=path, reason=message_of(error)
        ) from error
    if not isinstance(items, list) or not items:
        raise LabelledFileError("{path}: expected a list of at least one sample.", path=path)
    samples = [sample_of(path, index, item) for index, item in enumerate(items)]
    return LabelledStrokes(
        drawings=[strokes for strokes, _ in samples],
        labels=np.array([label for _, label in samples], dtype=np.uint8),
    )


def sample_of(path: Path, index: int, item: object) -> tuple[list[NDArray[np.float64]], int]:
    """Return one sample's strokes and label."""
    if not isinstance(item, dict) or not {"label", "strokes"} <= item.keys():
        raise LabelledFileError(
            '{path}: sample {index} should have a "label" from 0 to 9 and "strokes" of [x, y] points.',
            path=path,
            index=index,
        )
    label, drawn = item["label"], item["strokes"]
    if type(label) is not int or not 0 <= label <= 9:
        raise LabelledFileError(
            "{path}: sample {index} should have a label from 0 to 9, found {label}.",
            path=path,
            index=index,
            label=shortened(json.dumps(label)),
        )
    return strokes_of(path, index, drawn), label


def strokes_of(path: Path, index: int, drawn: object) -> list[NDArray[np.float64]]:
    """Return one sample's strokes, each (points, 2), those without a point left out."""
    found = [points_of(stroke) for stroke in drawn] if isinstance(drawn, list) else [None]
    strokes = [stroke for stroke in found if stroke is not None]
    if len(strokes) < len(found):
        raise LabelledFileError(
            "{path}: sample {index} should have strokes that are lists of points [x, y] or [x, y, time], "
            "found {found}.",
            path=path,
            index=index,
            found=shortened(json.dumps(drawn)),
        )
    kept = [stroke for stroke in strokes if len(stroke)]
    if not kept:
        raise LabelledFileError(
            "{path}: sample {index} should have at least one point, found none.", path=path, index=index
        )
    return kept


def points_of(stroke: object) -> NDArray[np.float64] | None:
    """Return a stroke's points (n, 2) without the times that some devices add; None if it is no such list."""
    if not isinstance(stroke, list):
        return None
    if not stroke:
        return np.empty((0, 2))
    try:
        points = np.array(stroke)
    except (ValueError, OverflowError):  # rows of different lengths; a number of hundreds of digits
        return None
    if points.dtype.kind not in "if" or points.ndim != 2 or points.shape[1] not in {2, 3}:
        return None
    points = points[:, :2].astype(np.float64)
    # written so that NaN, which compares false with everything, is none either
    return points if np.abs(points).max() <= MAX_COORDINATE_SIZE else None


def read_tiles(path: Path) -> LabelledTiles:
    """Read tiles from NumPy's archive; nothing in it is ever run."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except (KeyError, ValueError) as error:
        raise LabelledFileError(
            '{path}: expected arrays "images" and "labels": {reason}.', path=path, reason=message_of(error)
        ) from error
    if images.dtype != np.uint8 or images.shape[1:] not in {(SIDE, SIDE), (SIDE * SIDE,)} or not len(images):
        raise LabelledFileError(
            "{path}: expected images as uint8 (n, 28, 28) or (n, 784), found {dtype} {shape}.",
            path=path,
            dtype=images.dtype,
            shape=images.shape,
        )
    if (
        labels.dtype.kind not in "iu"
        or labels.shape != (len(images),)
        or labels.min() < 0
        or labels.max() > 9
    ):
        raise LabelledFileError(
            "{path}: expected {expected} labels from 0 to 9, found {dtype} {shape}.",
            path=path,
            expected=len(images),
            dtype=labels.dtype,
            shape=labels.shape,
        )
    return LabelledTiles(images=images.reshape(-1, SIDE, SIDE), labels=labels.astype(np.uint8))
