"""The page that tells whether readings have become worse."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recognizer.models import ModelVersion, ReadingTally, Status

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:recognizer_readingtally_changelist")


def chart(kind: str) -> str:
    return reverse("admin:recognizer_readingtally_chart", args=[kind])


def read(days: int = 20, *, device: str = "mouse", lately: float = 0.9, version: int | None = None) -> None:
    """Keep so many days with 1,000 readings each, 90 % sure, and of the last three so sure."""
    number = version or ModelVersion.objects.get(status=Status.ACTIVE).number
    for ago in range(days):
        sure = lately if ago < 3 else 0.9
        ReadingTally.objects.create(
            day=timezone.now().date() - timedelta(days=ago),
            version_number=number,
            device=device,
            readings=1000,
            recognized=800,
            confidence_sum=1000 * sure,
            variance_sum=1000 * sure * (1 - sure),
        )


def test_without_readings_it_says_so(admin_client: Client) -> None:
    page = admin_client.get(PAGE).content.decode()
    assert "Nothing was read in the last 60 days." in page
    assert admin_client.get(chart("day")).status_code == 404


def test_a_steady_site_is_told_so(admin_client: Client) -> None:
    read()
    page = admin_client.get(PAGE).content.decode()
    assert "the estimate has not fallen below" in page
    assert "The estimate has fallen" not in page
    assert page.count("90.00 %") == 20 + 1 + 1, "a row for each day, version and device"
    assert "88.1–91.9 %" in page
    assert str(ModelVersion.objects.get(status=Status.ACTIVE)) in page


def test_a_fall_is_told_with_its_device(admin_client: Client) -> None:
    read(device="mouse")
    read(device="pen", lately=0.8)
    page = admin_client.get(PAGE).content.decode()
    assert page.count('role="alert"') == 2
    assert "The estimate has fallen: 85.00 % in the last 3 days (6,000 readings), 90.00 %" in page
    assert "<b>Pen:</b>" in page


@pytest.mark.parametrize("kind", ["day", "version_number", "device"])
@pytest.mark.parametrize("narrow", ["", "?narrow"])
def test_charts_are_pictures(admin_client: Client, kind: str, narrow: str) -> None:
    read()
    read(1, device="pen", version=77)
    response = admin_client.get(chart(kind) + narrow)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    words = "".join(ET.fromstring(response.content).itertext())  # noqa: S314 - our own
    assert {"day": "estimated (%)", "version_number": "77", "device": "pen"}[kind] in words


def test_no_other_chart(admin_client: Client) -> None:
    read()
    assert admin_client.get(chart("hour")).status_code == 404


def test_who_may_see_versions_sees_it(client: Client) -> None:
    read(1)
    user = User.objects.create_user("ada", password="secret", is_staff=True)
    client.force_login(user)
    for url in (PAGE, chart("day")):
        assert client.get(url).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    for url in (PAGE, chart("day")):
        assert client.get(url).status_code == 200
