"""Connectionist temporal classification word for word: every one of the Kᵀ ways through a row, one by one."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, product

import numpy as np

from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array

Text = tuple[int, ...]


def softmax(Z: Array) -> Array:
    return get_activation("softmax").forward(Z.copy())


def random_row(frames: int, classes: int, *, seed: int, scale: float = 2.0) -> Array:
    return softmax(np.random.default_rng(seed).normal(0, scale, (frames, classes)))


def read(way: Text, blank: int) -> Text:
    """Merge equal neighbours, then drop blanks."""
    return tuple(label for label, _ in groupby(way) if label != blank)


def ways(a: Array) -> Iterator[tuple[Text, float]]:
    frames, classes = a.shape
    for way in product(range(classes), repeat=frames):
        yield way, float(np.prod(a[np.arange(frames), way]))


def probabilities(a: Array) -> dict[Text, float]:
    """Return p(text | row) of all texts that can be read in a row (T, K)."""
    found: dict[Text, float] = defaultdict(float)
    for way, probability in ways(a):
        found[read(way, a.shape[1] - 1)] += probability
    return dict(found)


def shares(a: Array, text: Text) -> Array:
    """Return, of the ways that read the text, the share that takes each label in each frame, (T, K)."""
    taken = np.zeros(a.shape)
    for way, probability in ways(a):
        if read(way, a.shape[1] - 1) == text:
            taken[np.arange(len(a)), way] += probability
    taken /= taken.sum(axis=1, keepdims=True)
    return taken
