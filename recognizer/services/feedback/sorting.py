"""Sort what waits for review: how doubtful each sample is, and what speaks against its claim."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from recognizer.models import Sample
from recognizer.nn.parallel import PRODUCT_THREADS
from recognizer.services.errors import NoActiveVersion, VersionRefused
from recognizer.services.feedback.doubt import disagreement_of, doubt_of, strangeness_of, usual_distances
from recognizer.services.feedback.features import known_digits, look_at, nearest_known, tiles_of
from recognizer.services.feedback.people import conspicuous_people
from recognizer.services.feedback.review import OPEN
from recognizer.services.feedback.suspicion import (
    Mark,
    class_thresholds,
    confident_labels,
    neighbours_object,
    network_objects,
)
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.version_cache import usable_versions, version_cache
from recognizer.services.versions.registry import LoadedVersion

MAX_SORTED = 500
"""Samples that one run sorts."""
MAX_COMPARED = 2_000
"""Claims, the latest, by which it is told how sure the live version usually is."""
MAX_OTHERS = 2
"""Other versions that are asked, the newest."""
NEIGHBOURS = 10
"""Known digits that have a say, the nearest."""
NOTHING = -1
"""What a reader says that says nothing."""


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What a run has done."""

    samples: int
    marked: int
    left: int
    """Samples that the live version has not sorted yet."""


def sort_samples(most: int = MAX_SORTED) -> Sorted:
    """Give at most so many open samples their doubt and their marks.

    First come those that have none of the live version's, then those that were sorted longest ago.

    Raises
    ------
    NoActiveVersion
    """
    version = live_model.current()
    samples = next_to_sort(version.number, most)
    if samples:
        with PRODUCT_THREADS.limited_to_one():  # beside a site that answers, more would wait for each other
            give_doubt_and_marks(samples, version)
        Sample.objects.bulk_update(samples, ["doubt", "marks", "sorted_by", "sorted_at"], batch_size=100)
    return Sorted(
        samples=len(samples),
        marked=sum(bool(sample.marks) for sample in samples),
        left=unsorted(version.number).count(),
    )


def has_unsorted_samples() -> bool:
    """Whether there are open samples that the live version, if there is one, has not sorted yet."""
    if not Sample.objects.filter(state__in=OPEN).exists():
        return False
    try:
        return unsorted(live_model.current().number).exists()
    except NoActiveVersion:
        return False


def unsorted(number: int) -> QuerySet[Sample]:
    """Return the open samples that a version has not sorted yet."""
    return Sample.objects.filter(state__in=OPEN).exclude(sorted_by=number)


def next_to_sort(number: int, most: int) -> list[Sample]:
    """Return the open samples that come first when this version sorts."""
    is_sorted = ExpressionWrapper(Q(sorted_by=number, sorted_by__isnull=False), BooleanField())
    waiting = Sample.objects.filter(state__in=OPEN).annotate(is_sorted=is_sorted)
    waiting = waiting.order_by("is_sorted", F("sorted_at").asc(nulls_first=True), "pk")
    return list(waiting.select_related("claim")[:most])


def give_doubt_and_marks(samples: Sequence[Sample], version: LoadedVersion) -> None:
    """Set doubt and marks of samples, by what the live version makes of them; nothing is saved."""
    tiles = tiles_of(samples)
    looks = look_at(version, tiles)
    known = known_digits(version)
    near = nearest_known(looks.hidden, known, NEIGHBOURS)
    strangeness = strangeness_of(near.distances, usual_distances(known, NEIGHBOURS))
    doubt = doubt_of(
        np.array([sample.margin for sample in samples]),
        disagreement_of(
            np.array([sample.read for sample in samples]), other_readers(samples, tiles, version)
        ),
        strangeness,
    )
    objections = {
        Mark.NEIGHBOURS: neighbours_object(said_of(samples), near.labels, strangeness),
        Mark.CONFIDENCE: network_objects_to(samples, looks.probabilities, version),
        **marks_of_people(samples),
    }
    now = timezone.now()
    for place, sample in enumerate(samples):
        sample.doubt = float(doubt[place])
        sample.marks = [str(mark) for mark, marked in objections.items() if marked[place]]
        sample.sorted_by, sample.sorted_at = version.number, now


def said_of(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """Return what was said of each sample."""
    return np.array([NOTHING if sample.said is None else sample.said for sample in samples], np.int64)


def other_readers(
    samples: Sequence[Sample], tiles: NDArray[np.uint8], live: LoadedVersion
) -> NDArray[np.int64]:
    """Return what others say of the samples, (readers, n): the newest other versions, and who gave them."""
    rows = [said_of(samples)]
    for row in [each for each in usable_versions() if each.number != live.number][:MAX_OTHERS]:
        try:
            other = version_cache.get(row)
        except VersionRefused:
            continue  # the log of recognition says why it cannot be loaded
        rows.append(look_at(other, tiles).probabilities.argmax(axis=1))
    return np.stack(rows)


def network_objects_to(
    samples: Sequence[Sample], probabilities: NDArray[np.float64], version: LoadedVersion
) -> NDArray[np.bool_]:
    """Return to which claims the version objects, by how sure it is of these and of the latest others."""
    numbers = [sample.pk for sample in samples]
    latest = Sample.objects.filter(said__isnull=False).exclude(pk__in=numbers).order_by("-pk")
    others = list(latest.only("tile", "said")[:MAX_COMPARED])
    said, all_probabilities = said_of([*samples, *others]), probabilities
    if others:
        all_probabilities = np.vstack([probabilities, look_at(version, tiles_of(others)).probabilities])
    thresholds = class_thresholds(said, all_probabilities)
    confident = confident_labels(probabilities, thresholds)
    return network_objects(said_of(samples), confident, probabilities)


def marks_of_people(samples: Sequence[Sample]) -> dict[Mark, NDArray[np.bool_]]:
    """Return which claims have a mark because of whose they are."""
    by_person = {each.contributor.pk: set(each.marks) for each in conspicuous_people()}
    givers = [
        set() if sample.said is None else by_person.get(sample.claim.contributor_id, set())
        for sample in samples
    ]
    return {
        mark: np.array([mark in marks for marks in givers], bool) for mark in (Mark.CONTRADICTED, Mark.FLOOD)
    }
