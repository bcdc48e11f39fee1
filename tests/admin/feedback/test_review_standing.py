"""How review stands, for whoever may see what people gave."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recognizer.models import ClaimKind, SampleState
from recognizer.services.feedback.review import record_answer
from tests.admin.feedback.test_review_pages import member
from tests.support.given import claim, contributor, sample

pytestmark = pytest.mark.django_db

STANDING = reverse("admin:recognizer_sample_standing")
AGREED = SampleState.AGREED


@pytest.fixture
def viewer(client: Client) -> Client:
    client.force_login(member("viewer", "view_sample"))
    return client


def text_of(client: Client, address: str = STANDING) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_with_nothing_it_says_so(viewer: Client) -> None:
    text = text_of(viewer)
    assert "Nobody has reviewed anything yet." in text
    assert "(0.00 % to 100.00 %; of 0)" in text


def test_who_may_not_see_samples_does_not_see_it(client: Client) -> None:
    client.force_login(member("other", "view_claim", "view_modelversion"))
    assert client.get(STANDING).status_code == 403


def test_agreement_and_errors_are_told(viewer: Client) -> None:
    people = [User.objects.create_user(name) for name in ("ann", "ben")]
    for said_by_ben in (7, 7, 7, 1):
        one = sample(of=claim(kind=ClaimKind.CORRECTED), said=7)
        for person, said in zip(people, (7, said_by_ben), strict=True):
            record_answer(one.pk, person, said)
    for read in (1, 1, 1, 7):
        sample(read=read, label=1, state=AGREED, is_random=True, said=None)
    context = viewer.get(STANDING).context
    assert (context["agreement"].share, context["agreement"].pairs) == (0.75, 4)
    assert [(str(kind), rate.count, rate.total) for kind, rate in context["claims"]] == [
        ("corrected", 3, 3),
        ("confirmed", 0, 0),
    ]
    text = text_of(viewer)
    assert "25.00 % " in text
    assert "(4.56 % to 69.94 %; of 4)" in text
    assert '<th scope="row">ann</th><td>4</td>' in text


def test_suspicious_claims_are_listed_with_their_marks(viewer: Client) -> None:
    sample(said=7, read=1, marks=["neighbours", "confidence"])
    sample(said=3, read=3)
    sample(said=7, label=1, state=AGREED, marks=["flood"])
    text = text_of(viewer)
    assert "said <b>7</b>, read <b>1</b>" in text
    assert "looks like digits of another label" in text
    assert "said <b>3</b>" not in text
    assert "Of 1 marked claims that they have judged, 1 were wrong." in text


def test_whoever_reviews_does_not_see_what_is_still_to_be_reviewed(client: Client) -> None:
    ann = member("ann", "view_sample", "review_sample")
    client.force_login(ann)
    one = sample(said=7, read=1, marks=["neighbours"])
    text = text_of(client)
    assert "said <b>7</b>" not in text
    assert "1 more is shown once you have reviewed it yourself." in text
    record_answer(one.pk, ann, 1)
    assert "said <b>7</b>, read <b>1</b>" in text_of(client)


def test_conspicuous_contributors_are_listed(viewer: Client) -> None:
    prankster = contributor("prankster")
    for _ in range(5):
        sample(of=claim(prankster), said=7, label=1, state=AGREED)
    text = text_of(viewer)
    assert prankster.alias in text
    assert "5 of 5" in text
    assert prankster.digest not in text


def test_a_page_that_is_not_there_is_not_found(viewer: Client) -> None:
    for number in ("0", "2", "x"):
        assert viewer.get(STANDING, {"page": number}).status_code == 404
