"""The first page of the admin tells how the site stands, to each as far as they may know."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recognizer.admin.standing import Readings, readings_since
from recognizer.models import Device, ModelVersion, ReadingTally, Status
from recognizer.telemetry import metrics

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")


def shown(client: Client) -> str:
    """Return the first page, each run of white space as one space."""
    return " ".join(client.get(INDEX).content.decode().split())


def read(day: int, readings: int, recognized: int) -> None:
    """Write down readings of some days ago."""
    ReadingTally.objects.create(
        day=timezone.now().date() - timedelta(days=day),
        version_number=1,
        device=Device.OTHER,
        readings=readings,
        recognized=recognized,
    )


def test_it_names_what_answers_and_the_way_back(
    admin_client: Client, two: tuple[ModelVersion, ModelVersion]
) -> None:
    page = shown(admin_client)
    assert f">{two[0]}</a>" in page
    assert reverse("admin:recognizer_modelversion_roll_back") in page
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    assert "no version" in shown(admin_client)


def test_readings_are_those_of_today_and_of_seven_days(admin_client: Client) -> None:
    assert readings_since(timezone.now().date()) == Readings(count=0, uncertain=0)
    assert Readings(count=0, uncertain=0).share is None
    read(0, 1200, 1180)
    read(6, 800, 770)
    read(7, 5000, 0)
    page = shown(admin_client)
    assert "<dd>1,200</dd>" in page
    assert "2,000 in seven days" in page
    assert "<dd>2.50 %</dd>" in page


def test_how_long_a_reading_takes_is_what_was_counted(admin_client: Client) -> None:
    metrics.REQUEST_SECONDS.labels("api-v1:recognize").observe(0.004)
    page = shown(admin_client)
    assert "19 of 20 within" in page
    assert "on this host since it started" in page


def test_trainings_are_those_that_somebody_may_want_to_look_at(admin_client: Client) -> None:
    assert "none runs or waits" in shown(admin_client)
    old = timezone.now() - timedelta(days=8)
    ModelVersion.objects.create(name="Waits", status=Status.QUEUED, created_at=old)
    ModelVersion.objects.create(name="Broke today", status=Status.FAILED)
    ModelVersion.objects.create(name="Broke long ago", status=Status.FAILED, created_at=old)
    page = shown(admin_client).partition('id="content-related"')[0]
    assert "Waits" in page
    assert "Broke today" in page
    assert "Broke long ago" not in page


def test_whoever_may_see_nothing_is_told_nothing(client: Client) -> None:
    user = User.objects.create_user("guest", is_staff=True)
    client.force_login(user)
    assert "How it stands" not in shown(client)
    user.user_permissions.add(Permission.objects.get(codename="review_sample"))
    page = shown(client)
    assert "Waits for your review" in page
    assert "Answers now" not in page
    user.user_permissions.set([Permission.objects.get(codename="view_modelversion")])
    page = shown(client)
    assert "Answers now" in page
    assert reverse("admin:recognizer_modelversion_roll_back") not in page
    assert "Waits for your review" not in page
