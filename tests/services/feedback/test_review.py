"""Review: the order of samples, answers and what follows from them, and undoing."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from recognizer.models import CANNOT_TELL, NO_DIGIT, DataSet, Review, Sample, SampleState
from recognizer.services.errors import (
    AnsweredAlready,
    InvalidAnswer,
    NoSuchSample,
    NothingToUndo,
    SampleSettled,
)
from recognizer.services.feedback.review import (
    Outcome,
    is_random_place,
    merged,
    next_samples,
    progress_of,
    record_answer,
    resolve,
    undo_last,
    withdraw,
)
from tests.support.given import sample

pytestmark = pytest.mark.django_db

WAITING, AGREED, DISPUTED, UNUSABLE = (
    SampleState.WAITING,
    SampleState.AGREED,
    SampleState.DISPUTED,
    SampleState.UNUSABLE,
)


@pytest.fixture
def people() -> list[User]:
    """Four reviewers."""
    return [User.objects.create_user(name) for name in ("ann", "ben", "cem", "dee")]


def order(reviewer: User, count: int = 20, **beside: Any) -> list[int]:
    return [each.pk for each in next_samples(reviewer, count, **beside)]


def state(of: Sample) -> tuple[str, int | None]:
    of.refresh_from_db()
    return of.state, of.label


@pytest.mark.parametrize(
    ("answers", "needed", "outcome"),
    [
        ([], 2, (WAITING, None)),
        ([7], 2, (WAITING, None)),
        ([7, 7], 2, (AGREED, 7)),
        ([7, 1], 2, (DISPUTED, None)),
        ([7, 1, 7], 2, (AGREED, 7)),
        ([7, 1, 2], 2, (DISPUTED, None)),
        ([7, CANNOT_TELL], 2, (DISPUTED, None)),
        ([CANNOT_TELL], 2, (WAITING, None)),
        ([CANNOT_TELL, CANNOT_TELL], 2, (UNUSABLE, None)),
        ([NO_DIGIT, NO_DIGIT], 2, (AGREED, NO_DIGIT)),
        ([7, 7, 1, 1], 2, (DISPUTED, None)),
        ([7], 1, (AGREED, 7)),
        ([7, 7], 3, (WAITING, None)),
        ([7, 7, 1, 7], 3, (AGREED, 7)),
    ],
)
def test_what_follows_from_answers(
    answers: list[int], needed: int, outcome: tuple[SampleState, int | None]
) -> None:
    assert resolve(answers, needed) == Outcome(state=outcome[0], label=outcome[1])


def test_two_who_say_the_same_agree(people: list[User]) -> None:
    one = sample()
    assert record_answer(one.pk, people[0], 7).state == WAITING
    before = timezone.now()
    record_answer(one.pk, people[1], 7)
    assert state(one) == (AGREED, 7)
    assert one.agreed_at is not None
    assert one.agreed_at >= before
    assert list(Review.objects.values_list("reviewer_name", "answer")) == [("ann", 7), ("ben", 7)]


def test_of_two_who_differ_a_third_decides(people: list[User]) -> None:
    one = sample()
    for person, answer, expected in zip(people, (7, 1, 1), (WAITING, DISPUTED, AGREED), strict=False):
        record_answer(one.pk, person, answer)
        assert state(one)[0] == expected
    assert state(one) == (AGREED, 1)


def test_the_same_person_never_counts_twice(people: list[User]) -> None:
    one = sample()
    record_answer(one.pk, people[0], 7)
    record_answer(one.pk, people[0], 7)  # sent again because the answer was lost
    assert state(one) == (WAITING, None)
    with pytest.raises(AnsweredAlready, match=f"You have answered sample {one.pk} already"):
        record_answer(one.pk, people[0], 1)
    assert list(one.reviews.values_list("answer", flat=True)) == [7]


def test_whoever_comes_late_is_told(people: list[User]) -> None:
    one = sample()
    for person in people[:2]:
        record_answer(one.pk, person, 7)
    with pytest.raises(SampleSettled, match=f"Others have agreed on sample {one.pk} already"):
        record_answer(one.pk, people[2], 1)
    record_answer(one.pk, people[0], 7)  # whose answer counted: sent again
    assert one.reviews.count() == 2


@pytest.mark.parametrize("answer", [-1, 12, 200])
def test_there_are_twelve_answers(people: list[User], answer: int) -> None:
    one = sample()
    with pytest.raises(InvalidAnswer, match=f"Expected an answer from 0 to 11, found {answer}"):
        record_answer(one.pk, people[0], answer)


def test_a_sample_that_was_taken_back_is_gone(people: list[User]) -> None:
    one = sample()
    one.delete()
    with pytest.raises(NoSuchSample):
        record_answer(99, people[0], 1)


def test_how_many_are_needed_is_a_setting(people: list[User], settings: Settings) -> None:
    settings.REVIEWS_NEEDED = 3
    one = sample()
    for person in people[:2]:
        record_answer(one.pk, person, 7)
    assert state(one) == (WAITING, None)
    record_answer(one.pk, people[2], 7)
    assert state(one) == (AGREED, 7)


def test_undoing_opens_the_sample_again(people: list[User]) -> None:
    first, second = sample(), sample()
    for one in (first, second):
        record_answer(one.pk, people[0], 7)
        record_answer(one.pk, people[1], 7)

    assert undo_last(people[0]).pk == second.pk
    assert state(second) == (WAITING, None)
    assert second.agreed_at is None
    assert state(first) == (AGREED, 7)
    assert undo_last(people[0]).pk == first.pk
    with pytest.raises(NothingToUndo, match="no answer that could be undone"):
        undo_last(people[0])
    assert list(Review.objects.values_list("reviewer_name", flat=True)) == ["ben", "ben"]


def test_undoing_a_third_opinion_leaves_the_dispute(people: list[User]) -> None:
    one = sample()
    for person, answer in zip(people, (7, 1, 1), strict=False):
        record_answer(one.pk, person, answer)
    undo_last(people[2])
    assert state(one) == (DISPUTED, None)


def test_withdrawing_twice_is_as_once(people: list[User]) -> None:
    one = sample()
    record_answer(one.pk, people[0], 7)
    record_answer(one.pk, people[1], 7)
    assert withdraw(one.pk, people[0]).state == WAITING
    assert withdraw(one.pk, people[0]).state == WAITING
    assert one.reviews.count() == 1


def test_a_data_set_is_not_changed_by_undoing(people: list[User]) -> None:
    one = sample()
    record_answer(one.pk, people[0], 7)
    record_answer(one.pk, people[1], 7)
    made = DataSet.objects.create(name="first", sha256="0" * 64, samples=1, statistics={"7": 1})
    made.contributors.add(one.claim.contributor)
    undo_last(people[0])
    made.refresh_from_db()
    assert (made.sha256, made.samples, made.statistics) == ("0" * 64, 1, {"7": 1})


def test_an_account_that_is_deleted_leaves_its_answers(people: list[User]) -> None:
    one = sample()
    record_answer(one.pk, people[0], 7)
    people[0].delete()
    record_answer(one.pk, people[1], 7)
    assert state(one) == (AGREED, 7)


def test_what_is_doubtful_comes_first(people: list[User]) -> None:
    little, much, some = (sample(doubt=doubt) for doubt in (0.1, 0.9, 0.5))
    assert order(people[0]) == [much.pk, some.pk, little.pk]


def test_of_equal_doubt_what_needs_one_more_opinion_comes_first(people: list[User]) -> None:
    untouched, begun, doubtful = (sample(doubt=doubt) for doubt in (0.5, 0.5, 0.6))
    record_answer(begun.pk, people[1], 3)
    assert order(people[0]) == [doubtful.pk, begun.pk, untouched.pk]


def test_nobody_sees_a_sample_twice_nor_what_is_settled(people: list[User]) -> None:
    own, agreed, unusable, disputed = (sample(doubt=doubt) for doubt in (0.4, 0.3, 0.2, 0.1))
    record_answer(own.pk, people[0], 7)
    for person, on_disputed in zip(people[1:3], (7, 1), strict=True):
        record_answer(agreed.pk, person, 7)
        record_answer(unusable.pk, person, CANNOT_TELL)
        record_answer(disputed.pk, person, on_disputed)
    assert order(people[0]) == [disputed.pk]


def test_every_fifth_review_is_of_a_sample_by_lot(people: list[User]) -> None:
    by_lot = [sample(is_random=True, doubt=0.9 - place / 10).pk for place in range(3)]
    doubtful = [sample(doubt=0.9 - place / 100).pk for place in range(9)]
    expected = [*doubtful[:4], by_lot[0], *doubtful[4:8], by_lot[1], doubtful[8], by_lot[2]]
    assert order(people[0]) == expected
    assert order(people[0], 3, beside=expected[:3]) == expected[3:6]
    for number in expected[:4]:
        record_answer(number, people[0], 1)
    assert order(people[0], 2) == expected[4:6]


def test_doubt_has_no_say_in_the_order_of_what_is_by_lot(people: list[User], settings: Settings) -> None:
    """Else the first that are reviewed would be the worst, and errors seem more frequent than they are."""
    settings.REVIEW_RANDOM_SHARE = 100
    by_lot = [sample(is_random=True, doubt=doubt).pk for doubt in (0.1, 0.9, 0.5)]
    assert order(people[0]) == by_lot
    record_answer(by_lot[2], people[1], 1)
    assert order(people[0]) == [by_lot[2], *by_lot[:2]]


@pytest.mark.parametrize(
    ("share", "places"), [(0, []), (20, [4, 9, 14, 19]), (50, [*range(1, 20, 2)]), (100, [*range(20)])]
)
def test_the_share_by_lot_is_exact(share: int, places: list[int], settings: Settings) -> None:
    settings.REVIEW_RANDOM_SHARE = share
    assert [place for place in range(20) if is_random_place(place)] == places


def test_where_one_kind_is_used_up_the_other_follows() -> None:
    assert merged(["d"], ["r", "s", "t"], range(3, 7)) == ["d", "r", "s", "t"]
    assert merged(["d", "e"], [], range(4, 7)) == ["d", "e"]


def test_progress_counts_todays_answers_and_what_is_left(people: list[User]) -> None:
    samples = [sample() for _ in range(4)]
    record_answer(samples[0].pk, people[0], 1)
    record_answer(samples[1].pk, people[0], 1)
    Review.objects.filter(sample=samples[1]).update(at=timezone.now() - timedelta(days=2))
    progress = progress_of(people[0])
    assert (progress.today, progress.left) == (1, 2)
    assert progress_of(people[1]).left == 4


@pytest.mark.django_db(transaction=True)
def test_two_at_once_settle_it_once() -> None:
    """Each sees the other's answer or waits for it: no sample is left with two equal answers and no label."""
    people = [User.objects.create_user(name) for name in ("ann", "ben")]
    samples = [sample().pk for _ in range(5)]
    together = threading.Barrier(2, timeout=60)
    failures: list[Exception] = []

    def review(person: User) -> None:
        try:
            for number in samples:
                together.wait()
                record_answer(number, person, 7)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=review, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(Sample.objects.values_list("state", "label")) == {(AGREED, 7)}
    assert Review.objects.count() == 10
