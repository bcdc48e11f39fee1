"""Connectionist temporal classification: the cost of the text that a row of frames should read.

In each of T frames a softmax gives the probabilities of K − 1 labels and, last, of the blank: "nothing here".
A way through the row takes one of the K in each frame, and its probability is the product of theirs. It reads
what is left when equal neighbours are merged and blanks dropped then: 1 1 – 1 reads 11. The probability of a
text is the sum over all ways that read it, and its cost is C = −ln p(text | row).

There are Kᵀ ways, but they have their beginnings and ends in common. With blanks before, between and behind
its labels, l′ = – l₁ – l₂ – … –, a text has 2U + 1 positions. From one frame to the next a way stays where it
is, goes on by one position, or passes the blank between two labels that differ. So the ways to each position
are summed up frame by frame, from the front and, in the same manner, from behind.

Source: Graves, Fernández, Gómez and Schmidhuber, "Connectionist temporal classification: labelling
unsegmented sequence data with recurrent neural networks" (2006), sections 3 and 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.errors import DataError, ShapeError

__all__ = ["Places", "ctc_cost", "log_add", "ways_arriving"]

NEGLIGIBLE = -700.0
"""The logarithm of what changes no sum; below, e^x is no normal number, and takes four times as long."""


def ctc_cost(A: Array, lengths: Array, texts: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """Return C = −ln p(text | row) of each row, and δ = ∂(Σ C)/∂Z for softmax activations A of inputs Z.

    The ways through position s in frame t are those that arrive there, times the activation of its label in
    that frame, times those that leave for the end. So of all ways that read the text, the share that takes
    label k in frame t is

        γₜₖ = 1/p Σ_{s: l′ₛ = k} arrivingₜ(s) · aₜₖ · leavingₜ(s),    and    δₜₖ = aₜₖ − γₜₖ.

    Arriving · a is α of the paper, a · leaving its β; their product has a² and is divided by a in (14).

    Parameters
    ----------
    A : Array, shape (n, T, K)
        Activations of a softmax over the last axis; the blank is the last of K. One that was rounded to 0
        counts as the smallest normal number of its type.
    lengths : Array, shape (n,)
        How many of the T frames belong to each row: integers from 0 to T. What is behind them is not used.
    texts : sequence of n sequences of int
        Labels from 0 to K − 2; may be empty.

    Returns
    -------
    Array, shape (n,)
        The costs, float64. A text that needs more frames than its row has, one for each label and one for the
        blank between equal neighbours, costs infinity: such rows are for the caller to leave out.
    Array, shape (n, T, K)
        δ, of the type of A; 0 behind the length, and in a row whose text cannot be.

    Raises
    ------
    ShapeError, DataError
        For other shapes and types, and for labels and lengths out of range.
    """
    check_rows(A, lengths, texts)
    n, frames, classes = A.shape
    places = Places.of(texts, blank=classes - 1)
    inside = np.arange(frames) < lengths[:, None]
    log_a = np.log(np.maximum(A, np.finfo(A.dtype).tiny), dtype=np.float64)
    # behind its length a row has nothing but blanks, which leave the probability of each text as it is
    log_a[~inside] = np.where(np.arange(classes) == classes - 1, 0.0, -np.inf)
    columns = places.texts * classes + places.labels
    own = places.own(log_a.transpose(1, 0, 2).reshape(frames, n * classes), columns)

    both = ways_arriving(np.concatenate((own, from_behind(own)), axis=-1), places.both_ways())
    arriving, leaving = both[..., : len(places)], from_behind(both[..., len(places) :])
    through = np.add(arriving, own, out=own)
    log_p = places.ended(through[-1])
    possible = log_p != -np.inf

    through += leaving
    through -= np.where(possible, log_p, 0.0)[places.texts[0]]
    shares = np.exp(np.maximum(through, NEGLIGIBLE, out=through), out=through).reshape(frames, -1)
    delta = A - summed(shares, columns.ravel(), n * classes).reshape(frames, n, classes).transpose(1, 0, 2)
    delta[~(inside & possible[:, None])] = 0.0
    return -log_p, delta.astype(A.dtype, copy=False)


@dataclass(frozen=True, kw_only=True)
class Places:
    """The positions of n texts with blanks put in, all in one line.

    They come in pairs: a blank, and the label behind it. The last pair of a text has a label that no way ever
    takes, a barrier, and so nothing gets from one text into the next. A text of U labels has U + 1 pairs; m
    are the pairs of all texts. Arrays of shape (…, 2, m) have the blanks first and the labels second.
    """

    texts: Array
    """Which text each position belongs to, (2, m)."""
    labels: Array
    """l′, (2, m); the barriers are blanks here."""
    first: Array
    """Which pairs are the first of a text, (m,)."""
    last: Array
    """Which pairs are the last of a text, (m,)."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[int]], *, blank: int) -> "Places":
        """Return the places of texts; a DataError unless their labels are from 0 to blank − 1."""
        pairs = np.array([len(text) + 1 for text in texts], dtype=np.intp)
        ends = pairs.cumsum() - 1
        last = np.zeros(pairs.sum(), bool)
        last[ends] = True
        labels = np.full((2, len(last)), blank)
        labels[1, ~last] = flat_labels(texts, blank)
        of_texts = np.arange(len(texts)).repeat(pairs)
        return cls(texts=np.stack((of_texts, of_texts)), labels=labels, first=np.roll(last, 1), last=last)

    def __len__(self) -> int:
        return len(self.last)

    @property
    def passing(self) -> Array:
        """At which labels a way arrives from the label before as well, past the blank: (m,)."""
        passing: Array = self.labels[1] != np.roll(self.labels[1], 1)
        return passing

    def both_ways(self) -> "Places":
        """Return these texts, and behind them the same from behind."""
        return Places(
            texts=np.hstack((self.texts, from_behind(self.texts))),
            labels=np.hstack((self.labels, from_behind(self.labels))),
            first=np.hstack((self.first, self.last[::-1])),
            last=np.hstack((self.last, self.first[::-1])),
        )

    def own(self, log_a: Array, columns: Array) -> Array:
        """Return what each frame says of each position, (T, 2, m), from log_a (T, …) and columns (2, m)."""
        own: Array = log_a.take(columns, axis=1)
        own[:, 1, self.last] = -np.inf
        return own

    def ended(self, through: Array) -> Array:
        """Return ln of the ways that are complete, at the last label of a text or the blank behind it: (n,).

        ``through`` (2, m) are those at all positions in the last frame.
        """
        ends = np.flatnonzero(self.last)
        complete = np.empty(len(ends))
        with np.errstate(invalid="ignore"):
            log_add(through[0, ends], through[1, ends - 1], out=complete)
        return np.minimum(complete, 0.0, out=complete)  # rounding makes nothing more than certain


