"""Claims are kept wholly or not at all, whoever else is at it at the same moment."""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from recognizer.models import Claim, Contributor, ModelVersion, Sample
from recognizer.services.data_sets.withdrawal import forget
from recognizer.services.errors import AlreadyClaimed, ClaimRefused, ServiceError, TooManyClaims
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.feedback import claims
from recognizer.services.feedback.claims import check_limits, keep, kept_until, rounded
from recognizer.services.feedback.contributors import digest_of
from recognizer.services.feedback.gifts import Gift, GivenDigit
from recognizer.services.feedback.receipts import receipt_of
from recognizer.services.feedback.samples import seen_digits
from recognizer.services.recognition.reading import recognize_strokes
from tests.support.gifts import new_name


def gift(name: str | None = None, *, receipt: str | None = None, said: int | None = 7) -> Gift:
    reading = recognize_strokes(STROKES[7], mode="digit")
    return Gift(
        contributor=name or new_name(),
        consent=1,
        receipt=receipt or receipt_of(reading, mode="digit").signed(),
        device="touch",
        strokes=STROKES[7],
        digits=(GivenDigit(said=said, strokes=(0,)),),
    )


def given_before(contributor: Contributor, at: datetime) -> Claim:
    return Claim.objects.create(
        reading=uuid.uuid4(),
        contributor=contributor,
        at=at,
        kind="confirmed",
        confidence=1,
        verdict="recognized",
        version_number=1,
    )


def assert_nothing_kept() -> None:
    assert not Claim.objects.exists()
    assert not Sample.objects.exists()
    assert not Contributor.objects.exists()


@pytest.mark.django_db
def test_a_claim_is_kept_with_its_samples_and_says_until_when(settings: Settings) -> None:
    settings.FEEDBACK_DAYS = 10
    kept = keep(gift())
    claim = Claim.objects.get(pk=kept.id)
    assert kept.samples == claim.samples.count() == 1
    assert kept.kept_until == (claim.at + timedelta(days=10)).date()
    assert claim.version_id == claim.version_number == ModelVersion.objects.get(status="active").pk


@pytest.mark.django_db
@pytest.mark.parametrize(("share", "by_lot"), [(100, True), (0, False)])
def test_the_lot_chooses_before_anything_is_said(settings: Settings, share: int, by_lot: bool) -> None:
    settings.FEEDBACK_SHARE = share
    claimed = gift(said=1)
    keep(claimed)
    assert Sample.objects.get().is_random is by_lot


def test_kept_until_is_the_last_day(settings: Settings) -> None:
    settings.FEEDBACK_DAYS = 365
    assert kept_until(datetime(2026, 11, 29, 23, 0, tzinfo=UTC)) == date(2027, 11, 29)


@pytest.mark.django_db
def test_what_fails_at_the_samples_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(claims, "_sample", fails)
    with pytest.raises(RuntimeError):
        keep(gift())
    assert_nothing_kept()


