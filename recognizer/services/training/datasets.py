"""The training and validation sets: MNIST, and the synthetic and real handwriting that the spec asks for."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting import HandwritingMix
from recognizer.datasets.mnist import Mnist
from recognizer.models import NO_DIGIT
from recognizer.services.data_sets.files import PeopleData
from recognizer.services.evaluation.synthetic import TRAINING_SEED, VALIDATION_SEED, WrittenTiles, write_tiles
from recognizer.services.training.people import load_people
from recognizer.services.training.spec import CLASSES, TrainingSpec

Labelled: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.uint8]]
"""Pictures (n, 784), ink 255, and their labels (n,)."""

VALIDATION_PART = 0.08
"""Synthetic samples that are validated on, as a part of those that are trained on."""


@dataclass(frozen=True, kw_only=True)
class TrainingSets:
    """The training set, and the validation set that selects the best epoch."""

    training: Labelled
    validation: Labelled
    sample_weight: NDArray[np.float32] | None = None
    """How much each sample of the training set counts; None where all count the same."""


def training_sets(spec: TrainingSpec, mnist: Mnist) -> TrainingSets:
    """Return MNIST's sets, with synthetic handwriting and what people gave if the spec asks for these.

    Each set has other writers, and other people. People's holdout is in neither.
    """
    sets = synthetic_sets(spec, mnist)
    if spec.people is None:
        return sets
    people, others = load_people(spec.people)
    given = labelled(people, outputs=spec.outputs)
    weight = np.concatenate([np.ones(len(sets.training[1])), np.full(len(given[1]), spec.people.weight)])
    return TrainingSets(
        training=joined(sets.training, given),
        validation=joined(sets.validation, labelled(others, outputs=spec.outputs)),
        sample_weight=weight.astype(np.float32),
    )


def labelled(people: PeopleData, *, outputs: int) -> Labelled:
    """Return people's samples; without those that are no digit, where a network has no output for them."""
    known = people.labels < (NO_DIGIT if outputs == CLASSES else NO_DIGIT + 1)
    return people.images[known].reshape(-1, 784), people.labels[known]


def synthetic_sets(spec: TrainingSpec, mnist: Mnist) -> TrainingSets:
    """Return MNIST's sets, each with the handwriting of other synthetic writers if the spec asks for it."""
    training = (mnist.training.images.reshape(-1, 784), mnist.training.labels)
    validation = (mnist.validation.images.reshape(-1, 784), mnist.validation.labels)
    if spec.handwriting is None:
        return TrainingSets(training=training, validation=validation)
    written = write_tiles(spec.handwriting, seed=TRAINING_SEED + spec.recipe.seed)
    by_others = write_tiles(validation_mix(spec.handwriting), seed=VALIDATION_SEED)
    several = repeated(training, spec.handwriting.mnist_copies)
    return TrainingSets(
        training=joined(several, tiles(written)), validation=joined(validation, tiles(by_others))
    )


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


def tiles(written: WrittenTiles) -> Labelled:
    """Return written tiles as samples."""
    return written.images.reshape(-1, 784), written.labels


def joined(samples: Labelled, more: Labelled) -> Labelled:
    """Concatenate samples."""
    return np.concatenate([samples[0], more[0]]), np.concatenate([samples[1], more[1]])
