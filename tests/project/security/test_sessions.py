"""A session ends without a request for long, after some hours in any case, and when somebody says so."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from digitweb.security.sessions import BEGAN, SessionStore, end_sessions

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
LOGIN = reverse("admin:login")


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("operator", password="right")


@pytest.fixture
def visitor(client: Client, operator: User) -> Client:
    """A browser in which somebody logged in."""
    log_in(client)
    return client


def log_in(client: Client) -> None:
    client.post(LOGIN, {"username": "operator", "password": "right", "next": INDEX})


def is_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


def minutes_pass(minutes: float) -> None:
    """Let time go by without a request, as far as the database is concerned."""
    row = Session.objects.get()
    Session.objects.update(expire_date=row.expire_date - timedelta(minutes=minutes))


def began(hours: float) -> None:
    """Put back when the only session began."""
    store = SessionStore(Session.objects.get().session_key)
    store[BEGAN] = time.time() - 3600 * hours
    store.save()


def test_it_ends_an_hour_after_the_last_request(visitor: Client) -> None:
    minutes_pass(59)
    assert is_in(visitor)
    minutes_pass(59)
    assert is_in(visitor)
    minutes_pass(61)
    assert not is_in(visitor)


def test_it_ends_after_twelve_hours_whatever_is_asked(visitor: Client) -> None:
    began(11.9)
    assert is_in(visitor)
    began(12)
    assert not is_in(visitor)
    assert not Session.objects.exists()


def test_the_settings_say_how_long(visitor: Client, settings: Settings) -> None:
    began(1)
    assert is_in(visitor)
    settings.SESSION_LONGEST_SECONDS = 1800
    assert not is_in(visitor)


def test_a_session_of_an_earlier_release_begins_now(visitor: Client) -> None:
    store = SessionStore(Session.objects.get().session_key)
    del store[BEGAN]
    store.save()
    assert is_in(visitor)


def test_it_is_prolonged_at_most_once_a_minute(visitor: Client) -> None:
    end = Session.objects.get().expire_date
    assert is_in(visitor)
    assert Session.objects.get().expire_date == end
    minutes_pass(2)
    assert is_in(visitor)
    assert Session.objects.get().expire_date > end - timedelta(minutes=1)


def test_who_cannot_be_prolonged_is_let_in_all_the_same(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(**_how: object) -> None:
        raise DatabaseError("database is locked")

    minutes_pass(2)
    monkeypatch.setattr("digitweb.security.sessions.transaction.atomic", locked)
    store = SessionStore(Session.objects.get().session_key)
    assert store["_auth_user_id"]
    assert "A session could not be prolonged: database is locked" in caplog.text


def test_the_key_is_another_after_each_login(visitor: Client) -> None:
    first = visitor.cookies["sessionid"].value
    log_in(visitor)
    second = visitor.cookies["sessionid"].value
    assert first != second
    assert Session.objects.get().session_key == second
    stranger = Client()
    stranger.cookies["sessionid"] = "chosen-by-an-attacker-000000000"
    log_in(stranger)
    assert stranger.cookies["sessionid"].value != "chosen-by-an-attacker-000000000"


def test_its_cookie_is_kept_from_scripts_other_sites_and_the_next_day(client: Client, operator: User) -> None:
    response = client.post(LOGIN, {"username": operator.username, "password": "right", "next": INDEX})
    cookie = response.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    assert response.cookies["csrftoken"]["httponly"] is True


def test_logging_out_ends_it_on_the_server(visitor: Client) -> None:
    copied = Client()
    copied.cookies["sessionid"] = visitor.cookies["sessionid"].value
    assert is_in(copied)
    visitor.post(reverse("admin:logout"))
    assert not is_in(copied)


def test_a_new_password_ends_all_others(visitor: Client) -> None:
    other = Client()
    log_in(other)
    word = "a-long-new-passphrase"
    form = {"old_password": "right", "new_password1": word, "new_password2": word}
    visitor.post(reverse("admin:password_change"), form)
    assert is_in(visitor)
    assert not is_in(other)


def test_who_is_no_longer_active_is_out_at_once(visitor: Client) -> None:
    User.objects.update(is_active=False)
    assert not is_in(visitor)


def test_one_person_is_logged_out_everywhere_and_nobody_else(visitor: Client, operator: User) -> None:
    other = User.objects.create_superuser("other")
    theirs = [Client(), Client()]
    for one in theirs:
        one.force_login(other)
    assert end_sessions([other.pk]) == 2
    assert is_in(visitor)
    assert not any(is_in(one) for one in theirs)
    assert end_sessions([]) == 0


def test_expired_ones_are_removed(visitor: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_the_key_is_long_enough(visitor: Client) -> None:
    key = visitor.cookies["sessionid"].value
    assert len(key) == 32  # of 36 characters each: 165 bits
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


def test_every_page_of_the_admin_offers_to_log_out(visitor: Client) -> None:
    for name in (
        "index",
        "recognizer_review_changelist",
        "recognizer_modelversion_playground",
        "auth_user_changelist",
    ):
        page = visitor.get(reverse(f"admin:{name}")).content.decode()
        assert f'action="{reverse("admin:logout")}"' in page, name
