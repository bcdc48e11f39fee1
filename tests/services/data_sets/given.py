"""What people gave, in the database of a test, reviewed or not."""

import hashlib
from uuid import uuid4

import numpy as np

from recognizer.models import Claim, ClaimKind, Contributor, DataSet, Device, ModelVersion, Part, Sample
from recognizer.services.data_sets.making import make_data_set


def contributor(name: str = "Ada", part: Part = Part.TRAINING, *, consent: int = 1) -> Contributor:
    """Return a contributor of that name."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Contributor.objects.get_or_create(digest=digest, defaults={"part": part, "consent": consent})[0]


def tile(number: int) -> bytes:
    """Return a tile; each number has its own."""
    return np.random.default_rng(number).integers(0, 256, 28 * 28, dtype=np.uint8).tobytes()


def give(
    who: Contributor,
    *labels: int,
    device: Device = Device.MOUSE,
    state: str = "agreed",
    tiles: list[bytes] | None = None,
) -> list[Sample]:
    """Give a claim whose samples reviewers gave these labels."""
    claim = Claim.objects.create(
        reading=uuid4(),
        contributor=who,
        kind=ClaimKind.CORRECTED,
        device=device,
        confidence=0.5,
        verdict="recognized",
        version_number=1,
    )
    given = Sample.objects.count()
    return [
        Sample.objects.create(
            claim=claim,
            position=place,
            tile=tiles[place] if tiles else tile(100 * who.pk + given + place),
            said=label,
            read=label,
            confidence=0.5,
            margin=0.1,
            state=state,
            label=label if state == "agreed" else None,
        )
        for place, label in enumerate(labels)
    ]


def crowd(people: int = 3, each: int = 4) -> list[Contributor]:
    """Let some people, in turn of each part, give so many samples."""
    parts = list(Part)
    found = [contributor(f"Person {place}", parts[place % 3]) for place in range(people)]
    for who in found:
        give(who, *(place % 11 for place in range(each)))
    return found


def made(name: str = "Spring") -> DataSet:
    """Make a data set of what there is."""
    return make_data_set(name=name, reason="Enough was given.")


def learnt_from(data_set: DataSet) -> ModelVersion:
    """Return a version that learnt from a data set."""
    return ModelVersion.objects.create(
        name="Challenger", people=data_set, datasets={"people": data_set.sha256}
    )
