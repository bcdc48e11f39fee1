"""What a row of frames reads: texts and their probabilities, and which frames each label comes from.

See :mod:`recognizer.nn.sequences.ctc` for ways, blanks and positions. A row is given by ln a of its softmax
activations, shape (T, K), the blank last.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.errors import ConfigurationError, DataError, ShapeError
from recognizer.nn.sequences.ctc import Places, ways_arriving

__all__ = ["alignment", "condensed", "likeliest_texts", "log_probability", "plain_text"]

Text: TypeAlias = tuple[int, ...]
Beginnings: TypeAlias = dict[Text, tuple[float, float]]
"""Of beginnings of texts, the probability of the ways that read them to a blank, and to their last label."""

MIN_PROBABILITY = 1e-4
"""A label that is less likely in a frame is not tried there."""
CERTAINLY_BLANK = 1 - MIN_PROBABILITY
"""In a frame whose blank is likelier nothing is tried at all."""
NO_WAY = (0.0, 0.0)


def log_probability(log_a: Array, texts: Sequence[Sequence[int]]) -> Array:
    """Return ln p(text | row) of several texts for one row.

    Parameters
    ----------
    log_a : Array, shape (T, K)
        ln of the activations of a softmax over the last axis.
    texts : sequence of n sequences of int
        Labels from 0 to K − 2; may be empty.

    Returns
    -------
    Array, shape (n,)
        float64; −∞ for a text that no way reads.

    Raises
    ------
    ShapeError, DataError
        For other shapes and types, and for labels out of range.
    """
    log_a = checked_row(log_a)
    places = Places.of(texts, blank=log_a.shape[1] - 1)
    own = places.own(log_a, places.labels)
    return places.ended(ways_arriving(own, places)[-1] + own[-1])


def likeliest_texts(log_a: Array, *, beam: int) -> list[tuple[Text, float]]:
    """Return texts that are likely for a row, and ln p(text | row) of each: a prefix beam search.

    From frame to frame it keeps the likeliest beginnings of texts, each with the summed probability of the
    ways that read it so far, apart by whether they end in a blank or in its last label: that label once more
    is a second one after a blank, and still the same without. What was dropped on the way is missing in those
    sums, so the texts that remain are weighed anew, exactly.

    Source: Graves and Jaitly, "Towards end-to-end speech recognition with recurrent neural networks" (2014),
    algorithm 1; Hannun, Maas, Jurafsky and Ng, "First-pass large vocabulary continuous speech recognition
    using bi-directional recurrent DNNs" (2014), for the
    two ways to end.

    Parameters
    ----------
    log_a : Array, shape (T, K)
        ln of the activations of a softmax over the last axis.
    beam : int
        How many beginnings are kept, and how many texts are returned at most.

    Returns
    -------
    list of (text, float)
        The likeliest first.

    Raises
    ------
    ConfigurationError
        For a beam of less than 1.
    ShapeError, DataError
        For other shapes and types.
    """
    if beam < 1:
        raise ConfigurationError("beam must be at least 1; got {beam}", beam=beam)
    log_a = checked_row(log_a)
    a = np.exp(log_a)
    likely = a >= np.minimum(MIN_PROBABILITY, a.max(axis=1, keepdims=True))
    kept: Beginnings = {(): (1.0, 0.0)}
    after = 0
    for t in np.flatnonzero(a[:, -1] <= CERTAINLY_BLANK).tolist():
        if t > after:  # any number of certain blanks does what one does
            kept = {text: (sum(ways), 0.0) for text, ways in kept.items()}
        after = t + 1
        *labels, blank = np.where(likely[t], a[t], 0.0).tolist()
        tried = [(label, share) for label, share in enumerate(labels) if share]
        kept = likeliest(gone_on(kept, tried, blank), beam)
    texts = list(kept)
    weighed = zip(texts, log_probability(log_a, texts).tolist(), strict=True)
    return sorted(weighed, key=lambda each: each[1], reverse=True)


def gone_on(kept: Beginnings, tried: Iterable[tuple[int, float]], blank: float) -> Beginnings:
    """Return the beginnings after one more frame, given the labels that are tried in it and its blank."""
    found: Beginnings = {}
    for text, (by_blank, by_label) in kept.items():
        both = by_blank + by_label
        last = text[-1] if text else None
        same = 0.0
        for label, share in tried:
            if label == last:
                same = by_label * share
            longer = (*text, label)
            longer_by_blank, longer_by_label = found.get(longer, NO_WAY)
            arriving = by_blank if label == last else both
            found[longer] = longer_by_blank, longer_by_label + arriving * share
        text_by_blank, text_by_label = found.get(text, NO_WAY)
        found[text] = text_by_blank + both * blank, text_by_label + same
    return found


def likeliest(found: Beginnings, beam: int) -> Beginnings:
    """Return the likeliest beginnings, the first with probability 1 now, lest they become too small."""
    ordered = sorted(found.items(), key=lambda each: sum(each[1]), reverse=True)
    most = sum(ordered[0][1])
    return {text: (ways[0] / most, ways[1] / most) for text, ways in ordered[:beam] if any(ways)}


def alignment(log_a: Array, text: Sequence[int]) -> list[slice]:
    """Return which frames the likeliest of all ways that read the text gives to each of its labels.

    The recursion is that of the sum over all ways, with the larger of two in place of their sum (Viterbi);
    the way itself is found from its end.

    Parameters
    ----------
    log_a : Array, shape (T, K)
        ln of the activations of a softmax over the last axis.
    text : sequence of int
        Labels from 0 to K − 2.

    Returns
    -------
    list of slice
        One a label, in their order; between two there may be blanks.

    Raises
    ------
    ShapeError, DataError
        For other shapes and types, for labels out of range, and for a text that no way reads.
    """
    log_a = checked_row(log_a)
    places = Places.of([text], blank=log_a.shape[1] - 1)
    own = places.own(log_a, places.labels)
    through = ways_arriving(own, places, np.maximum) + own
    if places.ended(through[-1])[0] == -np.inf:
        raise DataError("no way through {frames} frames reads the text {text}", frames=len(own), text=text)
    by_position = through.transpose(0, 2, 1).reshape(len(own), -1).tolist()  # blank, label, blank, …
    passing = places.passing.tolist()

    s = 2 * len(text) + 1  # the barrier, to which the last label and the blank behind it lead
    way = []
    for at in reversed(by_position):
        nearest = s - 2 if s % 2 and passing[s // 2] else s - 1
        s = max(range(s, max(nearest, 0) - 1, -1), key=at.__getitem__)
        way.append(s)
    way.reverse()
    positions = 2 * np.arange(len(text)) + 1
    starts, ends = (np.searchsorted(way, positions, side).tolist() for side in ("left", "right"))
    return list(map(slice, starts, ends))


def condensed(log_a: Array) -> Array:
    """Return a row without frames that say nothing: of each run of certain blanks one is left.

    What such a run reads is what one of its frames reads, so likely texts keep their probabilities, to one
    part in 10,000 for each frame that is left out. Unlikely ones lose the ways that put a label among those
    blanks.

    Parameters
    ----------
    log_a : Array, shape (T, K)
        ln of the activations of a softmax over the last axis.

    Returns
    -------
    Array, shape (t, K)
        float64, t ≤ T.

    Raises
    ------
    ShapeError, DataError
        For other shapes and types.
    """
    log_a = checked_row(log_a)
    is_blank = np.exp(log_a[:, -1]) > CERTAINLY_BLANK
    is_repeated = is_blank[1:] & is_blank[:-1]
    kept: Array = log_a[np.flatnonzero(np.concatenate([[True], ~is_repeated]))]
    return kept


def checked_row(log_a: Array) -> Array:
    """Return log_a as float64; a ShapeError or DataError unless it is of floats, (frames, labels + 1)."""
    if log_a.ndim != 2 or log_a.shape[0] < 1 or log_a.shape[1] < 2:
        raise ShapeError(
            "a row must have the shape (frames, labels + 1), with frames and labels; got {shape}",
            shape=log_a.shape,
        )
    if log_a.dtype.kind != "f":
        raise DataError("activations must be floats; got {found}", found=log_a.dtype)
    return log_a.astype(np.float64, copy=False)


def plain_text(A: Array) -> tuple[int, ...]:
    """Return the labels of the likeliest way (T, K): repeats are one label, the last output is none."""
    likeliest = A.argmax(axis=1)
    changes = np.diff(likeliest, prepend=-1) != 0
    return tuple(int(label) for label in likeliest[changes] if label != A.shape[1] - 1)
