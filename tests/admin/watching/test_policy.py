"""The form of what the site may do by itself."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer.models import LearningPolicy, Schedule
from tests.services.data_sets.given import crowd

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_learningpolicy_changelist")
PAGE = reverse("admin:recognizer_learningpolicy_change", args=[1])
VALUES = {
    "schedule": "samples",
    "samples": "50",
    "preset": "deck",
    "people_weight": "3",
    "shadow_share": "20",
    "activates": "on",
}


def test_the_list_leads_to_the_one(admin_client: Client) -> None:
    crowd(3, 4)
    response = admin_client.get(LIST, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Learning from people" in response.content.decode()
    assert '<div class="readonly">12</div>' in response.content.decode()


def test_it_is_made_on_first_use(admin_client: Client) -> None:
    assert admin_client.get(PAGE).status_code == 200
    assert LearningPolicy.objects.get().schedule == Schedule.OFF


def test_it_is_changed(admin_client: Client) -> None:
    assert admin_client.post(PAGE, VALUES).status_code == 302
    policy = LearningPolicy.objects.get()
    assert (policy.schedule, policy.samples, policy.preset) == (Schedule.SAMPLES, 50, "deck")
    assert (policy.people_weight, policy.shadow_share, policy.activates) == (3.0, 20, True)


@pytest.mark.parametrize(
    "wrong", [{"samples": "9"}, {"shadow_share": "101"}, {"people_weight": "0"}, {"preset": "none such"}]
)
def test_what_makes_no_sense_is_refused(admin_client: Client, wrong: dict[str, str]) -> None:
    response = admin_client.post(PAGE, {**VALUES, **wrong})
    assert "errorlist" in response.content.decode()
    assert LearningPolicy.objects.get().schedule == Schedule.OFF


def test_there_is_no_other_and_it_stays(admin_client: Client) -> None:
    admin_client.get(PAGE)
    assert admin_client.get(reverse("admin:recognizer_learningpolicy_add")).status_code == 403
    assert admin_client.post(reverse("admin:recognizer_learningpolicy_delete", args=[1])).status_code == 403


@pytest.mark.parametrize(
    ("permission", "status"), [("view_learningpolicy", 403), ("change_learningpolicy", 302)]
)
def test_it_takes_a_permission(client: Client, permission: str, status: int) -> None:
    user = User.objects.create_user("ada", password="secret", is_staff=True)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename=permission))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, VALUES).status_code == status
