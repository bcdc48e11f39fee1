"""Samples and labels, checked."""

import zlib
from math import prod
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array, Shape
from recognizer.nn.errors import DataError, ShapeError

__all__ = ["UINT8", "Samples", "as_inputs", "unit_range"]

UINT8 = np.dtype(np.uint8)


def unit_range(X: Array, dtype: np.dtype[Any], out: Array | None = None) -> Array:
    """
    Return samples as numbers from 0 to 1: uint8 pixels divided by 255, floats as they are.

    The one way from pixels to inputs, in training and in use. Quotients are the nearest numbers there are;
    a product with 1/255 would miss every second one.
    """
    if X.dtype == UINT8:
        scaled: Array = np.divide(X, dtype.type(255), out=out, dtype=dtype)
        return scaled
    return np.ascontiguousarray(X, dtype)


def as_inputs(X: Array, input_shape: Shape) -> Array:
    """Return X in the shape (n, *input_shape), given so or with flat samples.

    Raises
    ------
    ShapeError, DataError
        For another shape, and for values that are neither floats nor uint8.
    """
    if not isinstance(X, np.ndarray) or (X.dtype != UINT8 and X.dtype.kind != "f"):
        raise DataError(
            "X must be an array of floats from 0 to 1 or of uint8; got {found}",
            found=getattr(X, "dtype", type(X)),
        )
    if X.shape[1:] == input_shape:
        return X
    if X.ndim == 2 and X.shape[1] == prod(input_shape):
        return X.reshape(-1, *input_shape)
    accepted = f"(n, {prod(input_shape)})"
    if len(input_shape) > 1:
        accepted += f" or (n, {', '.join(map(str, input_shape))})"
    raise ShapeError("X must have the shape {accepted}; got {shape}", accepted=accepted, shape=X.shape)


class Samples:
    """A set of samples with their labels, checked.

    Parameters
    ----------
    X : Array, shape (n, features) or (n, *input_shape)
        Floats from 0 to 1 or uint8 from 0 to 255 (ink is the highest, paper 0). Kept as it is: a batch is
        scaled when it is gathered, so that 60,000 pictures take 47 MB and not 188.
    y : Array, shape (n,)
        Integer labels.
    input_shape : Shape
        What the network takes.
    classes : int
        How many labels there are.
    name : str
        What error messages call the set.
    sample_weight : Array, shape (n,), optional
        How much each sample counts in the cost: finite numbers from 0, not all of them 0.

    Raises
    ------
    ShapeError, DataError
        If shapes, types or values are wrong; the message says where.
    """

    def __init__(  # noqa: PLR0913  (the samples, and what they are held against)
        self,
        X: Array,
        y: Array,
        *,
        input_shape: Shape,
        classes: int,
        name: str,
        sample_weight: Array | None = None,
    ) -> None:
        inputs = as_inputs(X, input_shape)
        if len(X) == 0:
            raise DataError("{name} samples: at least one is needed; got none", name=name)
        if X.dtype.kind == "f" and not np.isfinite(X).all():
            first = int(np.argmin(np.isfinite(inputs.reshape(len(X), -1)).all(axis=1)))
            raise DataError(
                "{name} samples: X must be finite; sample {sample} has NaN or infinity",
                name=name,
                sample=first,
            )
        check_labels(name, y, samples=len(X), classes=classes)
        if sample_weight is not None:
            check_weights(name, sample_weight, samples=len(X))
        self.X = X
        self.y = y
        self.sample_weight = sample_weight

    @property
    def fingerprint(self) -> str:
        """A text that is the same for the same samples, labels and weights."""
        checksum = zlib.crc32(
            np.ascontiguousarray(self.y).data, zlib.crc32(np.ascontiguousarray(self.X).data)
        )
        if self.sample_weight is None:
            return f"{self.X.dtype} {self.X.shape} {checksum:08x}"
        checksum = zlib.crc32(np.ascontiguousarray(self.sample_weight, np.float64).data, checksum)
        return f"{self.X.dtype} {self.X.shape} weighted {checksum:08x}"

    def __len__(self) -> int:
        return len(self.X)


def check_labels(name: str, y: Array, *, samples: int, classes: int) -> None:
    """Raise a DataError unless y holds an integer label from 0 to classes − 1 for each sample."""
    if not isinstance(y, np.ndarray) or y.dtype.kind not in "iu":
        raise DataError(
            "{name} labels must be an array of integers; got {found}",
            name=name,
            found=getattr(y, "dtype", type(y)),
        )
    if y.shape != (samples,):
        raise DataError(
            "{name} labels must be one for each of {samples} samples; got shape {shape}",
            name=name,
            samples=samples,
            shape=y.shape,
        )
    wrong = (y < 0) | (y >= classes)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise DataError(
            "{name} labels must be from 0 to {most}; sample {sample} has {label}",
            name=name,
            most=classes - 1,
            sample=first,
            label=y[first],
        )


def check_weights(name: str, sample_weight: Array, *, samples: int) -> None:
    """Raise a DataError or ShapeError unless each sample has a finite weight ≥ 0, and one of them more."""
    if not isinstance(sample_weight, np.ndarray) or sample_weight.dtype.kind not in "iuf":
        raise DataError(
            "{name} sample_weight must be an array of numbers; got {found}",
            name=name,
            found=getattr(sample_weight, "dtype", type(sample_weight)),
        )
    if sample_weight.shape != (samples,):
        raise ShapeError(
            "{name} sample_weight must be one for each of {samples} samples; got shape {shape}",
            name=name,
            samples=samples,
            shape=sample_weight.shape,
        )
    wrong = ~np.isfinite(sample_weight) | (sample_weight < 0)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise DataError(
            "{name} sample_weight must be finite and not below 0; sample {sample} has {weight}",
            name=name,
            sample=first,
            weight=sample_weight[first],
        )
    if not sample_weight.any():
        raise DataError("{name} sample_weight: at least one must be above 0; got none", name=name)
