"""What speaks against a claim.

A mark decides nothing, people do: about half of such marks are wrong (Northcutt, Athalye, Mueller 2021).
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recognizer.models import NO_DIGIT

FAR = 0.95
"""Strangeness from which known digits have no say in whether ink is a digit at all."""
MIN_CONTRADICTED = 5
"""Claims of a person that reviewers have judged, before these tell anything of the person."""
MIN_FLOOD = 100
"""Samples of one person before they may be a flood."""
FLOOD_TIMES = 10
"""So many times as many samples as people usually give are a flood."""


class Mark(StrEnum):
    """Why a claim is suspicious."""

    NEIGHBOURS = "neighbours"
    """The known digits that are most like it mostly have another label."""
    CONFIDENCE = "confidence"
    """The live version is as sure of another label as it usually is where that is right."""
    CONTRADICTED = "contradicted"
    """Reviewers mostly say something else than its contributor."""
    FLOOD = "flood"
    """Its contributor has given many times as much as others."""


def neighbours_object(
    said: NDArray[np.integer], labels: NDArray[np.integer], strangeness: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Return which claims are objected to by most of their nearest known digits.

    Parameters
    ----------
    said : array, shape (n,)
        What was said; −1 for nothing, to which nobody objects.
    labels : array, shape (n, k)
        Labels of the nearest known digits.
    strangeness : array, shape (n,)
        Ink that is said to be no digit is judged by its neighbours only where this is below `FAR`: hardly
        any known digit is none.

    Returns
    -------
    array, shape (n,)
    """
    if not labels.shape[1]:
        return np.zeros(len(said), bool)
    others = (labels != said[:, None]).mean(axis=1)
    judged = (said >= 0) & ((said != NO_DIGIT) | (strangeness < FAR))
    return np.asarray(judged & (others > 0.5))


def class_thresholds(said: NDArray[np.integer], probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how sure a network usually is of a label where that label was said: tⱼ.

    "Confident Learning: Estimating Uncertainty in Dataset Labels", Northcutt, Jiang, Chuang 2021, equation 2:
    tⱼ is the mean of p(j; x) over the samples x that are said to be j.

    Parameters
    ----------
    said : array, shape (n,)
        Other labels than those of the network, as −1, are left out.
    probabilities : array, shape (n, classes)

    Returns
    -------
    array, shape (classes,)
        Infinity for a label that nobody said: nothing can be told of it.
    """
    classes = probabilities.shape[1]
    thresholds = np.full(classes, np.inf)
    for label in range(classes):
        of_label = probabilities[said == label, label]
        if of_label.size:
            thresholds[label] = of_label.mean()
    return thresholds


def confident_labels(
    probabilities: NDArray[np.floating], thresholds: NDArray[np.floating]
) -> NDArray[np.int64]:
    """Return the label of which a network is as sure as it usually is where that is right; −1 for none.

    Equation 1 of the same paper: of several such labels the likeliest.

    Parameters
    ----------
    probabilities : array, shape (n, classes)
    thresholds : array, shape (classes,)

    Returns
    -------
    array, shape (n,)
    """
    counted = np.where(probabilities >= thresholds, probabilities, -1.0)
    return np.where(counted.max(axis=1) >= 0, counted.argmax(axis=1), -1)


def confident_joint(
    said: NDArray[np.integer], confident: NDArray[np.integer], classes: int
) -> NDArray[np.int64]:
    """Return how often i was said where a network is confident of j: (classes, classes), rows are said."""
    joint = np.zeros((classes, classes), np.int64)
    both = (said >= 0) & (said < classes) & (confident >= 0)
    np.add.at(joint, (said[both], confident[both]), 1)
    return joint


def network_objects(
    said: NDArray[np.integer], confident: NDArray[np.integer], probabilities: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Return which claims lie off the diagonal of the confident joint, and are less likely besides.

    The paper asks for the first alone; but whoever says 7 of many ones brings t₇ down to nothing, and a
    network would then seem confident of 7 wherever it is a little less sure than usual.

    Parameters
    ----------
    said : array, shape (n,)
        What was said; −1 for nothing. To a label that the network does not know it does not object.
    confident : array, shape (n,)
        Of `confident_labels`.
    probabilities : array, shape (n, classes)

    Returns
    -------
    array, shape (n,)
    """
    judged = (said >= 0) & (said < probabilities.shape[1]) & (confident >= 0) & (confident != said)
    objected = np.zeros(len(said), bool)
    rows = np.flatnonzero(judged)
    objected[rows] = probabilities[rows, confident[rows]] > probabilities[rows, said[rows]]
    return objected


def mostly_contradicted(judged: int, contradicted: int) -> bool:
    """Whether reviewers say something else than a person in more than half of enough claims."""
    return judged >= MIN_CONTRADICTED and 2 * contradicted > judged


def floods(counts: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return who gave far more than people usually do: `FLOOD_TIMES` the median, and `MIN_FLOOD` at least.

    Parameters
    ----------
    counts : array, shape (n,)
        Samples of each person.
    """
    if not counts.size:
        return np.zeros(0, bool)
    return np.asarray((counts >= MIN_FLOOD) & (counts > FLOOD_TIMES * np.median(counts)))
