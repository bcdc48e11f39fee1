"""What waits for review gets its doubt and its marks by what the live version makes of it."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.ink import lattice_from_strokes
from recognizer.models import ModelVersion, Sample, SampleState, Status
from recognizer.services.errors import NoActiveVersion
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.feedback import sorting
from recognizer.services.feedback.features import Known, look_at
from recognizer.services.feedback.sorting import has_unsorted_samples, sort_samples
from recognizer.services.feedback.suspicion import Mark
from recognizer.services.recognition.live import live_model
from recognizer.services.versions.registry import LoadedVersion, register_file
from tests.support.given import claim, contributor, sample
from tests.support.versions import put_live, register_good_version, write_untrained_network

pytestmark = pytest.mark.django_db

TILES: dict[int, NDArray[np.uint8]] = {
    digit: lattice_from_strokes(strokes, mode="digit").glyphs[0].tile for digit, strokes in STROKES.items()
}


def known_of(version: LoadedVersion) -> list[Known]:
    """Return twelve digits of each kind, all as the sample is written."""
    labels = np.repeat(np.arange(10), 12)
    hidden = look_at(version, np.stack([TILES[int(label)] for label in labels])).hidden
    return [Known(hidden=hidden, labels=labels)]


@pytest.fixture(autouse=True)
def _few_known_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "known_digits", known_of)


def written(digit: int, said: int | None, margin: float = 0.9, by: str = "somebody") -> Sample:
    """Keep a sample that is read rightly."""
    of = claim(contributor(by))
    return sample(of=of, tile=TILES[digit], said=said, read=digit, margin=margin)


def marks(of: Sample) -> list[str]:
    of.refresh_from_db()
    return list(of.marks)


def test_a_claim_that_contradicts_what_is_known_is_marked() -> None:
    right = [written(digit, digit) for digit in range(10)]
    faint = sample(tile=TILES[1] // 6, said=1, read=1)  # of which it is less sure than of the next
    wrong = written(1, 7)
    done = sort_samples()
    assert (done.samples, done.left) == (12, 0)
    assert faint.state == SampleState.WAITING
    assert marks(wrong) == [Mark.NEIGHBOURS, Mark.CONFIDENCE]
    assert {mark for each in right for mark in marks(each)} == set()


def test_of_what_nothing_was_said_nothing_is_suspicious() -> None:
    unsaid = written(1, None)
    sort_samples()
    assert marks(unsaid) == []


def test_who_says_something_else_makes_it_doubtful() -> None:
    confirmed, corrected, unsure = written(1, 1), written(1, 7), written(1, 1, margin=0.3)
    sort_samples()
    for each in (confirmed, corrected, unsure):
        each.refresh_from_db()
    assert confirmed.doubt == pytest.approx((1 - 0.9) / 3, abs=0.01)
    assert unsure.doubt == pytest.approx(confirmed.doubt + 0.2)
    assert corrected.doubt == pytest.approx(confirmed.doubt + 1 / 3)


def test_a_version_that_reads_something_else_makes_it_doubtful(tmp_path: Path) -> None:
    one = written(4, None)
    sort_samples()
    one.refresh_from_db()
    alone = one.doubt
    other = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    assert other.number != live_model.current().number
    sort_samples()
    one.refresh_from_db()
    assert one.doubt == pytest.approx(alone + 1 / 3)


def test_a_version_whose_file_is_gone_has_no_say(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    ModelVersion.objects.filter(pk=version.pk).update(file_sha256="0" * 64)
    one = written(4, 4)
    assert sort_samples().samples == 1
    one.refresh_from_db()
    assert one.sorted_by == live_model.current().number


def test_ink_like_none_that_is_known_is_doubtful() -> None:
    usual = written(1, 1)
    noise = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    strange = sample(tile=noise, said=1, read=1, margin=0.9)
    sort_samples()
    for each in (usual, strange):
        each.refresh_from_db()
    assert strange.doubt == pytest.approx(usual.doubt + 1 / 3, abs=0.01)


def test_a_run_is_bounded_and_the_next_goes_on() -> None:
    samples = [written(digit, digit) for digit in range(5)]
    assert (sort_samples(3).left, Sample.objects.filter(sorted_by__isnull=True).count()) == (2, 2)
    assert has_unsorted_samples()
    first_time = Sample.objects.get(pk=samples[0].pk).sorted_at
    assert sort_samples(3).left == 0
    assert not has_unsorted_samples()
    again = Sample.objects.get(pk=samples[0].pk).sorted_at
    assert first_time is not None
    assert again is not None
    assert again > first_time, "what was sorted longest ago fills the run"


def test_what_is_settled_is_left_alone() -> None:
    sample(state=SampleState.AGREED, label=1)
    assert not has_unsorted_samples()
    assert sort_samples().samples == 0


def test_another_live_version_sorts_anew(tmp_path: Path) -> None:
    one = written(1, 1)
    sort_samples()
    other = register_good_version(tmp_path)
    put_live(other)
    assert has_unsorted_samples()
    sort_samples()
    one.refresh_from_db()
    assert one.sorted_by == other.number


def test_an_answer_in_the_meantime_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    one = written(1, 1)

    def meanwhile(version: LoadedVersion) -> list[Known]:
        Sample.objects.filter(pk=one.pk).update(state=SampleState.AGREED, label=7)
        return known_of(version)

    monkeypatch.setattr(sorting, "known_digits", meanwhile)
    sort_samples()
    one.refresh_from_db()
    assert (one.state, one.label, one.sorted_by) == (SampleState.AGREED, 7, live_model.current().number)


def test_claims_of_whom_reviewers_contradict_are_marked() -> None:
    for _ in range(5):
        sample(of=claim(contributor("prankster")), said=7, state=SampleState.AGREED, label=1)
    next_one, another = written(3, 3, by="prankster"), written(3, 3)
    unsaid = written(3, None, by="prankster")
    sort_samples()
    assert marks(next_one) == [Mark.CONTRADICTED]
    assert marks(another) == marks(unsaid) == []


def test_without_a_live_version_nothing_is_sorted() -> None:
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    live_model.forget()
    written(1, 1)
    assert not has_unsorted_samples()
    with pytest.raises(NoActiveVersion):
        sort_samples()
