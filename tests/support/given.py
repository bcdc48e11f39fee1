"""What people gave, for tests: contributors, claims and samples, without the API."""

import hashlib
import uuid
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.models import Claim, ClaimKind, Contributor, Device, Part, Sample

BAR = np.zeros((28, 28), np.uint8)
BAR[4:24, 13:16] = 255
STROKES = [[[40.0, 10.0], [40.0, 90.0]]]


def contributor(name: str = "somebody") -> Contributor:
    """Return the contributor of that name."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Contributor.objects.get_or_create(digest=digest, defaults={"part": Part.TRAINING, "consent": 1})[0]


def claim(by: Contributor | None = None, **changes: Any) -> Claim:
    """Keep a reading that was confirmed, unless `changes` say otherwise."""
    values = {
        "reading": uuid.uuid4(),
        "contributor": by or contributor(),
        "kind": ClaimKind.CONFIRMED,
        "device": Device.MOUSE,
        "shown": "1",
        "said": "1",
        "confidence": 0.9,
        "verdict": "recognized",
        "version_number": 1,
        "strokes": STROKES,
    }
    return Claim.objects.create(**{**values, **changes})


def sample(
    *, of: Claim | None = None, tile: NDArray[np.uint8] = BAR, position: int = 0, **changes: Any
) -> Sample:
    """Keep a sample, of a claim of its own unless one is given, read as a one and said to be one."""
    values = {"said": 1, "read": 1, "confidence": 0.9, "margin": 0.8}
    return Sample.objects.create(
        claim=of or claim(), position=position, tile=tile.tobytes(), **{**values, **changes}
    )
