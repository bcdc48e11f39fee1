"""What is in a data set: samples and people by part, label and device."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.models import NO_DIGIT
from recognizer.services.data_sets.people import PARTS, PeopleData


def statistics_of(data: PeopleData) -> dict[str, Any]:
    """Return the figures of a data set, as its row keeps them.

    "parts", "labels" and "devices" map each to its samples and people; labels and devices say as well how
    many samples lie in each part, and "by_lot" the same of what a lot chose. "largest" is how many samples
    are one person's, at most.
    """
    return {
        "people": len(data.people),
        "largest": int(np.bincount(data.person).max(initial=0)),
        "by_lot": by_part(data, data.by_lot == 1),
        "parts": {part.value: counts(data, data.part == place) for place, part in enumerate(PARTS)},
        "labels": {str(label): by_part(data, data.labels == label) for label in range(NO_DIGIT + 1)},
        "devices": {
            name: by_part(data, data.device == place)
            for place, name in enumerate(data.devices)
            if np.any(data.device == place)
        },
    }


def counts(data: PeopleData, chosen: NDArray[np.bool_]) -> dict[str, int]:
    """Return how many samples and people some samples are."""
    return {"samples": int(chosen.sum()), "people": len(np.unique(data.person[chosen]))}


def by_part(data: PeopleData, chosen: NDArray[np.bool_]) -> dict[str, int]:
    """Return the same, and the samples in each part."""
    parts = {part.value: int((data.part[chosen] == place).sum()) for place, part in enumerate(PARTS)}
    return {**counts(data, chosen), **parts}
