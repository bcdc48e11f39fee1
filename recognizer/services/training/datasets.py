"""The training and validation sets: MNIST, and the synthetic handwriting that the spec asks for."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting import HandwritingMix
from recognizer.datasets.mnist import Mnist
from recognizer.services.evaluation.synthetic import TRAINING_SEED, VALIDATION_SEED, WrittenTiles, write_tiles
from recognizer.services.training.spec import TrainingSpec

Labelled: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.uint8]]
"""Pictures (n, 784), ink 255, and their labels (n,)."""

VALIDATION_PART = 0.08
"""Synthetic samples that are validated on, as a part of those that are trained on."""


@dataclass(frozen=True, kw_only=True)
class TrainingSets:
    """The training set, and the validation set that selects the best epoch."""

    training: Labelled
    validation: Labelled


def training_sets(spec: TrainingSpec, mnist: Mnist) -> TrainingSets:
    """Return MNIST's sets, each with the handwriting of other synthetic writers if the spec asks for it."""
    training = (mnist.training.images.reshape(-1, 784), mnist.training.labels)
    validation = (mnist.validation.images.reshape(-1, 784), mnist.validation.labels)
    if spec.handwriting is None:
        return TrainingSets(training=training, validation=validation)
    written = write_tiles(spec.handwriting, seed=TRAINING_SEED + spec.recipe.seed)
    by_others = write_tiles(validation_mix(spec.handwriting), seed=VALIDATION_SEED)
    several = repeated(training, spec.handwriting.mnist_copies)
    return TrainingSets(training=joined(several, written), validation=joined(validation, by_others))


def validation_mix(mix: HandwritingMix) -> HandwritingMix:
    """Return the same mix, but smaller."""
    return HandwritingMix(
        synthetic_digits=round(VALIDATION_PART * mix.synthetic_digits),
        synthetic_strangers=round(VALIDATION_PART * mix.synthetic_strangers),
        synthetic_writers=mix.synthetic_writers,
    )


def repeated(samples: Labelled, times: int) -> Labelled:
    """Repeat samples so many times; each copy is augmented anew in every epoch."""
    images, labels = samples
    return np.tile(images, (times, 1)), np.tile(labels, times)


def joined(samples: Labelled, written: WrittenTiles) -> Labelled:
    """Concatenate samples and written tiles."""
    images, labels = samples
    return (
        np.concatenate([images, written.images.reshape(-1, 784)]),
        np.concatenate([labels, written.labels]),
    )
