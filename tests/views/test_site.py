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
    assert response.json() == {
        "status": "unavailable",
        "reason": "The database does not answer.",
        "database": "unavailable",
        "cache": "ok",
        "disk": "ok",
    }


def test_a_cache_that_hangs_is_waited_for_only_briefly(client: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = {"default": checked_cache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")}
        answer = client.get("/readyz")
        assert answer.json()["cache"] == "unavailable"
        assert answer.status_code == 200, "reading goes on without it"


def test_a_full_disk_is_said_and_no_reason_to_be_taken_out(client: Client, settings: Settings) -> None:
    settings.MIN_FREE_DISK = 10**9
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["disk"]) == (200, "ok", "full")


def test_a_ready_site_says_what_it_stands_on(client: Client) -> None:
    answer = client.get("/readyz").json()
    assert answer["model"]["version"] == ModelVersion.objects.get(status="active").number
    assert {answer[name] for name in ("status", "database", "cache", "disk")} == {"ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/favicon.ico"])
def test_nothing_can_be_posted_there(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in {200, 302}


def test_the_page_to_draw_on_knows_where_to_give_and_on_which_consent(
    client: Client, settings: Settings
) -> None:
    settings.FEEDBACK_DAYS = 90
    page = client.get("/").content.decode()
    assert 'data-feedback="/api/v1/feedback" data-consent-edition="1"' in page
    assert "90 days; in data sets for longer" in page
    assert '<a href="/given/">What I gave</a>' in page


def test_a_site_that_takes_nothing_shows_nothing_of_it(client: Client, settings: Settings) -> None:
    settings.FEEDBACK = False
    page = client.get("/").content.decode()
    assert 'data-feedback=""' in page
    for part in ('id="giving"', 'id="consent"', "/given/"):
        assert part not in page


@pytest.mark.parametrize("takes", [True, False])
def test_what_was_given_can_be_looked_at_whether_anything_is_taken_or_not(
    client: Client, settings: Settings, takes: bool
) -> None:
    settings.FEEDBACK = takes
    response = client.get("/given/")
    assert response.status_code == 200
    assert ("This site takes nothing at present." in response.content.decode()) is not takes
