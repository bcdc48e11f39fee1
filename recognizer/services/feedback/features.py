"""What a version makes of tiles, and the known digits that are nearest to these in its last hidden layer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.models import Sample, SampleState
from recognizer.services.course.neighbours import ExampleSet, available_sources, prepared
from recognizer.services.recognition.tiles import network_input
from recognizer.services.versions.registry import LoadedVersion

MAX_REVIEWED = 2_000
"""Samples on which reviewers agree that count as known digits, the latest."""
ROUNDING = 32 * float(np.finfo(np.float32).eps)
"""Of a sum of products, relative to it: each kind of processor adds in an order of its own."""
STEPS: dict[ExampleSet, int] = {"mnist": 6, "drawn": 1}
"""Of MNIST every sixth digit: 10,000 tell enough, and a version looks at them within a minute, once."""
CHUNK = 4_000
"""Known digits whose distances are computed at a time."""
SIDE = 28


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What a version makes of n tiles."""

    hidden: NDArray[np.float32]
    """(n, units), its last hidden layer."""
    probabilities: NDArray[np.float64]
    """(n, 10 or 11), calibrated."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Digits of one source whose labels are known."""

    hidden: NDArray[np.floating]
    """(n, units)."""
    labels: NDArray[np.integer]
    """(n,)."""


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """The k nearest known digits of n tiles, the nearest first."""

    labels: NDArray[np.int64]
    """(n, k)."""
    distances: NDArray[np.float64]
    """(n, k), Euclidean."""


def look_at(version: LoadedVersion, tiles: NDArray[np.uint8]) -> Looks:
    """Return what a version makes of tiles (n, 28, 28), ink 255."""
    hidden, Z = nn.last_layers(version.network, network_input(tiles))
    outputs = version.network.layers[-1].activation.forward(Z)
    return Looks(
        hidden=hidden.reshape(len(tiles), -1).astype(np.float32),
        probabilities=np.asarray(nn.tempered(outputs, version.temperature), np.float64),
    )


def tiles_of(samples: Sequence[Sample]) -> NDArray[np.uint8]:
    """Return the tiles (n, 28, 28) of samples."""
    return np.frombuffer(b"".join(bytes(sample.tile) for sample in samples), np.uint8).reshape(-1, SIDE, SIDE)


def known_digits(version: LoadedVersion) -> list[Known]:
    """Return the digits whose labels are known: MNIST's, drawn ones, and those on which reviewers agree."""
    of_sets = [prepared(source, version, step=STEPS[source]) for source in available_sources()]
    found = [Known(hidden=each.hidden, labels=each.labels) for each in of_sets if each is not None]
    return [*found, *reviewed(version)]


def reviewed(version: LoadedVersion) -> list[Known]:
    """Return the latest samples on which reviewers agree; nothing if there are none."""
    agreed = Sample.objects.filter(state=SampleState.AGREED).order_by("-agreed_at", "-pk")[:MAX_REVIEWED]
    samples = list(agreed.only("tile", "label"))
    if not samples:
        return []
    labels = np.array([sample.label for sample in samples])
    return [Known(hidden=look_at(version, tiles_of(samples)).hidden, labels=labels)]


def nearest_known(points: NDArray[np.floating], known: Sequence[Known], k: int) -> Nearest:
    """Return the k known digits nearest to each point, by Euclidean distance.

    Parameters
    ----------
    points : array, shape (n, units)
    known : sequence of Known
        Of the same units. Together they hold at least k digits, else all of them are returned.
    k : int

    Returns
    -------
    Nearest
        Arrays of shape (n, min(k, digits)).
    """
    labels: NDArray[np.int64] = np.empty((len(points), 0), np.int64)
    squares: NDArray[np.float64] = np.empty((len(points), 0))
    for part, part_labels in pieces(known):
        squares = np.hstack([squares, squared_distances(points, part)])
        labels = np.hstack([labels, np.broadcast_to(part_labels, (len(points), len(part_labels)))])
        if squares.shape[1] > k:
            least = np.argpartition(squares, k - 1, axis=1)[:, :k]
            squares, labels = np.take_along_axis(squares, least, 1), np.take_along_axis(labels, least, 1)
    order = np.argsort(squares, axis=1, kind="stable")
    return Nearest(
        labels=np.take_along_axis(labels, order, 1),
        distances=np.sqrt(np.take_along_axis(squares, order, 1)),
    )


def pieces(known: Sequence[Known]) -> list[tuple[NDArray[np.floating], NDArray[np.integer]]]:
    """Return known digits in pieces of at most `CHUNK`, as views."""
    return [
        (each.hidden[start : start + CHUNK], each.labels[start : start + CHUNK])
        for each in known
        for start in range(0, len(each.labels), CHUNK)
    ]


def squared_distances(points: NDArray[np.floating], others: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the squared Euclidean distances (n, m) from points (n, units) to others (m, units).

    As |a|² + |b|² - 2ab, in float32: what is no larger than the rounding of these is no distance, but 0.
    """
    ours, theirs = points.astype(np.float32), others.astype(np.float32)
    norms = (ours**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1)
    squares = norms - 2 * ours @ theirs.T
    return np.where(squares > ROUNDING * norms, squares, 0).astype(np.float64)
