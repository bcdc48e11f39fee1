"""Trainings in this process, small enough for tests."""

from recognizer.datasets.mnist import Mnist
from recognizer.datasets.mnist.sets import Split
from recognizer.services.training.presets import training_spec
from recognizer.services.training.spec import TrainingSpec
from tests.datasets.tiny import IMAGES, LABELS, TINY


def tiny_mnist() -> Mnist:
    """Return 20 pictures to learn from, 10 to validate and 10 to test, all of them noise."""
    return Mnist(
        training=Split(IMAGES[:20], LABELS[:20]),
        validation=Split(IMAGES[20:30], LABELS[20:30]),
        test=Split(IMAGES[30:], LABELS[30:]),
        hashes={file.name: file.sha256 for file in TINY.files},
    )


def tiny_spec(**changes: object) -> TrainingSpec:
    """Return a training of three epochs of four mini-batches."""
    options = {
        "sizes": [784, 10],
        "epochs": 3,
        "batch_size": 5,
        "learning_rate": 0.1,
        "name": "Tiny",
        **changes,
    }
    return training_spec("deck", options)
