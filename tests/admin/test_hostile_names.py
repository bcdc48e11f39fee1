"""Whatever something is called, a page shows it as text."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from recognizer.models import ModelVersion
from recognizer.services.data_sets.making import make_data_set
from recognizer.services.watching.shadow import start_shadow
from tests.services.data_sets.given import crowd

pytestmark = pytest.mark.django_db

HOSTILE = """'"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% now %}"""
RAW = ("<script>alert", "<img src=x")


def pages(*names: str, args: tuple[object, ...] = ()) -> list[str]:
    return [reverse(f"admin:{name}", args=args) for name in names]


def assert_shown_as_text(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    assert not [raw for raw in RAW if raw in page], address


def test_versions(admin_client: Client, two: tuple[ModelVersion, ModelVersion]) -> None:
    live, ready = two
    ModelVersion.objects.update(name=HOSTILE[:100], label=HOSTILE[:50])
    ready.refresh_from_db()
    start_shadow(ready, share=10, by=HOSTILE[:100])
    numbers = f"?versions={live.number},{ready.number}"
    start = "recognizer_modelversion"
    addresses = [
        *pages(f"{start}_changelist", f"{start}_playground", f"{start}_train"),
        *pages(
            f"{start}_change", f"{start}_history", f"{start}_activate", f"{start}_delete", args=(ready.pk,)
        ),
        reverse(f"admin:{start}_compare") + numbers,
        *pages("recognizer_deployment_changelist", "recognizer_shadow_changelist", "index"),
        "/",
        "/inside/",
    ]
    for address in addresses:
        assert_shown_as_text(admin_client, address)
    assert "&lt;script&gt;alert(1)" in admin_client.get(addresses[0]).content.decode()


def test_data_sets(admin_client: Client, admin_user: User, settings: Settings) -> None:
    settings.DATA_SET_SHARE = 100.0
    crowd()
    made = make_data_set(
        name=HOSTILE[:60], reason=HOSTILE, licence=HOSTILE[:60], seed=1, created_by=admin_user
    )
    kind = "recognizer_dataset"
    addresses = [
        *pages(f"{kind}_changelist", "recognizer_modelversion_train"),
        *pages(f"{kind}_change", f"{kind}_without", f"{kind}_samples", args=(made.number,)),
    ]
    for address in addresses:
        assert_shown_as_text(admin_client, address)


def test_users_and_groups(admin_client: Client) -> None:
    user = User.objects.create_user(HOSTILE, first_name=HOSTILE[:40], is_staff=True)
    user.groups.add(Group.objects.create(name=HOSTILE))
    own = Client()
    own.force_login(user)
    assert_shown_as_text(own, reverse("admin:index"))
    for address in (
        *pages("auth_user_changelist", "auth_group_changelist"),
        *pages("auth_user_change", "auth_user_delete", "auth_user_password_change", args=(user.pk,)),
    ):
        assert_shown_as_text(admin_client, address)


def test_what_a_login_is_typed_with(client: Client) -> None:
    form = {"username": HOSTILE, "password": HOSTILE, "next": HOSTILE}
    page = client.post(reverse("admin:login"), form).content.decode()
    assert not [raw for raw in RAW if raw in page]
