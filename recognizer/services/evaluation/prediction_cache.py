"""Cache of each version's answers to each sample of a set, in the data folder.

A file holds the network's outputs, named by the version's file and the set, so it never has to be renewed;
what is missing or broken is computed again.
"""

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.models import ModelVersion
from recognizer.services.evaluation.evaluation import Answers
from recognizer.services.evaluation.npz import read_archive, write_archive
from recognizer.services.evaluation.sets import EvaluationSet, SetName, evaluation_set, fingerprint
from recognizer.services.paths import evaluations_folder
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import digit_probabilities
from recognizer.services.versions.registry import OUTPUTS, load_version
from recognizer.telemetry.metrics import found_in_cache

_computing = threading.Lock()
"""One evaluation at a time in a process: each takes all the time that a core has."""


def cached_answers(version: ModelVersion, name: SetName) -> Answers | None:
    """Return a version's answers from the cache, in milliseconds; None if they are not there."""
    kept = read_archive(path_of(version, name), "outputs", "labels")
    found_in_cache("evaluations", hit=kept is not None)
    if kept is None:
        return None
    outputs, labels = kept
    return answers_from(outputs, labels, version) if are_valid(outputs, labels) else None


def answers_of(version: ModelVersion, name: SetName) -> Answers:
    """Return a version's answers; compute and cache them the first time, which takes seconds.

    Raises
    ------
    SetNotAvailable
        If the set is not there.
    VersionRefused
        If the version's file is missing or was changed.
    """
    if (kept := cached_answers(version, name)) is not None:
        return kept
    with _computing:
        if (kept := cached_answers(version, name)) is not None:  # by who held the lock before
            return kept
        samples = evaluation_set(name)
        outputs = compute_outputs(version, samples)
        write_archive(path_of(version, name), outputs=outputs, labels=samples.labels)
    return answers_from(outputs, samples.labels, version)


def path_of(version: ModelVersion, name: SetName) -> Path:
    """Return the path of a version's cached outputs on a set; it need not exist."""
    return evaluations_folder() / f"{version.file_sha256}-{name}-{fingerprint(name)}.npz"


def compute_outputs(version: ModelVersion, samples: EvaluationSet) -> NDArray[np.float32]:
    """Compute the network's outputs (n, 10 or 11) for all samples."""
    network = load_version(version).network
    return network.predict(network_input(samples.images)).astype(np.float32)


def are_valid(outputs: NDArray[Any], labels: NDArray[Any]) -> bool:
    """Whether outputs and labels have the expected types and shapes."""
    return (
        outputs.dtype == np.float32
        and outputs.ndim == 2
        and outputs.shape[1] in OUTPUTS
        and labels.dtype == np.uint8
        and labels.shape == (len(outputs),) != (0,)
        and bool(np.isfinite(outputs).all())
    )


def answers_from(outputs: NDArray[np.float32], labels: NDArray[np.uint8], version: ModelVersion) -> Answers:
    """Calibrate outputs into answers."""
    return Answers(likely=digit_probabilities(outputs, version.temperature), labels=labels)
