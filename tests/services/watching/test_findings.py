"""What the shadow finds is written in batches, and drawings only of those who allow it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from django.db import DatabaseError
from django.utils import timezone

from recognizer.models import Contributor, Disagreement, ModelVersion, Part, Shadow
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.watching import findings as module
from recognizer.services.watching.findings import Findings, Found, answer_of, forget_oldest
from recognizer.services.watching.shadow import start_shadow, stop_shadow
from tests.services.watching.conftest import ReadingOf

pytestmark = pytest.mark.django_db

DIGEST = "ab" * 32


@pytest.fixture
def shadow(good: ModelVersion) -> Shadow:
    return start_shadow(good, share=100)


@pytest.fixture
def contributor() -> Contributor:
    return Contributor.objects.create(digest=DIGEST, part=Part.TRAINING, consent=1)


def found(reading_of: ReadingOf, digest: str = DIGEST, **shadows: object) -> Found:
    return Found(
        at=timezone.now(),
        contributor=digest,
        device="pen",
        live=reading_of(7, confidence=0.9),
        shadow=reading_of(7, **{"text": "1", "confidence": 0.6, **shadows}),
        strokes=STROKES[7],
    )


def counts() -> tuple[int, int, int]:
    row = Shadow.objects.get()
    return row.readings, row.agreed, row.dropped


def test_counts_are_added_to_those_of_other_processes(shadow: Shadow) -> None:
    Shadow.objects.update(readings=10, agreed=10, dropped=10)
    findings = Findings(shadow.pk)
    findings.add(agreed=True)
    findings.add(agreed=False)
    findings.drop()
    findings.flush()
    findings.flush()
    assert counts() == (12, 11, 11)


def test_a_known_contributors_drawing_is_kept(
    shadow: Shadow, contributor: Contributor, reading_of: ReadingOf
) -> None:
    findings = Findings(shadow.pk)
    findings.keep(found(reading_of))
    findings.flush()
    row = Disagreement.objects.get()
    assert (row.shadow, row.contributor, row.device) == (shadow, contributor, "pen")
    assert (row.live_text, row.shadow_text) == ("7", "1")
    assert (row.live_confidence, row.shadow_confidence) == (0.9, 0.6)
    assert row.live_number == reading_of().version_number
    assert same(row.strokes, STROKES[7])


def test_a_drawing_in_any_unit_keeps_its_form(
    shadow: Shadow, contributor: Contributor, reading_of: ReadingOf
) -> None:
    tiny = [stroke / 100_000 for stroke in STROKES[7]]
    findings = Findings(shadow.pk)
    findings.keep(replace(found(reading_of), strokes=tiny))
    findings.flush()
    kept = Disagreement.objects.get().strokes
    assert same([(np.array(stroke) * 100_000).tolist() for stroke in kept], STROKES[7])


def same(kept: list[list[list[float]]], drawn: Sequence[np.ndarray]) -> bool:
    return all(np.allclose(stroke, original, atol=0.01) for stroke, original in zip(kept, drawn, strict=True))


@pytest.mark.usefixtures("contributor")
def test_an_unknown_contributors_drawing_is_not(shadow: Shadow, reading_of: ReadingOf) -> None:
    findings = Findings(shadow.pk)
    findings.keep(found(reading_of, digest="cd" * 32))
    findings.add(agreed=False)
    findings.flush()
    assert not Disagreement.objects.exists()
    assert counts() == (1, 0, 0)


@pytest.mark.usefixtures("contributor")
def test_a_shadow_that_has_ended_is_left_as_it_was(
    good: ModelVersion, shadow: Shadow, reading_of: ReadingOf
) -> None:
    findings = Findings(shadow.pk)
    findings.add(agreed=True)
    findings.keep(found(reading_of))
    stop_shadow(good)
    findings.flush()
    assert counts() == (0, 0, 0)
    assert not Disagreement.objects.exists()


@pytest.mark.usefixtures("contributor")
def test_a_database_that_is_away_loses_nothing(
    shadow: Shadow, reading_of: ReadingOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = Findings(shadow.pk)
    findings.add(agreed=False)
    findings.keep(found(reading_of))

    def away(_number: int) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(module, "forget_oldest", away)
        with pytest.raises(DatabaseError):
            findings.flush()
    assert counts() == (0, 0, 0)
    findings.add(agreed=True)
    findings.keep(found(reading_of, text="2"))
    findings.flush()
    assert counts() == (2, 1, 0)
    assert [row.shadow_text for row in Disagreement.objects.order_by("pk")] == ["1", "2"]


def test_memory_is_bounded(shadow: Shadow, reading_of: ReadingOf, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(module, "write", lambda _number, _counts, found: seen.append(len(found)))
    findings = Findings(shadow.pk)
    for _ in range(2 * module.MAX_WAITING):
        findings.keep(found(reading_of))
    findings.flush()
    assert seen == [module.MAX_WAITING]


def test_the_oldest_go(shadow: Shadow, contributor: Contributor) -> None:
    rows = [
        Disagreement.objects.create(
            shadow=shadow,
            contributor=contributor,
            live_number=1,
            live_text=str(number),
            live_confidence=1,
            shadow_confidence=1,
            strokes=[],
        )
        for number in range(5)
    ]
    forget_oldest(shadow.pk, most=5)
    assert Disagreement.objects.count() == 5
    forget_oldest(shadow.pk, most=2)
    assert [row.pk for row in Disagreement.objects.all()] == [rows[4].pk, rows[3].pk]


@pytest.mark.parametrize(
    ("verdict", "answer"),
    [(Verdict.RECOGNIZED, "7"), (Verdict.UNCERTAIN, "7"), (Verdict.NOT_A_DIGIT, ""), (Verdict.EMPTY, "")],
)
def test_a_guess_at_what_is_no_digit_is_no_answer(
    reading_of: ReadingOf, verdict: Verdict, answer: str
) -> None:
    assert answer_of(reading_of(7, verdict=verdict)) == answer
