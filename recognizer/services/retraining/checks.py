"""The checks of the gate: from pairs of answers to records of evidence."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from recognizer.phrases import Phrase, as_json
from recognizer.services.retraining.paired import (
    Interval,
    Pairs,
    holm,
    interval_by_person,
    interval_of,
    least_noticed,
    mcnemar_mid_p,
)

LEAST_SAMPLES, LEAST_PEOPLE = 50, 10
"""Of a holdout on which one version can be better than another."""
HARM = 0.05
"""The level of the tests of harm; where several groups are tested, that of all together."""
FEW = 5
"""A group is small where the margin is less than so many of its samples: one or two would decide."""
MOST_UNNOTICED = 0.25
"""A group in which the loss of so large a part would not be noticed tells nothing."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The same samples read by both."""

    name: str
    title: Phrase
    group: str
    """Where the page shows it: people, sets or digits."""
    challenger: NDArray[np.bool_]
    """(n,), which samples the challenger reads rightly."""
    live: NDArray[np.bool_]
    """(n,), the same of the live version."""
    person: NDArray[np.int64] | None = None
    """(n,), who wrote them, if that is known."""

    @property
    def pairs(self) -> Pairs:
        """The counts."""
        return Pairs.of(self.challenger, self.live)

    @property
    def interval(self) -> Interval:
        """Where the difference lies: by people, where they are known.

        It is never narrower than that of independent samples: of a few people of whom each gained or lost
        nothing, drawing them anew would tell that there is no difference.
        """
        by_samples = interval_of(self.pairs)
        if self.person is None:
            return by_samples
        by_people = interval_by_person(self.challenger, self.live, self.person)
        return Interval(low=min(by_samples.low, by_people.low), high=max(by_samples.high, by_people.high))


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a check found. Shares are from 0 to 1, differences from −1 to 1."""

    name: str
    title: Phrase
    group: str
    passed: bool | None
    """None where there is too little to tell: it neither passes nor fails."""
    finding: Phrase
    n: int
    people: int | None
    challenger: float | None
    """The share that the challenger reads rightly; None without samples."""
    live: float | None
    lost: int
    """Samples that the live version alone reads rightly."""
    gained: int
    """Samples that the challenger alone reads rightly."""
    low: float
    high: float
    """Ends of the 95 % interval of the difference."""
    p: float
    """Of the one-sided test of harm, adjusted where several groups are tested."""

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON, its sentences as phrases that can be translated."""
        return {**asdict(self), "title": as_json(self.title), "finding": as_json(self.finding)}


def better(comparison: Comparison) -> Record:
    """Check that the challenger is better: the whole 95 % interval lies above 0.

    With few samples or people it fails: an interval of few people is narrower than it should be, and being
    better is what has to be shown.
    """
    record = measured(comparison)
    if record.n < LEAST_SAMPLES or (record.people or 0) < LEAST_PEOPLE:
        finding = Phrase(
            "Not enough to tell: {n} samples of {people} people; {samples} of {least} are needed.",
            n=record.n,
            people=record.people or 0,
            samples=LEAST_SAMPLES,
            least=LEAST_PEOPLE,
        )
        return replace(record, passed=False, finding=finding)
    if record.low > 0:
        return replace(record, passed=True, finding=Phrase("Better."))
    if record.high < 0:
        return replace(record, passed=False, finding=Phrase("Worse."))
    finding = Phrase("Not shown to be better: the difference may be chance.")
    return replace(record, passed=False, finding=finding)


def no_worse(comparisons: Sequence[Comparison]) -> list[Record]:
    """Check for each of some groups that the challenger is no worse there.

    A large group may fall by the margin of activations. In a small one (`FEW`) that would be a sample or two,
    so there the one-sided paired test decides. Groups that are tested together have the level together, by
    Holm's adjustment: of ten digits some would else be refused in every third case by chance alone.
    """
    records = [measured(comparison) for comparison in comparisons]
    told = [index for index, record in enumerate(records) if record.n and is_small(record.n)]
    level = HARM / max(1, len(told))
    for index, p in zip(told, holm([records[index].p for index in told]), strict=True):
        records[index] = judged_by_test(replace(records[index], p=p), least_noticed(level))
    return [judged_by_margin(record) if record.n and not is_small(record.n) else record for record in records]


def is_small(n: int) -> bool:
    """Whether the margin is less than a few samples of so many."""
    return bool(settings.ACTIVATION_MARGIN / 100 * n < FEW)


def judged_by_test(record: Record, least: int) -> Record:
    """Return the record of a small group with its outcome; `least` is the smallest loss that is noticed."""
    if record.p <= HARM:
        finding = Phrase(
            "Worse: {lost} read wrongly that were right before, {gained} the other way round.",
            lost=record.lost,
            gained=record.gained,
        )
        return replace(record, passed=False, finding=finding)
    if least > MOST_UNNOTICED * record.n:
        finding = Phrase("Too few to tell: only a loss of {least} or more would be noticed.", least=least)
        return replace(record, finding=finding)
    return replace(record, passed=True, finding=Phrase("No harm found."))


def judged_by_margin(record: Record) -> Record:
    """Return the record of a large group with its outcome."""
    margin = settings.ACTIVATION_MARGIN
    fallen = 100 * (record.lost - record.gained) / record.n
    if fallen > margin + 1e-9:
        finding = Phrase("Worse by more than {margin} percentage points.", margin=f"{margin:g}")
        return replace(record, passed=False, finding=finding)
    return replace(record, passed=True, finding=Phrase("No worse than the margin allows."))


def measured(comparison: Comparison) -> Record:
    """Return the record of a comparison before it is judged."""
    pairs, interval, person = comparison.pairs, comparison.interval, comparison.person
    return Record(
        name=comparison.name,
        title=comparison.title,
        group=comparison.group,
        passed=None,
        finding=Phrase("Nothing to compare."),
        n=pairs.n,
        people=None if person is None else len(np.unique(person)),
        challenger=pairs.challenger / pairs.n if pairs.n else None,
        live=pairs.live / pairs.n if pairs.n else None,
        lost=pairs.lost,
        gained=pairs.gained,
        low=interval.low,
        high=interval.high,
        p=mcnemar_mid_p(pairs.lost, pairs.gained),
    )
