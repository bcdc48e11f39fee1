"""The gate: a version that learned from people is held against the live one before it may take over.

It looks at the holdout of people, and there at what a lot chose: what people corrected, the live version read
wrongly, and any other would look better. It looks at the sets on which every version is measured, and at what
synthetic writers write whom nobody learned from; never at what a version was trained or validated on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from recognizer.models import NO_DIGIT, Challenge, DataSet, Device, ModelVersion, Part, Status
from recognizer.nn.parallel import PRODUCT_THREADS
from recognizer.phrases import Phrase
from recognizer.services.data_sets.files import PeopleData, load_data_set
from recognizer.services.errors import NotPossibleNow
from recognizer.services.evaluation.sets import SetName, evaluation_set
from recognizer.services.retraining.checks import Comparison, Record, better, no_worse
from recognizer.services.retraining.readers import Reader, numbers_read, strangers
from recognizer.services.webhooks.events import tell_gate_failed

EDITION = 1
"""Of the evidence's form."""

DEVICES = {
    Device.MOUSE.value: Phrase("mouse"),
    Device.TOUCH.value: Phrase("finger"),
    Device.PEN.value: Phrase("pen"),
    Device.PICTURE.value: Phrase("picture"),
    Device.OTHER.value: Phrase("other"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """Samples of one set that both have read."""

    labels: NDArray[np.uint8]
    """(n,), 0 to 9, 10 for no digit."""
    challenger: NDArray[np.bool_]
    live: NDArray[np.bool_]

    @classmethod
    def at(
        cls, labels: NDArray[np.uint8], challenger: NDArray[np.int64], live: NDArray[np.int64]
    ) -> "Looked":
        """Return which answers are right."""
        return cls(labels=labels, challenger=challenger == labels, live=live == labels)


@dataclass(frozen=True, kw_only=True)
class Duel:
    """A challenger and the live version at the gate."""

    challenger: Reader
    live: Reader
    holdout: PeopleData
    """Samples by lot."""

    def tiles(self, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Looked:
        """Let both read tiles."""
        return Looked.at(labels, self.challenger.says(images), self.live.says(images))

    def set(self, name: SetName) -> Looked:
        """Let both read a set, or take what they said before."""
        labels = evaluation_set(name).labels
        return Looked.at(labels, self.challenger.says_to(name), self.live.says_to(name))

    def records(self) -> list[Record]:
        """Run all checks."""
        people = self.tiles(self.holdout.images, self.holdout.labels)
        mnist, drawn = self.set(SetName.MNIST), self.set(SetName.DRAWN)
        strange = strangers()
        others = self.tiles(strange, np.full(len(strange), NO_DIGIT, np.uint8))
        return [
            better(self.of_people("people", Phrase("People's holdout"), people)),
            *no_worse(list(self.by_device(people))),
            *no_worse([compared("mnist", Phrase("MNIST test set"), mnist)]),
            *no_worse([compared("drawn", Phrase("Drawn benchmark"), drawn)]),
            *no_worse([compared("no_digit", Phrase("No digits: letters, signs, scribbles"), others, people)]),
            *no_worse([self.numbers()]),
            *no_worse([of_digit(digit, people, mnist, drawn) for digit in range(NO_DIGIT)]),
        ]

    def of_people(
        self, name: str, title: Phrase, people: Looked, chosen: NDArray[np.bool_] | None = None
    ) -> Comparison:
        """Return the comparison on the holdout, or on the samples of it for which `chosen` is true."""
        chosen = np.ones(len(people.labels), bool) if chosen is None else chosen
        return Comparison(
            name=name,
            title=title,
            group="people",
            challenger=people.challenger[chosen],
            live=people.live[chosen],
            person=self.holdout.person[chosen],
        )

    def by_device(self, people: Looked) -> Iterator[Comparison]:
        """Yield the comparison for each kind of device of which the holdout has samples."""
        for place, device in enumerate(self.holdout.devices):
            chosen = self.holdout.device == place
            if chosen.any():
                title = Phrase("People's holdout: {device}", device=DEVICES[device])
                yield self.of_people(f"device-{device}", title, people, chosen)

    def numbers(self) -> Comparison:
        """Return the comparison on whole numbers, each right only if it is right to the last digit."""
        read = np.array(list(numbers_read([self.challenger, self.live])), bool).reshape(-1, 2)
        return Comparison(
            name="numbers",
            title=Phrase("Whole numbers, to the last digit"),
            group="sets",
            challenger=read[:, 0],
            live=read[:, 1],
        )


def compared(name: str, title: Phrase, looked: Looked, more: Looked | None = None) -> Comparison:
    """Return the comparison on a set; to `no_digit` what people gave that is no digit is added."""
    challenger, live = [looked.challenger], [looked.live]
    if more is not None:
        strange = more.labels == NO_DIGIT
        challenger.append(more.challenger[strange])
        live.append(more.live[strange])
    return Comparison(
        name=name,
        title=title,
        group="sets",
        challenger=np.concatenate(challenger),
        live=np.concatenate(live),
    )


def of_digit(digit: int, *sets: Looked) -> Comparison:
    """Return the comparison on all samples of one digit in some sets."""
    return Comparison(
        name=f"digit-{digit}",
        title=Phrase("Digit {digit}", digit=digit),
        group="digits",
        challenger=np.concatenate([looked.challenger[looked.labels == digit] for looked in sets]),
        live=np.concatenate([looked.live[looked.labels == digit] for looked in sets]),
    )


def challenge(version: ModelVersion, *, against: ModelVersion | None = None) -> Challenge:
    """Hold a version against the live one, keep all that was found, and return it. It takes about a minute.

    Done again, it replaces what was found before; the same two versions give the same.

    Raises
    ------
    NotPossibleNow
        If the version cannot be activated, did not learn from people, or none is live.
    DataSetRefused, SetNotAvailable, VersionRefused
        If the data set was withdrawn, MNIST is not there, or a file is missing.
    """
    live = against or live_version()
    check_may_challenge(version, live)
    data_set = data_set_of(version)
    people = load_data_set(data_set).of(Part.HOLDOUT)
    holdout = people.where(people.by_lot == 1)
    duel = Duel(challenger=Reader.of(version), live=Reader.of(live), holdout=holdout)
    with PRODUCT_THREADS.limited_to_one():  # a number at a time is read: threads would wait for each other
        records = duel.records()
    return keep(version, live, data_set, records)


def keep(version: ModelVersion, live: ModelVersion, data_set: DataSet, records: list[Record]) -> Challenge:
    """Keep what was found, and tell the webhooks where it was not enough."""
    with transaction.atomic():
        found, _ = Challenge.objects.update_or_create(
            version=version,
            defaults={
                "against_number": live.number,
                "against_name": live.name,
                "data_set": data_set,
                "at": timezone.now(),
                "passed": have_passed(records),
                "evidence": {
                    "edition": EDITION,
                    "challenger": {
                        "number": version.number,
                        "name": version.name,
                        "file": version.file_sha256,
                    },
                    "live": {"number": live.number, "name": live.name, "file": live.file_sha256},
                    "data_set": {"number": data_set.number, "name": data_set.name, "sha256": data_set.sha256},
                    "margin": settings.ACTIVATION_MARGIN,
                    "checks": [record.to_json() for record in records],
                },
            },
        )
        if not found.passed:
            tell_gate_failed(found)
    return found


def have_passed(records: list[Record]) -> bool:
    """Whether the challenger is better on the holdout of people, and no check failed."""
    return records[0].passed is True and all(record.passed is not False for record in records)


def live_version() -> ModelVersion:
    """Return the live version; raise NotPossibleNow if there is none."""
    live = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    if live is None:
        raise NotPossibleNow("No version is live: there is nothing to challenge.")
    return live


def check_may_challenge(version: ModelVersion, live: ModelVersion) -> None:
    """Raise NotPossibleNow unless a version could go live and learned from people."""
    if not version.can_be_activated or version == live:
        raise NotPossibleNow(
            "Version {version} is {state}; only a ready or retired one can challenge the live one.",
            version=version,
            state=version.state,
        )
    if not version.learned_from_people:
        raise NotPossibleNow("Version {version} did not learn from what people gave.", version=version)


def data_set_of(version: ModelVersion) -> DataSet:
    """Return the data set that a version learned from, whose holdout it has not seen."""
    sha256 = version.datasets.get("people")
    data_set = version.people or DataSet.objects.filter(sha256=sha256).order_by("state", "-number").first()
    if data_set is None:
        raise NotPossibleNow(
            "The data set that version {version} learned from is not here: SHA-256 {sha256}.",
            version=version,
            sha256=sha256,
        )
    return data_set
