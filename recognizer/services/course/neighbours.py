"""Nearest neighbours of a tile among known digits, by the activations of the last hidden layer."""

import logging
import math
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import load_mnist
from recognizer.services.course.array_cache import make_room, mark_used, open_array, save_array
from recognizer.services.course.drawings import Tile
from recognizer.services.evaluation.synthetic import BENCHMARK_SEED, drawn_benchmark
from recognizer.services.locks import locked
from recognizer.services.paths import learning_folder, mnist_folder
from recognizer.services.recognition.tiles import network_input
from recognizer.services.versions.registry import LoadedVersion

ExampleSet = Literal["mnist", "drawn"]

MAX_KEPT = 3
"""Versions whose known digits stay open."""
RETRY_SECONDS = 60
"""After which known digits that could not be prepared are tried once more."""
CHUNK = 4_000
"""Examples whose distances are computed at a time."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """One known digit beside the reader's."""

    tile: Tile
    label: int
    distance: float
    """Euclidean, between the activations of the last hidden layer."""
    source: ExampleSet


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Known digits, as memory-mapped arrays."""

    source: ExampleSet
    tiles: NDArray[np.uint8]
    """(n, 784), ink 255."""
    labels: NDArray[np.uint8]
    hidden: NDArray[np.float16]
    """(n, units), of the version that is asked."""
    path: Path
    """Where these lie."""


@dataclass(frozen=True, kw_only=True)
class PreparedExamples:
    """The known digits of one version, and when to retry what failed."""

    examples: list[Examples]
    retry_at: float
    """When to try once more what failed (`time.monotonic`); infinity if nothing did."""


class Gallery:
    """Computes the last hidden layer for all known digits, once for each version, and caches it on disk.

    The first request starts the computation in a thread of its own, and gets None. What failed,
    as on a full disk, is left out for `RETRY_SECONDS`; the next request then retries it.
    """

    def __init__(self) -> None:
        self._working: set[str] = set()
        self._ready: dict[str, PreparedExamples] = {}
        self._lock = threading.Lock()

    def examples(self, version: LoadedVersion) -> list[Examples] | None:
        """Return the known digits with this version's activations; None while they are computed."""
        with self._lock:
            ready = self._ready.get(version.sha256)
            if ready is not None and time.monotonic() < ready.retry_at:
                for known in ready.examples:
                    mark_used(known.path)
                return ready.examples
            if version.sha256 not in self._working:
                self._working.add(version.sha256)
                threading.Thread(target=self._compute, args=[version], daemon=True).start()
        return None if ready is None else ready.examples

    def _compute(self, version: LoadedVersion) -> None:
        found = [prepared(source, version) for source in available_sources()]
        examples = [known for known in found if known is not None]
        complete = len(examples) == len(found)
        ready = PreparedExamples(
            examples=examples, retry_at=math.inf if complete else time.monotonic() + RETRY_SECONDS
        )
        with self._lock:
            self._working.discard(version.sha256)
            others = [pair for pair in self._ready.items() if pair[0] != version.sha256]
            self._ready = {version.sha256: ready, **dict(others[: MAX_KEPT - 1])}


def prepared(source: ExampleSet, version: LoadedVersion, *, step: int = 1) -> Examples | None:
    """Return the known digits of a set, or every step-th; log and return None if that fails."""
    try:
        return prepare(source, version, step=step)
    except DatasetError as error:
        logger.warning("The known digits of %s are left out for now: %s", source, error)
    except Exception:
        logger.exception("The known digits of %s are left out for now.", source)
    return None


gallery = Gallery()


