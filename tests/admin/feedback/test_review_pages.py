"""Reviewing: who may, what is shown and what is not, and what becomes of an answer."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer import tasks
from recognizer.admin.feedback import review_pages
from recognizer.models import Review, Sample, SampleState
from recognizer.services.feedback.review import record_answer
from recognizer.services.recognition.tiles import png_data_url
from tests.support.brackets import in_brackets
from tests.support.given import BAR, STROKES, claim, sample

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:recognizer_review_changelist")
NEXT, ANSWER, UNDO = (reverse(f"admin:recognizer_review_{name}") for name in ("next", "answer", "undo"))


def member(name: str, *codenames: str) -> User:
    """Return a member of staff who may do just so much."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def ann() -> User:
    return member("ann", "review_sample")


@pytest.fixture
def reviewer(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def post(client: Client, address: str, body: object) -> Any:  # noqa: ANN401 - the test client's response
    return client.post(address, json.dumps(body), content_type="application/json")


def answer(client: Client, of: Sample, said: object) -> Any:  # noqa: ANN401
    return post(client, ANSWER, {"sample": of.pk, "answer": said})


def test_only_reviewers_reach_it(client: Client) -> None:
    one = sample()
    body = {"sample": one.pk, "answer": 7}
    client.force_login(
        member("looker", "view_sample", "view_claim", "view_modelversion", "change_modelversion")
    )
    assert client.get(PAGE).status_code == client.get(NEXT).status_code == 403
    assert post(client, ANSWER, body).status_code == post(client, UNDO, {"sample": None}).status_code == 403
    client.logout()
    for address in (PAGE, NEXT):
        assert client.get(address).status_code == 302
    assert post(client, ANSWER, body).status_code == 302
    assert not Review.objects.exists()


def test_reviewers_find_it_in_the_admin_and_see_nothing_else(reviewer: Client) -> None:
    index = reviewer.get(reverse("admin:index")).content.decode()
    assert f'href="{PAGE}"' in index
    one = sample()
    for name in ("sample", "claim", "contributor", "modelversion", "deployment"):
        assert reviewer.get(reverse(f"admin:recognizer_{name}_changelist")).status_code == 403, name
    assert reviewer.get(reverse("admin:recognizer_sample_change", args=[one.pk])).status_code == 403
    assert reviewer.get(reverse("admin:recognizer_sample_standing")).status_code == 403
    assert reverse("admin:recognizer_sample_standing") not in reviewer.get(PAGE).content.decode()


def test_a_single_answer_is_shown_to_nobody(client: Client, ann: User) -> None:
    review = record_answer(sample().pk, ann, 7).reviews.get()
    root = User.objects.create_superuser("root")
    for user in (ann, root):
        client.force_login(user)
        for page in ("change", "history", "delete"):
            response = client.get(reverse(f"admin:recognizer_review_{page}", args=[review.pk]))
            assert response.status_code in {302, 403}, (user, page)
    assert client.get(reverse("admin:recognizer_review_add")).status_code == 403


def test_no_answer_but_ones_own_is_anywhere_on_it(reviewer: Client) -> None:
    """Over whole bodies: the same sample with other answers by all gives the same bytes."""
    one = sample(said=1, read=1, margin=0.9, doubt=0.1, marks=[])
    body = {"sample": None}

    def seen() -> list[str]:
        page = reviewer.get(PAGE).content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        undone = answer(reviewer, one, 5).content.decode() + post(reviewer, UNDO, body).content.decode()
        return [page.replace(token, ""), reviewer.get(NEXT).content.decode(), undone]

    before = seen()
    record_answer(one.pk, member("ben", "review_sample"), 8)
    Sample.objects.filter(pk=one.pk).update(
        said=8, read=3, confidence=0.123456, margin=0.01, doubt=0.987654, marks=["neighbours"], is_random=True
    )
    one.claim.shown, one.claim.said, one.claim.verdict = "36936", "80808", "uncertain"
    one.claim.save()

    assert seen() == before
    assert set(json.loads(before[1])["samples"][0]) == {"id", "tile", "strokes", "cut_out"}


def test_the_page_brings_the_first_samples(reviewer: Client) -> None:
    for _ in range(review_pages.AHEAD + 2):
        sample()
    first = reviewer.get(PAGE).context["first"]
    assert len(first["samples"]) == review_pages.AHEAD
    assert (first["today"], first["left"]) == (0, review_pages.AHEAD + 2)
    assert first["samples"][0]["tile"] == png_data_url(BAR)


def test_the_next_ones_are_others(reviewer: Client) -> None:
    numbers = [sample().pk for _ in range(4)]
    beside = ",".join(map(str, numbers[:2]))
    found = reviewer.get(f"{NEXT}?beside={beside}").json()
    assert [each["id"] for each in found["samples"]] == numbers[2:]


@pytest.mark.parametrize("beside", ["a", "1,-2", "1" * 30, ",".join(["1"] * 61), "²"])
def test_numbers_that_are_none_are_refused(reviewer: Client, beside: str) -> None:
    response = reviewer.get(NEXT, {"beside": beside})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_drawing_is_shown_as_it_was_drawn(reviewer: Client) -> None:
    two_digits = claim(strokes=[*STROKES, [[0, 0], [9, 9]]])
    alone, known, unknown = (
        sample(),
        sample(of=two_digits, stroke_numbers=[1]),
        sample(of=two_digits, position=1),
    )
    photographed = sample(of=claim(strokes=None), cut_out=b"\x89PNG")
    found = {each["id"]: each for each in reviewer.get(NEXT).json()["samples"]}
    assert found[alone.pk]["strokes"] == STROKES
    assert found[known.pk]["strokes"] == [[[0, 0], [9, 9]]]
    assert found[unknown.pk]["strokes"] is None, "nobody knows which are its own"
    assert (found[photographed.pk]["strokes"], found[alone.pk]["cut_out"]) == (None, None)
    assert found[photographed.pk]["cut_out"] == "data:image/png;base64,iVBORw=="


def test_an_answer_is_kept(reviewer: Client) -> None:
    one = sample()
    sample()
    assert answer(reviewer, one, 11).json() == {"today": 1, "left": 1}
    assert Review.objects.get().answer == 11


def test_answers_that_are_not_taken(reviewer: Client, ann: User) -> None:
    settled, own = sample(), sample()
    for name in ("ben", "cem"):
        record_answer(settled.pk, member(name, "review_sample"), 7)
    record_answer(own.pk, ann, 7)
    with in_brackets():
        late, other = answer(reviewer, settled, 1), answer(reviewer, own, 1)
    assert (late.status_code, other.status_code) == (409, 409)
    assert late.json()["detail"] == f"⟦Others have agreed on sample {settled.pk} already.⟧"
    assert answer(reviewer, own, 12).status_code == 400
    gone = post(reviewer, ANSWER, {"sample": 10**9, "answer": 1})
    assert gone.status_code == 404
    assert Review.objects.filter(reviewer=ann).count() == 1


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"sample": 1}', '{"sample": "1", "answer": 1}', '{"sample": 1, "answer": true}',
     '{"sample": 1e30, "answer": 1}', '{"sample": -1, "answer": 1}',
     '{"sample": 9223372036854775808, "answer": 1}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_answer_is_refused(reviewer: Client, body: str) -> None:
    for address in (ANSWER, UNDO):
        if address == UNDO and body == '{"sample": 1}':
            continue
        response = reviewer.post(address, body, content_type="application/json")
        assert response.status_code in {400, 404}, (address, response.content)
        assert response["Content-Type"] == "application/problem+json"


