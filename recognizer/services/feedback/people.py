"""Contributors whose claims one should look at: reviewers mostly contradict them, or they flood the site."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, F, Q

from recognizer.models import Contributor, SampleState
from recognizer.services.feedback.suspicion import Mark, floods, mostly_contradicted

SETTLED_CLAIM = Q(claims__samples__state=SampleState.AGREED, claims__samples__said__isnull=False)


@dataclass(frozen=True, kw_only=True)
class Conspicuous:
    """A contributor of whom something is to be told."""

    contributor: Contributor
    samples: int
    judged: int
    """Claims on which reviewers agree."""
    contradicted: int
    """Those of which they say something else."""
    marks: list[Mark]


def conspicuous_people() -> list[Conspicuous]:
    """Return who is mostly contradicted or gives far more than others, those with most samples first."""
    people = list(
        Contributor.objects.annotate(
            given=Count("claims__samples"),
            judged=Count("claims__samples", filter=SETTLED_CLAIM),
            contradicted=Count(
                "claims__samples",
                filter=SETTLED_CLAIM & ~Q(claims__samples__label=F("claims__samples__said")),
            ),
        )
        .filter(given__gt=0)
        .order_by("-given", "pk")
    )
    flooding = floods(np.array([person.given for person in people], np.int64))
    found = [
        Conspicuous(
            contributor=person,
            samples=person.given,
            judged=person.judged,
            contradicted=person.contradicted,
            marks=list(marks_of(person.judged, person.contradicted, floods=bool(too_many))),
        )
        for person, too_many in zip(people, flooding, strict=True)
    ]
    return [each for each in found if each.marks]


def marks_of(judged: int, contradicted: int, *, floods: bool) -> Iterable[Mark]:
    """Yield what is to be told of a person."""
    if mostly_contradicted(judged, contradicted):
        yield Mark.CONTRADICTED
    if floods:
        yield Mark.FLOOD
