"""How good predictions are. A are output activations, shape (n, classes); y labels, shape (n,)."""

from typing import NamedTuple

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.errors import ConfigurationError, DataError, ShapeError

__all__ = [
    "Reliability",
    "accuracy",
    "confusion_matrix",
    "expected_calibration_error",
    "reliability",
    "top_k_accuracy",
]


class Reliability(NamedTuple):
    """Samples in bins of equal width by confidence, each array of shape (bins,)."""

    counts: Array
    """Samples in each bin."""
    confidence: Array
    """Their mean confidence; NaN in an empty bin."""
    accuracy: Array
    """The share of them that is right; NaN in an empty bin."""

    @property
    def expected_calibration_error(self) -> float:
        """How far confidence and accuracy are apart, on average over the samples."""
        gaps = self.counts * np.abs(self.accuracy - self.confidence)
        return float(np.nansum(gaps) / self.counts.sum())


def accuracy(A: Array, y: Array) -> float:
    """Return the share of samples whose highest output is the right one (deck 4.2, step 4)."""
    return top_k_accuracy(A, y, k=1)


def top_k_accuracy(A: Array, y: Array, *, k: int) -> float:
    """Return the share of samples whose right output is among the k highest.

    Equal outputs count as the earlier class being the higher, as argmax has it.
    """
    check_pair(A, y)
    if not 1 <= k <= A.shape[1]:
        raise ShapeError("k must be from 1 to {classes} classes; got {k}", classes=A.shape[1], k=k)
    best_first = np.argsort(-A, axis=1, kind="stable")
    return float(np.mean((best_first[:, :k] == y[:, None]).any(axis=1)))


def confusion_matrix(A: Array, y: Array) -> Array:
    """Return how often each class (row) was taken for each (column): integers, shape (classes, classes)."""
    check_pair(A, y)
    classes = A.shape[1]
    pairs = y.astype(np.intp) * classes + A.argmax(axis=1)  # labels may be bytes, too small for the product
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


def reliability(A: Array, y: Array, *, bins: int = 15) -> Reliability:
    """Return how often answers are right, by how confident they are (reliability diagram, Guo et al. 2017).

    The confidence of an answer is its output's share of the sum of all outputs, so that sigmoid outputs count
    as probabilities too; outputs below 0 count as 0. Samples are put into bins of equal width by confidence.
    """
    check_pair(A, y)
    if not isinstance(bins, int) or bins < 1:
        raise ConfigurationError("bins must be an integer from 1 up; got {bins}", bins=repr(bins))
    shares = np.maximum(A, 0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), np.finfo(A.dtype).tiny)
    confidence = shares.max(axis=1)
    right = A.argmax(axis=1) == y
    chosen = np.minimum((confidence * bins).astype(int), bins - 1)
    counts = np.bincount(chosen, minlength=bins)
    weights = np.where(counts > 0, counts, np.nan)
    return Reliability(
        counts=counts,
        confidence=np.bincount(chosen, weights=confidence, minlength=bins) / weights,
        accuracy=np.bincount(chosen, weights=right, minlength=bins) / weights,
    )


def expected_calibration_error(A: Array, y: Array, *, bins: int = 15) -> float:
    """Return how far confidence and accuracy are apart, on average over the samples (Guo et al. 2017).

    Confidence and bins are those of `reliability`; 0 is perfect, 1 the worst.
    """
    return reliability(A, y, bins=bins).expected_calibration_error


def check_pair(A: Array, y: Array) -> None:
    """Raise a ShapeError or DataError unless A and y belong together."""
    if A.ndim != 2 or len(A) == 0 or y.shape != (len(A),):
        raise ShapeError(
            "outputs (n, classes) and labels (n,) are needed, n > 0; got {outputs} and {labels}",
            outputs=A.shape,
            labels=y.shape,
        )
    if A.dtype.kind != "f":
        raise DataError("outputs must be floats; got {found}", found=A.dtype)
    finite = np.isfinite(A).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        raise DataError("outputs must be finite; sample {row} has {found}", row=row, found=A[row])
    if y.dtype.kind not in "iu":
        raise DataError("labels must be integers; got {found}", found=y.dtype)
    if y.min() < 0 or y.max() >= A.shape[1]:
        raise DataError(
            "labels must be from 0 to {most}; got labels from {least_found} to {most_found}",
            most=A.shape[1] - 1,
            least_found=y.min(),
            most_found=y.max(),
        )
