"""Small data sets for tests."""

from typing import Any

import numpy as np

from recognizer.services.data_sets.people import DEVICES, PeopleData

CARD = {"name": "Spring", "licence": "CC0"}


def people_data(per_person: int = 4, *, people: int = 6, seed: int = 0, **changes: Any) -> PeopleData:
    """Return samples of some people, a third of whom are in each part."""
    rng = np.random.default_rng(seed)
    n = per_person * people
    person = np.repeat(np.arange(people), per_person)
    values: dict[str, Any] = {
        "images": rng.integers(0, 256, (n, 28, 28), dtype=np.uint8),
        "labels": (np.arange(n) % 11).astype(np.uint8),
        "people": tuple(f"{place:010x}" for place in range(people)),
        "person": person,
        "part": (person % 3).astype(np.uint8),
        "device": (person % len(DEVICES)).astype(np.uint8),
        "devices": DEVICES,
        "sample": np.arange(n) + 100,
        "by_lot": (np.arange(n) % 2).astype(np.uint8),
    }
    return PeopleData(**{**values, **changes})
