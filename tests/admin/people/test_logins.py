"""Wrong passwords are counted, logged and soon refused: for one user name, from one address."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from recognizer.admin.people.logins import (
    MAX_NAME_LENGTH,
    NAMES_OF_ADDRESS,
    NOWHERE,
    address_of,
    loggable_name,
    minutes_of,
)

pytestmark = pytest.mark.django_db

LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")
LIMIT = 5
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def operator() -> User:
    """The one whose password is guessed."""
    return User.objects.create_superuser("operator", password="right")


@pytest.fixture
def other() -> User:
    """Somebody else who may log in."""
    return User.objects.create_superuser("other", password="right")


def log_in(
    client: Client, password: str, *, username: str = "operator", address: str = HERE, **headers: str
) -> HttpResponse:
    data = {"username": username, "password": password, "next": INDEX}
    return client.post(LOGIN, data, REMOTE_ADDR=address, headers=headers)  # type: ignore[return-value]


def fail(client: Client, times: int = LIMIT, **how: str) -> HttpResponse:
    for _ in range(times):
        response = log_in(client, "wrong", **how)
    return response


def is_let_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"] == INDEX


def later(minutes: float) -> None:
    """Let time go by, as far as failures are concerned."""
    for attempt in AccessAttempt.objects.all():
        then = attempt.attempt_time - timedelta(minutes=minutes)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=then)


def test_before_the_limit_the_right_password_is_taken(client: Client) -> None:
    assert fail(client, LIMIT - 1).status_code == 200
    assert is_let_in(log_in(client, "right"))


def test_after_the_limit_not_even_the_right_one_is(client: Client) -> None:
    for response in (fail(client), log_in(client, "right"), log_in(Client(), "right")):
        assert response.status_code == 429
        page = response.content.decode()
        assert "Too many wrong passwords" in page
        assert "Try again in 15 minutes." in page
        assert 14 * 60 < int(response["Retry-After"]) <= 15 * 60
        assert 'name="password"' not in page


def test_who_logs_in_begins_anew(client: Client) -> None:
    for _ in range(3):
        fail(client, LIMIT - 1)
        assert is_let_in(log_in(client, "right"))


def test_nobody_is_locked_out_from_elsewhere(client: Client) -> None:
    fail(client, address=ELSEWHERE)
    assert is_let_in(log_in(client, "right", address=HERE))


def test_others_at_the_same_address_are_let_in(client: Client, other: User) -> None:
    fail(client)
    assert is_let_in(log_in(client, "right", username="other"))


def test_other_browsers_do_not_help(client: Client) -> None:
    for number in range(LIMIT):
        log_in(client, "wrong", **{"user-agent": f"browser {number}"})
    assert log_in(client, "right", **{"user-agent": "another"}).status_code == 429


def test_other_headers_do_not_help(client: Client) -> None:
    for number in range(LIMIT):
        log_in(client, "wrong", **{"x-forwarded-for": f"198.51.100.{number}"})
    assert log_in(client, "right", **{"x-forwarded-for": "198.51.100.99"}).status_code == 429


def test_behind_a_proxy_the_address_is_the_one_that_it_names(client: Client, settings: Settings) -> None:
    settings.NINJA_NUM_PROXIES = 1
    fail(client, **{"x-forwarded-for": "made-up, 198.51.100.1"})  # type: ignore[arg-type]
    assert is_let_in(log_in(client, "right", **{"x-forwarded-for": "198.51.100.2"}))
    assert log_in(Client(), "right", **{"x-forwarded-for": "other, 198.51.100.1"}).status_code == 429


def test_an_ipv6_household_is_one_client(client: Client) -> None:
    for number in range(LIMIT):
        log_in(client, "wrong", address=f"2001:db8::{number}")
    assert log_in(client, "right", address="2001:db8::99").status_code == 429
    assert is_let_in(log_in(client, "right", address="2001:db8:0:1::1"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (HERE, HERE),
        ("2001:db8::7", "2001:db8::"),
        ("::ffff:192.0.2.1", HERE),
        ("nonsense", NOWHERE),
        ("", NOWHERE),
    ],
)
def test_an_address_is_kept_as_a_database_takes_it(sent: str, kept: str) -> None:
    assert address_of(RequestFactory(REMOTE_ADDR=sent).get("/")) == kept


def test_whoever_waits_is_let_in_and_refused_tries_do_not_count(client: Client) -> None:
    fail(client)
    later(10)
    response = log_in(client, "right")
    assert "Try again in 5 minutes." in response.content.decode()
    later(4.5)
    assert "Try again in a minute." in log_in(client, "right").content.decode()
    later(1)
    assert is_let_in(log_in(client, "right"))


def test_old_failures_are_swept(client: Client) -> None:
    for number in range(3):
        fail(client, 1, username=f"nobody {number}")
    later(16)
    fail(client, 1)
    assert AccessAttempt.objects.count() == 1


def test_an_address_that_tries_many_names_is_refused_as_a_whole(client: Client) -> None:
    for number in range(NAMES_OF_ADDRESS):
        fail(client, username=f"nobody {number}")
    assert log_in(client, "right").status_code == 429
    kept = AccessAttempt.objects.count()
    fail(client, username="one more")
    assert AccessAttempt.objects.count() == kept
    assert is_let_in(log_in(client, "right", address=ELSEWHERE))


def test_no_password_and_no_browser_is_kept(client: Client) -> None:
    log_in(client, "nearly-right", **{"user-agent": "A browser", "accept": "text/html"})
    (kept,) = AccessAttempt.objects.values()
    assert (kept["username"], kept["ip_address"]) == ("operator", HERE)
    assert not [value for value in kept.values() if "nearly-right" in str(value) or "browser" in str(value)]


def test_each_failure_is_logged_in_a_line_without_the_password(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        fail(client, LIMIT)
        log_in(client, "right")
    lines = [
        record.getMessage() for record in caplog.records if record.name == "recognizer.admin.people.logins"
    ]
    assert lines == [
        *["Login of 'operator' from 192.0.2.1 failed."] * (LIMIT - 1),
        "Login of 'operator' from 192.0.2.1 failed and is refused for 15 min.",
        "Login of 'operator' from 192.0.2.1 was refused: there were too many wrong passwords.",
    ]
    assert "wrong'" not in caplog.text


def test_a_name_in_the_log_is_short_and_keeps_to_its_line() -> None:
    assert loggable_name("a\nERROR b\x1b[2J\u202ec") == r"'a\nERROR b\x1b[2J\u202ec'"
    assert loggable_name("数字") == "'数字'"
    assert len(loggable_name("x" * 10_000)) == MAX_NAME_LENGTH + 3
    assert loggable_name(None) == "''"


def test_a_command_lets_somebody_in_again(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    fail(client)
    call_command("axes_reset_username", "operator")
    assert "1 attempts removed." in capsys.readouterr().out
    assert is_let_in(log_in(client, "right"))


def test_so_does_the_admin(client: Client, admin_client: Client, operator: User) -> None:
    fail(client)
    action = {"action": "let_in_again", "_selected_action": [operator.pk]}
    page = admin_client.post(reverse("admin:auth_user_changelist"), action, follow=True).content.decode()
    assert "1 user can try again at once." in page
    assert is_let_in(log_in(client, "right"))


def test_who_may_only_look_lets_nobody_in(client: Client, operator: User) -> None:
    fail(client)
    looker = User.objects.create_user("looker", is_staff=True)
    client.force_login(looker)
    action = {"action": "let_in_again", "_selected_action": [operator.pk]}
    client.post(reverse("admin:auth_user_changelist"), action)
    assert AccessAttempt.objects.filter(username="operator").exists()


def test_limit_and_wait_are_settings(client: Client, settings: Settings) -> None:
    settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME = 2, timedelta(minutes=90)
    assert fail(client, 1).status_code == 200
    assert "Try again in 90 minutes." in fail(client, 1).content.decode()


@pytest.mark.parametrize(("seconds", "minutes"), [(-1, 1), (0, 1), (1, 1), (60, 1), (61, 2), (15 * 60, 15)])
def test_a_minute_that_has_begun_is_waited_for(seconds: float, minutes: int) -> None:
    assert minutes_of(timedelta(seconds=seconds)) == minutes


def test_the_page_offers_the_way_back_and_the_other_language(client: Client) -> None:
    page = fail(client).content.decode()
    assert f'href="{LOGIN}"' in page
    assert "简体中文" in page


def test_a_name_that_nobody_has_is_refused_alike(client: Client) -> None:
    assert fail(client, username="nobody").status_code == 429


def test_logins_and_logouts_are_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_in(client, "right")
        client.post(reverse("admin:logout"))
    assert "'operator' logged in from 192.0.2.1." in caplog.text
    assert "'operator' logged out." in caplog.text
