"""What a gate found, made up for tests that hold none."""

import numpy as np

from recognizer.models import Challenge, DataSet, ModelVersion
from recognizer.phrases import Phrase
from recognizer.services.retraining.checks import Comparison, Record, better, no_worse

DIGITS = range(10)


def comparison(name: str, title: Phrase, group: str, n: int, *, lost: int, gained: int) -> Comparison:
    """Return samples of which some are lost and some gained, each by another person."""
    right = np.ones(n, bool)
    challenger, live = right.copy(), right.copy()
    live[:gained] = False
    challenger[gained : gained + lost] = False
    person = np.arange(n) if group == "people" else None
    return Comparison(name=name, title=title, group=group, challenger=challenger, live=live, person=person)


def records(*, is_better: bool = True, lost_ones: int = 2) -> list[Record]:
    """Return a record for each kind of check."""
    gained = 40 if is_better else 4
    people = comparison("people", Phrase("People's holdout"), "people", 400, lost=3, gained=gained)
    mouse = comparison(
        "device-mouse",
        Phrase("People's holdout: {device}", device=Phrase("mouse")),
        "people",
        390,
        lost=3,
        gained=gained,
    )
    pen = comparison(
        "device-pen",
        Phrase("People's holdout: {device}", device=Phrase("pen")),
        "people",
        10,
        lost=0,
        gained=0,
    )
    sets = [
        comparison("mnist", Phrase("MNIST test set"), "sets", 10_000, lost=21, gained=25),
        comparison("drawn", Phrase("Drawn benchmark"), "sets", 4000, lost=12, gained=9),
        comparison(
            "no_digit", Phrase("No digits: letters, signs, scribbles"), "sets", 2030, lost=6, gained=9
        ),
        comparison("numbers", Phrase("Whole numbers, to the last digit"), "sets", 240, lost=4, gained=6),
    ]
    digits = [
        comparison(
            f"digit-{digit}",
            Phrase("Digit {digit}", digit=digit),
            "digits",
            1400,
            lost=lost_ones if digit == 1 else 4,
            gained=5,
        )
        for digit in DIGITS
    ]
    return [
        better(people),
        *no_worse([mouse, pen]),
        *(no_worse([each])[0] for each in sets),
        *no_worse(digits),
    ]


def challenged(
    version: ModelVersion, live: ModelVersion, data_set: DataSet | None = None, *, passed: bool = True
) -> Challenge:
    """Keep the outcome of a gate."""
    found = records() if passed else records(is_better=False, lost_ones=40)
    return Challenge.objects.create(
        version=version,
        against_number=live.number,
        against_name=live.name,
        data_set=data_set,
        passed=passed,
        evidence={
            "edition": 1,
            "challenger": {"number": version.number, "name": version.name, "file": version.file_sha256},
            "live": {"number": live.number, "name": live.name, "file": live.file_sha256},
            "data_set": {"number": 1, "name": "Spring", "sha256": "0" * 64},
            "margin": 0.2,
            "checks": [record.to_json() for record in found],
        },
    )