@pytest.mark.django_db(transaction=True)
def test_a_version_that_goes_while_it_reads_is_noticed_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    given = gift()

    def read_and_gone(*arguments: Any) -> Any:  # noqa: ANN401
        seen = seen_digits(*arguments)
        ModelVersion.objects.update(status="retired")
        ModelVersion.objects.all().delete()
        return seen

    monkeypatch.setattr(claims, "seen_digits", read_and_gone)
    with pytest.raises(ClaimRefused, match="The version that read this is gone"):
        keep(given)
    assert_nothing_kept()


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each on a connection of its own; return results and errors."""
    results: list[Any] = []
    together = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> None:
        try:
            together.wait()
            results.append(task())
        except ServiceError as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_claims_at_the_same_moment_one_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = gift().receipt
    passed = threading.Barrier(2)

    def both_have_looked(*arguments: Any) -> Any:  # noqa: ANN401
        passed.wait()  # both have asked whether it was claimed, and neither has written
        return seen_digits(*arguments)

    monkeypatch.setattr(claims, "seen_digits", both_have_looked)
    one, other = gift(receipt=receipt), gift(receipt=receipt)
    results = at_once(lambda: keep(one), lambda: keep(other))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyClaimed", "KeptClaim"]
    assert (Claim.objects.count(), Sample.objects.count(), Contributor.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_over_the_limit_by_giving_at_the_same_moment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEEDBACK_LIMIT = 1
    name = new_name()
    passed = threading.Barrier(2)

    def both_have_looked(*arguments: Any) -> Any:  # noqa: ANN401
        passed.wait()
        return seen_digits(*arguments)

    monkeypatch.setattr(claims, "seen_digits", both_have_looked)
    one, other = gift(name), gift(name)
    results = at_once(lambda: keep(one), lambda: keep(other))
    assert sorted(type(result).__name__ for result in results) == ["KeptClaim", "TooManyClaims"]
    assert Claim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_while_giving_is_gone_or_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    name = new_name()
    keep(gift(name))
    before = Contributor.objects.get()
    another = gift(name)
    both = threading.Barrier(2)

    def both_have_begun(*arguments: Any) -> Any:  # noqa: ANN401
        both.wait()
        return seen_digits(*arguments)

    def leave() -> None:
        both.wait()
        forget(before)

    monkeypatch.setattr(claims, "seen_digits", both_have_begun)
    at_once(lambda: keep(another), leave)
    assert Contributor.objects.count() == Claim.objects.count() == Sample.objects.count()
    assert Claim.objects.count() <= 1


@pytest.mark.django_db
def test_the_database_too_refuses_the_second_claim_of_a_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = gift()
    keep(first)
    monkeypatch.setattr(Claim.objects, "filter", lambda **_conditions: Claim.objects.none())
    with pytest.raises(AlreadyClaimed):
        keep(gift(receipt=first.receipt))
    with connection.cursor() as cursor:  # the transaction can go on
        cursor.execute("SELECT 1")
    assert Contributor.objects.count() == 1


@pytest.mark.django_db
def test_an_error_of_the_database_that_is_no_double_claim_is_not_hidden_as_one() -> None:
    with pytest.raises(IntegrityError):
        given_before(Contributor.objects.create(digest="a", part="training", consent=1), None)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_days_limit_ends_a_day_after_the_first_of_its_claims(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEEDBACK_LIMIT = 2
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    contributor = Contributor.objects.create(digest=digest_of("x"), part="training", consent=1)
    for hours in (50, 20, 5):
        given_before(contributor, now - timedelta(hours=hours))
    with pytest.raises(TooManyClaims) as refused:
        check_limits(contributor)
    assert refused.value.retry_after == 4 * 3600
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=4))
    check_limits(contributor)


@pytest.mark.django_db
def test_what_was_taken_back_does_not_count(settings: Settings) -> None:
    settings.FEEDBACK_TOTAL = 1
    name = new_name()
    keep(gift(name))
    with pytest.raises(ClaimRefused, match="as many as are taken from one person"):
        keep(gift(name))
    Claim.objects.all().delete()
    keep(gift(name))


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=1, max_size=5),
        min_size=1,
        max_size=3,
    )
)
def test_points_are_kept_to_a_ten_thousandth_of_the_drawing(strokes: list[list[tuple[float, float]]]) -> None:
    arrays = [np.array(stroke) for stroke in strokes]
    size = float(np.ptp(np.concatenate(arrays), axis=0).max())
    for stroke, kept in zip(arrays, rounded(arrays), strict=True):
        assert np.all(np.isfinite(kept))
        assert np.abs(stroke - kept).max() <= max(size, 1.0) * 1e-4


def test_a_drawing_of_the_page_is_kept_in_few_digits() -> None:
    assert rounded([np.array([[10.123456789, 20.0], [310.98765, 120.5]])]) == [
        [[10.12, 20.0], [310.99, 120.5]]
    ]
    assert rounded([np.array([[0.123456789, 0.5]])]) == [[[0.1235, 0.5]]]
    assert rounded([np.array([[0.0, 0.0], [1e-300, 1e-301]])]) == [[[0.0, 0.0], [1e-300, 1e-301]]]
