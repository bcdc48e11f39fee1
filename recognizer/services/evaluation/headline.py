"""A network's headline figures: its accuracy on MNIST's test set and on the drawn benchmark."""

from typing import Any

from numpy.typing import NDArray

from recognizer import nn
from recognizer.datasets.mnist import Split
from recognizer.nn.arrays import Array
from recognizer.services.evaluation.synthetic import drawn_benchmark
from recognizer.services.recognition.verdicts import DIGITS


def mnist_figures(network: nn.Network, test: Split) -> dict[str, Any]:
    """Return accuracy and confusion matrix on the MNIST test set, by the names that a version keeps them."""
    A = digit_outputs(network, test.images)
    return {
        "mnist_accuracy": nn.accuracy(A, test.labels),
        "confusion_matrix": nn.confusion_matrix(A, test.labels).tolist(),
    }


def drawn_accuracy(network: nn.Network) -> float:
    """Return the accuracy on digits by synthetic writers whom no training sees."""
    drawn = drawn_benchmark()
    return nn.accuracy(digit_outputs(network, drawn.images), drawn.labels)


def digit_outputs(network: nn.Network, images: NDArray[Any]) -> Array:
    """Return the outputs (n, 10) that stand for a digit: all these pictures (n, 28, 28) are one."""
    return network.predict(images.reshape(len(images), -1))[:, :DIGITS]
