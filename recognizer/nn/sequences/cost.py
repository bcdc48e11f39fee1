"""The cost of connectionist temporal classification, in the form in which backpropagation asks for costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.nn.activations import Softmax
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import Cost
from recognizer.nn.sequences.ctc import ctc_cost

__all__ = ["SequenceCost", "TargetTexts"]


@dataclass(frozen=True, kw_only=True)
class TargetTexts:
    """What is to be read in each row of a mini-batch: takes the place of the wanted outputs Y."""

    texts: Sequence[Sequence[int]]
    """The labels of each row, from left to right."""
    places: Array
    """(n,), how many of the places of each row are not padding."""

    def __getitem__(self, rows: slice) -> "TargetTexts":
        """Return some of the rows."""
        return TargetTexts(texts=self.texts[rows], places=self.places[rows])


class SequenceCost(Cost):
    """C = −1/n Σₓ ln p(text | row): see :func:`recognizer.nn.sequences.ctc.ctc_cost`.

    Rows in which the text has no room count nothing.
    """

    def __init__(self) -> None:
        super().__init__(Softmax())

    def of_samples(self, A: Array, Y: TargetTexts) -> Array:  # type: ignore[override]  # texts, not an array
        """Return −ln p(text | row) of each row."""
        costs, _ = ctc_cost(A, Y.places, Y.texts)
        return np.where(np.isfinite(costs), costs, 0.0)

    def gradient(self, A: Array, Y: TargetTexts, n: int) -> Array:  # type: ignore[override]
        """Not needed: the output error is known at once."""
        raise NotImplementedError

    def output_error(self, A: Array, Y: TargetTexts, n: int, memory: Memory) -> Array:  # type: ignore[override]
        """Return δᴸ = (a − the label's expected share of the place) / n."""
        _, delta = ctc_cost(A, Y.places, Y.texts)
        scaled: Array = (delta / n).astype(A.dtype)
        return scaled