class Combine(Protocol):
    """What takes the ways that come from two places together: their sum, or the likelier of them."""

    def __call__(self, a: Array, b: Array, /, *, out: Array) -> object:
        """Write the logarithm of both together into out, given theirs."""


def log_add(a: Array, b: Array, /, *, out: Array) -> None:
    """Write ln(eᵃ + eᵇ) into out, −∞ where both are; in half the time of ``np.logaddexp``.

    To be called where ``np.errstate`` lets what is invalid pass.
    """
    more = np.maximum(a, b)
    np.subtract(np.minimum(a, b, out=out), more, out=out)
    np.fmax(out, NEGLIGIBLE, out=out)  # also in place of −∞ − (−∞), which is no number
    np.log1p(np.exp(out, out=out), out=out)
    out += more


def ways_arriving(own: Array, places: Places, combine: Combine = log_add) -> Array:
    """Return ln of the ways that arrive at each position in each frame, shape (T, 2, m).

    arrivingₜ(s) = Σ arrivingₜ₋₁(s′) aₜ₋₁(l′ₛ′) over s′ = s, s − 1 and, past a blank, s − 2. What arrives at
    a label past the blank before it is, with what comes from that blank, what arrives at the blank as well:
    two sums of two terms do for a pair of positions.

    Parameters
    ----------
    own : Array, shape (T, 2, m)
        ln aₜ(l′ₛ): what each frame says of each position.
    places : Places
        The positions.
    combine : callable, optional
        ``np.maximum`` for the likeliest way instead of all.
    """
    arriving = np.empty_like(own)
    arriving[0] = np.where(places.first, 0.0, -np.inf)
    passing = places.passing
    here = np.empty_like(own[0])
    label_before = np.full_like(own[0, 0], -np.inf)
    with np.errstate(invalid="ignore"):
        for t in range(1, len(own)):
            blank, label = np.add(arriving[t - 1], own[t - 1], out=here)
            label_before[1:] = label[:-1]
            combine(blank, label_before, out=arriving[t, 0])
            np.copyto(blank, arriving[t, 0], where=passing)
            combine(label, blank, out=arriving[t, 1])
    return arriving


