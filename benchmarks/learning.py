"""What a site learns from its people, and from some who mean it ill: `python -m benchmarks.learning FILE`.

FILE holds drawings of real people, as JSON (`.json.gz`): a list of `{"writer", "label", "strokes"}`. Half of
these people use the site through its API, in a database of its own: each draws, looks at the answer and says
what is right. Then two reviewers see to it, a data set is made, a challenger is trained on it and goes to the
gate. Printed is who was let in how far, and how well live version and challenger read the other half.

`--scene` says who else comes: `flips` (a share of all that is said is wrong, `--share`), `flood` (one gives
as much as he can), `teacher` (one teaches 1 as 7), `scribbler` (one gives scribbles as digits). `--reviewers
stamp` nod at whatever was said, which is the worst that can happen; `careful` ones see a digit as people do.

With `--all` everybody uses the site, and no other half is left to be read: twice as many people at the gate.

The folder of the database (`--data`, empty or with MNIST in it) and the file of the live version (`--live`)
are given; the challenger is trained as that was, with `--training`, options of `train_network`.
"""

import argparse
import gzip
import json
import os
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import numpy as np
from django.core.management import call_command

from recognizer.datasets.handwriting import Writers

SCENES = ("honest", "flips", "flood", "teacher", "scribbler")
SEED = 60
SLIPS = 0.01
"""How often a careful reviewer presses the wrong key."""
ILL_WISHER = "ill-wisher"
TRIES = 3000
"""As often as one who floods the site tries."""
ONES = SCRIBBLES = 250
NO_DIGIT = 10

Strokes = list[list[list[float]]]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What somebody drew, and what it is."""

    writer: str
    strokes: Strokes
    truth: int
    """0 to 9, or NO_DIGIT."""


@dataclass(kw_only=True)
class Outcome:
    """What came of a scene, as it is printed."""

    answers: Counter[str] = field(default_factory=Counter)
    """Of the API to what was given, by status; those of an ill-wisher apart."""
    truths: dict[int, int] = field(default_factory=dict)
    """Of each sample, by its number: only the scene knows it."""


def drawings_of(path: Path) -> list[Drawing]:
    """Return the drawings in a file, those of each writer together."""
    items = json.loads(gzip.decompress(path.read_bytes()))
    items.sort(key=lambda item: item["writer"])
    return [
        Drawing(writer=item["writer"], strokes=item["strokes"], truth=int(item["label"])) for item in items
    ]


def halves(drawings: list[Drawing]) -> tuple[list[Drawing], list[Drawing]]:
    """Return the drawings of one half of the people, drawn by lot, and those of the other."""
    writers = sorted({drawing.writer for drawing in drawings})
    first = set(np.random.default_rng(SEED).permutation(writers)[: len(writers) // 2].tolist())
    return (
        [drawing for drawing in drawings if drawing.writer in first],
        [drawing for drawing in drawings if drawing.writer not in first],
    )


def ill_wishes(scene: str) -> Iterator[tuple[Drawing, int]]:
    """Yield what an ill-wisher draws, and what he or she says it is."""
    writers, rng = Writers(50, seed=SEED), np.random.default_rng(SEED)
    if scene == "flood":
        for sample in writers.digits(TRIES, rng=rng):
            yield ill_wisher(sample.strokes, sample.label), (sample.label + 1 + int(rng.integers(9))) % 10
    if scene == "teacher":
        ones = [sample for sample in writers.digits(15 * ONES, rng=rng) if sample.label == 1]
        for sample in ones[:ONES]:
            yield ill_wisher(sample.strokes, 1), 7
    if scene == "scribbler":
        for sample in writers.non_digits(SCRIBBLES, rng=rng):
            yield ill_wisher(sample.strokes, NO_DIGIT), int(rng.integers(10))


def ill_wisher(strokes: Any, truth: int) -> Drawing:  # noqa: ANN401 - a sequence of arrays
    """Return a drawing of the ill-wisher's."""
    return Drawing(
        writer=ILL_WISHER, strokes=[np.round(stroke, 3).tolist() for stroke in strokes], truth=truth
    )


def play(drawings: list[Drawing], arguments: argparse.Namespace) -> Outcome:
    """Let people use the site through its API, and give what they drew."""
    from recognizer.models import Sample  # noqa: PLC0415 - after Django is set up

    outcome, rng = Outcome(), np.random.default_rng(SEED + 1)
    share = arguments.share if arguments.scene == "flips" else 0.0
    given: list[tuple[Drawing, int]] = []
    for drawing in drawings:
        said = drawing.truth
        if rng.random() < share:
            said = (said + 1 + int(rng.integers(9))) % 10
        given.append((drawing, said))
    for drawing, said in [*given, *ill_wishes(arguments.scene)]:
        status, claim = give(drawing, said)
        who = "ill-wisher" if drawing.writer == ILL_WISHER else "people"
        outcome.answers[f"{who} {status}"] += 1
        for number in Sample.objects.filter(claim=claim).values_list("pk", flat=True) if claim else ():
            outcome.truths[number] = drawing.truth
    return outcome


def give(drawing: Drawing, said: int) -> tuple[int, int | None]:
    """Have a drawing read and give it; return the status of the answer, and the number of the claim."""
    answer = ask(
        "recognize",
        {"strokes": drawing.strokes, "mode": "digit", "contributor": name_of(drawing), "device": "pen"},
    )
    body = {
        "contributor": name_of(drawing),
        "consent": 1,
        "receipt": answer["receipt"],
        "device": "pen",
        "strokes": drawing.strokes,
        "digits": [
            {
                "said": "none" if said == NO_DIGIT else said,
                "strokes": list(range(len(drawing.strokes))),
            }
        ],
    }
    found = ask("feedback", body)
    return found["status"], found.get("id")


