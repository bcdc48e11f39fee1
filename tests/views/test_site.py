"""The page to draw on, the icon, and the addresses that a load balancer asks."""

import socket

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from digitweb.environment import checked_cache
from recognizer.models import ModelVersion

pytestmark = pytest.mark.django_db


def test_the_page_names_the_version_that_will_answer(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.context["model"].number == ModelVersion.objects.get(status="active").number


def test_it_can_be_opened_where_no_version_answers(client: Client) -> None:
    ModelVersion.objects.update(status="retired")
    response = client.get("/")
    assert response.status_code == 200
    assert response.context["model"] is None


def test_it_says_how_large_a_picture_may_be_so_that_its_form_fits(client: Client, settings: Settings) -> None:
    largest = client.get("/").context["largest_file"]
    assert 0.99 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE < largest < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_browsers_find_the_icon_by_its_usual_name(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"] == "/static/icons/digitweb.svg"


def test_a_site_whose_database_does_not_answer_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError("the password is secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "The database does not answer."}


def test_a_cache_that_hangs_is_waited_for_only_briefly(client: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = {"default": checked_cache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")}
        assert client.get("/readyz").json()["cache"] == "unavailable"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/favicon.ico"])
def test_nothing_can_be_posted_there(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in {200, 302}
