"""MNIST fetched by a press in the admin: who may, what is queued, and how it is said to have gone."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from pytest_django.fixtures import Settings

from recognizer.phrases import Phrase, as_json
from recognizer.tasks import mnist_fetches

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:recognizer_dataset_mnist")
BUTTON = 'value="Fetch MNIST"'


@pytest.fixture(autouse=True)
def _no_mnist(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path


def words(client: Client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_a_press_queues_it_once(admin_client: Client) -> None:
    assert "4 of its four files are not here" in words(admin_client)
    page = admin_client.post(PAGE, follow=True).content.decode()
    assert "MNIST is queued for the worker." in page
    assert "Queued: the worker begins as soon as it is free." in page
    assert BUTTON not in page
    assert "MNIST is being fetched already." in admin_client.post(PAGE, follow=True).content.decode()
    assert mnist_fetches().count() == 1


@pytest.mark.parametrize(
    ("status", "result", "said", "is_offered"),
    [
        (TaskResultStatus.RUNNING, None, "The worker is fetching it", False),
        (TaskResultStatus.FAILED, None, "the worker was ended before it was done.", True),
        (TaskResultStatus.SUCCESSFUL, "", ": fetched.", True),
        (
            TaskResultStatus.SUCCESSFUL,
            as_json(Phrase("there is no {file} and no {file}.gz in it.", file="x")),
            "it failed. there is no x and no x.gz in it.",
            True,
        ),
    ],
)
def test_it_is_said_how_it_went(
    admin_client: Client, status: TaskResultStatus, result: object, said: str, is_offered: bool
) -> None:
    admin_client.post(PAGE)
    mnist_fetches().update(status=status, return_value=result, finished_at=timezone.now())
    page = words(admin_client)
    assert said in page
    assert (BUTTON in page) is is_offered


@pytest.mark.parametrize(("codenames", "status"), [(["import_dataset"], 200), (["view_dataset"], 403)])
def test_who_may_import_data_sets_may_fetch(client: Client, codenames: list[str], status: int) -> None:
    user = User.objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, follow=True).status_code == status
    assert mnist_fetches().count() == (1 if status == 200 else 0)


def test_a_list_of_data_sets_leads_there(admin_client: Client) -> None:
    assert PAGE in admin_client.get(reverse("admin:recognizer_dataset_changelist")).content.decode()