def test_forms_are_refused(ann: User) -> None:
    """A form is read in search of its token, before anybody looks at its answer."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    client.get(PAGE)
    token = client.cookies["csrftoken"].value
    for address in (ANSWER, UNDO):
        response = client.post(address, {"sample": "1", "answer": "1", "csrfmiddlewaretoken": token})
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"


def test_other_methods_are_refused(reviewer: Client) -> None:
    assert reviewer.get(ANSWER).status_code == reviewer.get(UNDO).status_code == 405
    assert reviewer.post(NEXT).status_code == 405


def test_without_a_token_nothing_is_taken(ann: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann)
    assert answer(strict, sample(), 7).status_code == 403
    assert not Review.objects.exists()


def test_undo_gives_the_last_sample_back(reviewer: Client) -> None:
    first, last = sample(), sample()
    answer(reviewer, first, 7)
    answer(reviewer, last, 8)
    undone = post(reviewer, UNDO, {"sample": None}).json()
    assert (undone["sample"]["id"], undone["today"], undone["left"]) == (last.pk, 1, 1)
    for _ in range(2):  # sent again because the answer was lost
        assert post(reviewer, UNDO, {"sample": first.pk}).json()["sample"]["id"] == first.pk
    nothing = post(reviewer, UNDO, {"sample": None})
    assert (nothing.status_code, nothing.json()["detail"]) == (
        409,
        "You have given no answer that could be undone.",
    )


def test_nobody_undoes_what_another_said(reviewer: Client) -> None:
    one = sample()
    record_answer(one.pk, member("ben", "review_sample"), 7)
    post(reviewer, UNDO, {"sample": one.pk})
    assert Review.objects.count() == 1


def test_two_people_settle_a_sample(client: Client, ann: User) -> None:
    one = sample()
    for user in (ann, member("ben", "review_sample")):
        client.force_login(user)
        answer(client, one, 4)
    one.refresh_from_db()
    assert (one.state, one.label) == (SampleState.AGREED, 4)


def test_opening_it_has_new_samples_sorted(reviewer: Client) -> None:
    assert not tasks.sorting_entries().exists()
    sample()
    for _ in range(2):
        reviewer.get(PAGE)
    assert tasks.sorting_entries().count() == 1