def from_behind(values: Array) -> Array:
    """Return values of all positions, (2, m), or in all frames, (T, 2, m), from the last to the first.

    In pairs again: in this direction a blank has the label on its other side behind it.
    """
    turned = values[..., ::-1] if values.ndim == 2 else values[::-1, :, ::-1]
    paired = turned.copy()
    paired[..., 1, :] = np.roll(turned[..., 1, :], -1, axis=-1)
    return paired


def summed(values: Array, columns: Array, width: int) -> Array:
    """Return an array (T, width) whose columns are the sums of the values' (T, …) that belong to them."""
    order = columns.argsort(kind="stable")
    found, starts = np.unique(columns[order], return_index=True)
    sums = np.zeros((len(values), width))
    if len(found):
        sums[:, found] = np.add.reduceat(values[:, order], starts, axis=1)
    return sums


def flat_labels(texts: Sequence[Sequence[int]], blank: int) -> Array:
    """Return the labels of all texts in one array; a DataError unless they are from 0 to blank − 1."""
    labels = np.array(list(chain.from_iterable(texts)))
    if not labels.size:
        return labels.astype(np.intp)
    if labels.dtype.kind not in "iu":
        raise DataError("texts must consist of integers; got {found}", found=labels.dtype)
    if labels.min() < 0 or labels.max() >= blank:
        raise DataError(
            "labels of a text must be from 0 to {most}; got labels from {least_found} to {most_found}",
            most=blank - 1,
            least_found=labels.min(),
            most_found=labels.max(),
        )
    return labels


def check_rows(A: Array, lengths: Array, texts: Sequence[Sequence[int]]) -> None:
    """Raise a ShapeError or DataError unless there are a length and a text for each row of activations."""
    if A.ndim != 3 or A.shape[1] < 1 or A.shape[2] < 2:
        raise ShapeError(
            "activations must have the shape (n, frames, labels + 1), with frames and labels; got {shape}",
            shape=A.shape,
        )
    if A.dtype.kind != "f":
        raise DataError("activations must be floats; got {found}", found=A.dtype)
    if lengths.shape != A.shape[:1] or len(texts) != len(A):
        raise ShapeError(
            "each of {n} rows needs a length and a text; got lengths of shape {shape} and {texts} texts",
            n=len(A),
            shape=lengths.shape,
            texts=len(texts),
        )
    if lengths.dtype.kind not in "iu":
        raise DataError("lengths must be integers; got {found}", found=lengths.dtype)
    wrong = (lengths < 0) | (lengths > A.shape[1])
    if wrong.any():
        row = int(np.argmax(wrong))
        raise DataError(
            "lengths must be from 0 to {frames}; row {row} has {length}",
            frames=A.shape[1],
            row=row,
            length=lengths[row],
        )