def nearest(version: LoadedVersion, tile: Tile, examples: list[Examples], *, k: int) -> list[Neighbour]:
    """Return the k known digits nearest to a tile, the nearest first."""
    hidden, _ = nn.last_layers(version.network, network_input([tile]))
    found: list[Neighbour] = []
    for known in examples:
        distances = distances_to(hidden[0], known.hidden)
        found += [
            Neighbour(
                tile=np.asarray(known.tiles[index]).reshape(28, 28),
                label=int(known.labels[index]),
                distance=float(distances[index]),
                source=known.source,
            )
            for index in np.argsort(distances, kind="stable")[:k]
        ]
    return sorted(found, key=lambda neighbour: neighbour.distance)[:k]


def distances_to(point: NDArray[np.float32], points: NDArray[np.float16]) -> NDArray[np.float32]:
    """Return the Euclidean distances from a point (units,) to points (n, units)."""
    distances = np.empty(len(points), np.float32)
    for start in range(0, len(points), CHUNK):
        apart = points[start : start + CHUNK].astype(np.float32) - point
        distances[start : start + CHUNK] = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    return distances


def available_sources() -> list[ExampleSet]:
    """Return the sets of known digits: MNIST only if it lies in the data folder."""
    has_mnist = (mnist_folder() / "train-images-idx3-ubyte").is_file()
    return ["mnist", "drawn"] if has_mnist else ["drawn"]


def prepare(source: ExampleSet, version: LoadedVersion, *, step: int = 1) -> Examples:
    """Return the known digits of a set, or every step-th, computed or from the cache."""
    name = source if source == "mnist" else f"drawn-{BENCHMARK_SEED}"
    tiles, labels = (array[::step] for array in tiles_and_labels(source, name))
    part = name if step == 1 else f"{name}-every-{step}"
    path = learning_folder() / f"{part}-{version.sha256}.npy"
    return Examples(
        source=source, tiles=tiles, labels=labels, hidden=hidden_layer(path, version, tiles), path=path
    )


def tiles_and_labels(source: ExampleSet, name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the tiles and labels of a set, which all versions share, computed or from the cache."""
    tiles_path, labels_path = (learning_folder() / f"{name}-{part}.npy" for part in ("tiles", "labels"))
    kept = opened(tiles_path, labels_path)
    if kept is None:
        tiles, labels = known_digits_of(source)
        save_array(tiles_path, tiles)
        save_array(labels_path, labels)
        kept = opened(tiles_path, labels_path) or (tiles, labels)  # the computed ones would stay in memory
    return kept


def opened(tiles_path: Path, labels_path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | None:
    """Return the tiles and labels of a set that lie on the disk, if they are whole."""
    tiles, labels = open_array(tiles_path), open_array(labels_path)
    return None if tiles is None or labels is None or len(tiles) != len(labels) else (tiles, labels)


def hidden_layer(path: Path, version: LoadedVersion, tiles: NDArray[np.uint8]) -> NDArray[np.float16]:
    """Return the last hidden layer for all tiles (n, units), from disk or computed by one process at a time.

    Raises
    ------
    StorageError
        If the disk is full, or it would be more than may be kept.
    """
    kept = open_array(path)
    if kept is not None and len(kept) == len(tiles):
        return kept
    with locked(learning_folder() / "known-digits.lock"):
        kept = open_array(path)  # by who held the lock before
        if kept is not None and len(kept) == len(tiles):
            return kept
        path.unlink(missing_ok=True)
        of_one, _ = nn.last_layers(version.network, tiles[:1])
        size = len(tiles) * of_one.shape[1] * np.dtype(np.float16).itemsize
        make_room(size, of=version.sha256)
        hidden, _ = nn.last_layers(version.network, tiles)
        halved = hidden.astype(np.float16)
        save_array(path, halved)
    kept = open_array(path)
    return halved if kept is None else kept  # its version may just have been deleted


def known_digits_of(source: ExampleSet) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return tiles (n, 784) and labels (n,): MNIST's training set, or digits by synthetic writers."""
    if source == "mnist":
        training = load_mnist(mnist_folder()).training
        return training.images.reshape(-1, 784), training.labels
    drawn = drawn_benchmark()
    return drawn.images.reshape(-1, 784), drawn.labels
