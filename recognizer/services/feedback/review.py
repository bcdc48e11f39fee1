"""Review: which sample comes next, what a person says of it, and what follows from all that was said."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from recognizer.models import CANNOT_TELL, Review, Sample, SampleState
from recognizer.services.errors import (
    AnsweredAlready,
    InvalidAnswer,
    NoSuchSample,
    NothingToUndo,
    SampleSettled,
)

OPEN = (SampleState.WAITING, SampleState.DISPUTED)
"""States of a sample of which somebody should say something."""
ANSWERS = range(CANNOT_TELL + 1)
"""0 to 9, 10 for no digit, 11 where one cannot tell."""

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What follows from all answers to a sample."""

    state: SampleState
    label: int | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a reviewer has come."""

    today: int
    left: int


def resolve(answers: Iterable[int], needed: int) -> Outcome:
    """Return the outcome of answers by different people, `needed` of which have to be equal."""
    counts = Counter(answers)
    most = [(label, count) for label, count in counts.most_common(2) if count >= needed]
    if len(most) == 1 or (len(most) > 1 and most[0][1] > most[1][1]):
        label = most[0][0]
        if label == CANNOT_TELL:
            return Outcome(state=SampleState.UNUSABLE)
        return Outcome(state=SampleState.AGREED, label=label)
    return Outcome(state=SampleState.DISPUTED if len(counts) > 1 else SampleState.WAITING)


def record_answer(sample_id: int, reviewer: AbstractBaseUser, answer: int) -> Sample:
    """Keep what a person says of a sample, and settle it if that decides; the same twice is the same once.

    Raises
    ------
    InvalidAnswer, NoSuchSample
    AnsweredAlready
        If this person said something else of it before.
    SampleSettled
        If others have agreed in the meantime.
    """
    if answer not in ANSWERS:
        raise InvalidAnswer("Expected an answer from 0 to {most}, found {found}.", most=11, found=answer)
    with transaction.atomic():
        sample = locked_sample(sample_id)
        own = sample.reviews.filter(reviewer=reviewer.pk).first()
        if own is None:
            if sample.state not in OPEN:
                raise SampleSettled("Others have agreed on sample {number} already.", number=sample_id)
            Review.objects.create(
                sample=sample,
                reviewer_id=reviewer.pk,
                reviewer_name=reviewer.get_username(),
                answer=answer,
            )
            settle(sample)
        elif own.answer != answer:
            raise AnsweredAlready("You have answered sample {number} already.", number=sample_id)
    return sample


def undo_last(reviewer: AbstractBaseUser) -> Sample:
    """Withdraw the last answer of a person; return its sample.

    Raises
    ------
    NothingToUndo
        If this person has given no answer.
    NoSuchSample
        If it is deleted at this moment.
    """
    last = Review.objects.filter(reviewer=reviewer.pk).order_by("-pk").first()
    if last is None:
        raise NothingToUndo("You have given no answer that could be undone.")
    return withdraw(last.sample_id, reviewer)


def withdraw(sample_id: int, reviewer: AbstractBaseUser) -> Sample:
    """Withdraw what a person said of a sample, which is open again if that had decided; twice is as once.

    A data set that has the sample keeps it as it was: only later ones see the difference.

    Raises
    ------
    NoSuchSample
    """
    with transaction.atomic():
        sample = locked_sample(sample_id)
        gone, _of = sample.reviews.filter(reviewer=reviewer.pk).delete()
        if gone:
            settle(sample)
    return sample


def locked_sample(sample_id: int) -> Sample:
    """Return a sample that nobody else changes until the transaction is through."""
    sample = Sample.objects.select_for_update().filter(pk=sample_id).first()
    if sample is None:
        raise NoSuchSample("There is no sample {number} (any more).", number=sample_id)
    return sample


def settle(sample: Sample) -> None:
    """Let state and label of a locked sample follow from its answers."""
    answers = sample.reviews.values_list("answer", flat=True)
    outcome = resolve(answers, settings.REVIEWS_NEEDED)
    is_news = (outcome.state, outcome.label) != (sample.state, sample.label)
    sample.state, sample.label = outcome.state, outcome.label
    if outcome.state != SampleState.AGREED:
        sample.agreed_at = None
    elif is_news:
        sample.agreed_at = timezone.now()
    sample.save(update_fields=["state", "label", "agreed_at"])


def next_samples(reviewer: AbstractBaseUser, count: int, *, beside: Collection[int] = ()) -> list[Sample]:
    """Return the samples that a person should see next, beside those that he or she has at hand already.

    What is by lot comes in an order of its own, whatever the doubt, so that what has been reviewed of it
    tells how often readings are wrong.
    """
    to_do = waiting_for(reviewer).exclude(pk__in=beside).values("pk").annotate(opinions=Count("reviews"))
    doubtful = to_do.filter(is_random=False).order_by("-doubt", "-opinions", "pk")
    by_lot = to_do.filter(is_random=True).order_by("-opinions", "pk")
    place = Review.objects.filter(reviewer=reviewer.pk).count() + len(beside)
    chosen = merged(
        list(doubtful.values_list("pk", flat=True)[:count]),
        list(by_lot.values_list("pk", flat=True)[:count]),
        range(place, place + count),
    )
    found = Sample.objects.select_related("claim").in_bulk(chosen)
    return [found[number] for number in chosen if number in found]


def merged(doubtful: Sequence[Item], by_lot: Sequence[Item], places: range) -> list[Item]:
    """Return an item for each place, from either sequence as the place says, or from the one that has any."""
    others, random = list(doubtful), list(by_lot)
    chosen: list[Item] = []
    for place in places:
        first, second = (random, others) if is_random_place(place) else (others, random)
        if source := first or second:
            chosen.append(source.pop(0))
    return chosen


def is_random_place(place: int) -> bool:
    """Whether the review of that place (from 0) of a person is of a sample by lot: `REVIEW_RANDOM_SHARE`."""
    share = settings.REVIEW_RANDOM_SHARE
    return bool((place + 1) * share // 100 > place * share // 100)


def waiting_for(reviewer: AbstractBaseUser) -> QuerySet[Sample]:
    """Return the open samples of which this person has said nothing yet."""
    seen = Review.objects.filter(reviewer=reviewer.pk).values("sample")
    return Sample.objects.filter(state__in=OPEN).exclude(pk__in=seen)


def progress_of(reviewer: AbstractBaseUser) -> Progress:
    """Return how many answers a person has given since midnight, and how many samples are left."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Progress(
        today=Review.objects.filter(reviewer=reviewer.pk, at__gte=midnight).count(),
        left=waiting_for(reviewer).count(),
    )
