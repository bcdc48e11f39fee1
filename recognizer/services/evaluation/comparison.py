"""Compare versions: how they were trained, and where they disagree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.models import ModelVersion
from recognizer.services.evaluation.evaluation import Answers

ABSENT = None
"""Stands where one version has no such value."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A value in which versions differ."""

    name: str
    """With dots where it lies deeper: "augmentation.rotation"."""
    values: tuple[Any, ...]
    """One for each version, ABSENT where it has none."""


def differences(versions: Sequence[ModelVersion]) -> list[Difference]:
    """Return the training values in which versions differ."""
    return differing([made_from(version) for version in versions])


def made_from(version: ModelVersion) -> dict[str, Any]:
    """Return all training values of a version as a flat mapping."""
    layers = version.architecture.get("layers", [])
    return {
        **dict(flattened(version.hyperparameters)),
        "seed": version.seed,
        "architecture.input": version.architecture.get("input_shape"),
        **{f"architecture.layer {place}": layer_text(layer) for place, layer in enumerate(layers, 1)},
        **{f"data.{name}": sha256 for name, sha256 in flattened(version.datasets)},
        **{f"environment.{name}": value for name, value in flattened(version.environment)},
    }


def flattened(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of nested mappings, each under its path with dots."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def layer_text(layer: Mapping[str, Any]) -> str:
    """Return a layer of an architecture as one line."""
    options = [f"{name} {value}" for name, value in layer.items() if name != "type"]
    return ", ".join([str(layer.get("type")), *options])


def differing(facts: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Return the keys at which mappings differ, in their order."""
    names = dict.fromkeys(name for values in facts for name in values)
    found = (
        Difference(name=name, values=tuple(values.get(name, ABSENT) for values in facts)) for name in names
    )
    return [difference for difference in found if any(v != difference.values[0] for v in difference.values)]


def disagreements(answers: Sequence[Answers]) -> NDArray[np.int64]:
    """Return the indices of samples on which versions disagree, the most confident disagreement first.

    A disagreement is as confident as the second of its two most confident, different answers.
    """
    digits = np.stack([each.digits for each in answers])
    places = np.flatnonzero((digits != digits[0]).any(axis=0))
    if not len(places):
        return places
    # how sure the surest version is of each digit that some version reads there
    sure = np.zeros((len(places), 10))
    for each in answers:
        rows, read = np.arange(len(places)), each.digits[places]
        sure[rows, read] = np.maximum(sure[rows, read], each.confidence[places])
    second = np.sort(sure, axis=1)[:, -2]
    return places[np.argsort(-second, kind="stable")]
