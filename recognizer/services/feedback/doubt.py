"""How doubtful a sample is: what is doubtful is reviewed first."""

import numpy as np
from numpy.typing import NDArray

from recognizer.services.feedback.features import Known, nearest_known

PROBES = 300
"""Known digits by which it is told how far apart known digits usually are."""


def doubt_of(
    margin: NDArray[np.floating], disagreement: NDArray[np.floating], strangeness: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return how doubtful samples are: the mean of three signs, each from 0 to 1.

    Parameters
    ----------
    margin : array, shape (n,)
        How far the likeliest answer is ahead of the next, 0 to 1; the less, the more doubtful.
    disagreement : array, shape (n,)
        The share of other readers that read something else, 0 to 1.
    strangeness : array, shape (n,)
        The share of known digits that are nearer to others of their kind, 0 to 1.

    Returns
    -------
    array, shape (n,)
        0 to 1.
    """
    signs = np.stack([1 - np.asarray(margin, np.float64), disagreement, strangeness])
    mean: NDArray[np.float64] = np.clip(signs, 0, 1).mean(axis=0)
    return mean


def disagreement_of(read: NDArray[np.integer], others: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the share of other readers that read something else.

    Parameters
    ----------
    read : array, shape (n,)
        The label that was read.
    others : array, shape (readers, n)
        What each other reader says: versions, and the person whose claim it is; −1 where one says nothing.

    Returns
    -------
    array, shape (n,)
        0 to 1; 0 where nobody else says anything.
    """
    said = others >= 0
    differ = (said & (others != read)).sum(axis=0)
    share: NDArray[np.float64] = differ / np.maximum(said.sum(axis=0), 1)
    return share


def strangeness_of(distances: NDArray[np.floating], usual: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how far samples are from known digits, as the share of these that are less far from each other.

    Parameters
    ----------
    distances : array, shape (n, k)
        To the k nearest known digits.
    usual : array, shape (m,)
        Of known digits: the mean distance to their own k nearest.

    Returns
    -------
    array, shape (n,)
        0 to 1; 0 where nothing is known.
    """
    if not usual.size or not distances.size:
        return np.zeros(len(distances))
    nearer: NDArray[np.float64] = np.searchsorted(np.sort(usual), distances.mean(axis=1)) / usual.size
    return nearer


def usual_distances(known: list[Known], k: int) -> NDArray[np.float64]:
    """Return the mean distances (at most `PROBES`,) of known digits to the k others that are nearest.

    Parameters
    ----------
    known : list of Known
        The probes lie evenly among them.
    k : int
    """
    total = sum(len(each.labels) for each in known)
    if total <= k:
        return np.empty(0)
    step = max(1, -(-total // PROBES))
    probes = np.vstack([each.hidden[::step].astype(np.float32) for each in known])
    near = nearest_known(probes, known, k + 1).distances
    return np.asarray(near[:, 1:].mean(axis=1))  # the nearest of all is each itself
