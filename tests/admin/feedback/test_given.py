"""Lists of what people gave: to be looked at, with a permission, and never changed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recognizer.models import SampleState
from tests.admin.feedback.test_review_pages import member
from tests.support.given import claim, contributor, sample

pytestmark = pytest.mark.django_db

KINDS = {"sample": "view_sample", "claim": "view_claim", "contributor": "view_claim"}


def listed(kind: str) -> str:
    return reverse(f"admin:recognizer_{kind}_changelist")


@pytest.mark.parametrize("kind", KINDS)
def test_each_needs_its_permission(kind: str, client: Client) -> None:
    one = sample()
    numbers = {"sample": one.pk, "claim": one.claim.pk, "contributor": one.claim.contributor.pk}
    change = reverse(f"admin:recognizer_{kind}_change", args=[numbers[kind]])
    client.force_login(member("nobody", "view_modelversion", "review_sample"))
    assert client.get(listed(kind)).status_code == client.get(change).status_code == 403
    client.force_login(member("viewer", KINDS[kind]))
    assert client.get(listed(kind)).status_code == client.get(change).status_code == 200
    assert listed(kind) in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_changes_anything(kind: str, client: Client) -> None:
    one = sample()
    numbers = {"sample": one.pk, "claim": one.claim.pk, "contributor": one.claim.contributor.pk}
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(reverse(f"admin:recognizer_{kind}_add")).status_code == 403
    for act in ("change", "delete"):
        address = reverse(f"admin:recognizer_{kind}_{act}", args=[numbers[kind]])
        assert client.post(address, {"post": "yes"}).status_code == 403


def test_samples_are_filtered_by_state_and_device(client: Client) -> None:
    waiting, settled = sample(of=claim(device="pen")), sample(state=SampleState.AGREED, label=8)
    client.force_login(member("viewer", "view_sample"))
    for query, expected in (("state__exact=agreed", settled), ("claim__device__exact=pen", waiting)):
        page = client.get(f"{listed('sample')}?{query}")
        assert [each.pk for each in page.context["cl"].result_list] == [expected.pk]


def test_what_was_said_is_shown_when_reviewers_are_through(client: Client) -> None:
    """Whoever looks here may be a reviewer as well."""
    waiting, settled = sample(said=4, read=6), sample(said=4, read=6, state=SampleState.AGREED, label=10)
    client.force_login(member("viewer", "view_sample"))
    shown = {
        one.pk: client.get(reverse("admin:recognizer_sample_change", args=[one.pk])).content.decode()
        for one in (waiting, settled)
    }
    assert shown[waiting.pk].count("after review") == 2
    assert '<div class="readonly">4</div>' not in shown[waiting.pk]
    assert '<div class="readonly">4</div>' in shown[settled.pk]
    assert '<div class="readonly">6</div>' in shown[settled.pk]
    assert '<div class="readonly">no digit</div>' in shown[settled.pk]


def test_contributors_have_a_short_name_alone(client: Client) -> None:
    person = contributor("somebody")
    sample(of=claim(person))
    client.force_login(member("viewer", "view_claim"))
    for kind in ("contributor", "claim"):
        page = client.get(listed(kind)).content.decode()
        assert person.alias in page
        assert person.digest not in page