def name_of(drawing: Drawing) -> str:
    """Return the opaque name of a person: the same one each time."""
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    digest = hashlib.sha256(drawing.writer.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def ask(endpoint: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the API's answer, with its status."""
    from django.test import Client  # noqa: PLC0415

    response = Client().post(f"/api/v1/{endpoint}", json.dumps(body), content_type="application/json")
    return {**json.loads(response.content), "status": response.status_code}


def review(outcome: Outcome, arguments: argparse.Namespace) -> None:
    """Have two people look at each sample."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from recognizer.models import Sample  # noqa: PLC0415
    from recognizer.services.feedback.review import record_answer  # noqa: PLC0415

    rng = np.random.default_rng(SEED + 2)
    for name in ("first", "second"):
        reviewer = User.objects.create_user(name, is_staff=True)
        for sample in Sample.objects.order_by("pk"):
            seen = outcome.truths[sample.pk]
            if arguments.reviewers == "stamp" and sample.said is not None:
                seen = sample.said
            if arguments.reviewers == "careful" and rng.random() < SLIPS:
                seen = int(rng.integers(10))
            record_answer(sample.pk, reviewer, seen)


def main() -> None:
    """Play a scene and print what came of it."""
    arguments = parsed()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "digitweb.settings",
        "DIGITWEB_DATA_DIR": str(arguments.data),
        "ALLOWED_HOSTS": "testserver",
        "SECRET_KEY": "It draws the lots, so that they are the same each time.",
        "RECOGNIZE_RATE": "0",
        "FEEDBACK_RATE": "0",
        "FEEDBACK_SHARE": "100",
        "DATA_SET_SHARE": str(arguments.most),
    }
    django.setup()
    call_command("migrate", verbosity=0)
    from recognizer.models import DataSet, ModelVersion, Sample, SampleState  # noqa: PLC0415
    from recognizer.services.data_sets.making import make_data_set  # noqa: PLC0415
    from recognizer.services.feedback.sorting import sort_samples  # noqa: PLC0415
    from recognizer.services.release.activation import activate, active_version  # noqa: PLC0415
    from recognizer.services.versions.registry import register_file  # noqa: PLC0415

    live = register_file(arguments.live, name="live")
    activate(live, reason="It is measured against.", force=True)
    drawings = drawings_of(arguments.file)
    one_half, other_half = (drawings, []) if arguments.all else halves(drawings)
    outcome = play(one_half, arguments)
    sort_samples(most=10_000)
    review(outcome, arguments)
    agreed = Sample.objects.filter(state=SampleState.AGREED)
    wrong = sum(sample.label != outcome.truths[sample.pk] for sample in agreed)
    data_set: DataSet = make_data_set(name=arguments.scene)
    call_command("train_network", *shlex.split(arguments.training), people=str(data_set.number))
    version = ModelVersion.objects.get(people=data_set)
    verdict = version.challenge  # the command has held the gate
    print(
        json.dumps(
            {
                "scene": arguments.scene,
                "share": arguments.share,
                "reviewers": arguments.reviewers,
                "answers": dict(outcome.answers),
                "samples": Sample.objects.count(),
                "marked": marked(outcome),
                "agreed": agreed.count(),
                "wrong labels": wrong,
                "data set": data_set.statistics,
                "passed": verdict.passed,
                "failed checks": [
                    check["name"] for check in verdict.evidence["checks"] if check["passed"] is False
                ],
                "checks": verdict.evidence["checks"],
                "live is still": active_version() == live,
                "other half": {
                    "live": accuracy(other_half, live),
                    "challenger": accuracy(other_half, version),
                }
                if other_half
                else None,
            },
            indent=1,
            default=str,
        )
    )


def marked(outcome: Outcome) -> dict[str, int]:
    """Return how many samples have a mark, and of how many of these what was said is wrong."""
    from recognizer.models import Sample  # noqa: PLC0415

    found = [sample for sample in Sample.objects.all() if sample.marks]
    return {"all": len(found), "wrong": sum(sample.said != outcome.truths[sample.pk] for sample in found)}


def accuracy(drawings: list[Drawing], version: Any) -> float:  # noqa: ANN401 - a row
    """Return how many drawings a version reads rightly, as a digit each."""
    from recognizer.ink import lattice_from_strokes  # noqa: PLC0415
    from recognizer.services.recognition.reading import read_lattice  # noqa: PLC0415
    from recognizer.services.versions.registry import load_version  # noqa: PLC0415

    loaded = load_version(version)
    right = 0
    for drawing in drawings:
        strokes = [np.array(stroke, dtype=np.float64) for stroke in drawing.strokes]
        reading = read_lattice(lattice_from_strokes(strokes, mode="digit"), loaded, 0.0)
        right += reading.text[:1] == str(drawing.truth)
    return right / len(drawings)


def parsed() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--live", type=Path, required=True)
    parser.add_argument("--training", default="")
    parser.add_argument("--scene", default="honest", choices=SCENES)
    parser.add_argument("--all", action="store_true", help="everybody plays, not one half")
    parser.add_argument("--share", type=float, default=0.0)
    parser.add_argument("--most", type=float, default=2.0, help="per cent of a data set from one person")
    parser.add_argument("--reviewers", default="careful", choices=["careful", "stamp"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
