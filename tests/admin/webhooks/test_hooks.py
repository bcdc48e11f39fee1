"""Webhooks in the admin: who may add, see, try and change them, and what is shown to whom."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recognizer.models import CHOSEN_EVENTS, Webhook, WebhookDelivery
from recognizer.phrases import Phrase
from recognizer.services.webhooks.sending import turn_off
from tests.support.receivers import webhook

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_webhook_changelist")
ADD = reverse("admin:recognizer_webhook_add")
ADDRESS = "https://hooks.example.org/services/hidden-key"
VALUES = {"name": "Chat", "address": ADDRESS, "events": ["version.live", "gate.failed"], "active": "on"}

Allowed = Callable[..., Client]


def url(name: str, *arguments: object) -> str:
    return reverse(f"admin:recognizer_webhook_{name}", args=arguments)


@pytest.fixture
def allowed(client: Client) -> Allowed:
    """Log in a member of staff who may do just so much."""

    def log_in(*codenames: str) -> Client:
        user = User.objects.create_user("someone", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return log_in


def text_of(client: Client, address: str, /, **data: object) -> str:
    response = client.post(address, data, follow=True) if data else client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_one_is_added_with_a_secret_by_chance_that_its_page_shows(admin_client: Client) -> None:
    page = text_of(admin_client, ADD, **VALUES)
    added = Webhook.objects.get()
    assert (added.name, added.address, added.active) == ("Chat", ADDRESS, True)
    assert added.events == ["version.live", "gate.failed"]
    assert added.secret.startswith("whsec_")
    assert added.secret in page
    assert "Give its secret to the receiver, and send a test." in page


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org", "Expected an address that begins with https:// or http://"),
        ("https://me:hidden@example.org/", "An address may hold no user name and no password"),
        ("http://127.0.0.1:5432/", "127.0.0.1 is no public address"),
        ("http://[fe80::1]/", "Nothing is sent to fe80::1"),
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(
    admin_client: Client, address: str, why: str
) -> None:
    assert why in text_of(admin_client, ADD, **{**VALUES, "address": address})
    assert not Webhook.objects.exists()


def test_it_has_to_hear_something_that_there_is(admin_client: Client) -> None:
    assert "This field is required." in text_of(admin_client, ADD, **{**VALUES, "events": []})
    assert "Select a valid choice." in text_of(admin_client, ADD, **{**VALUES, "events": ["test"]})
    page = text_of(admin_client, ADD)
    assert all(f'value="{event.value}"' in page for event in CHOSEN_EVENTS)


def test_the_list_shows_how_each_stands_and_no_whole_address(admin_client: Client) -> None:
    webhook(ADDRESS, name="Good")
    webhook(ADDRESS, name="Bad", failing_since=timezone.now())
    turn_off(webhook(ADDRESS, name="Off"), Phrase("Nothing has reached it for {days} days.", days=5))
    page = text_of(admin_client, LIST)
    assert "https://hooks.example.org" in page
    assert "hidden-key" not in page
    assert 'version-state-ready">on' in page
    assert 'version-state-failed">fails' in page
    assert 'version-state-failed">off</span> Nothing has reached it for 5 days.' in page


def test_who_may_only_look_sees_neither_secret_nor_path(allowed: Allowed) -> None:
    hook = webhook(ADDRESS)
    client = allowed("view_webhook")
    page = text_of(client, url("change", hook.pk))
    assert "https://hooks.example.org" in page
    assert "hidden-key" not in page
    assert hook.secret not in page
    assert "Latest deliveries" not in page
    for button in ("test", "secret"):
        assert client.post(url(button, hook.pk)).status_code == 403
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize(
    "permission", ["change_modelversion", "activate_modelversion", "view_webhookdelivery"]
)
def test_without_a_permission_there_are_none(allowed: Allowed, permission: str) -> None:
    hook = webhook(ADDRESS)
    client = allowed(permission)
    for address in (LIST, ADD, url("change", hook.pk)):
        assert client.get(address).status_code == 403


def test_a_test_is_written_and_its_delivery_shown(allowed: Allowed) -> None:
    hook = webhook(ADDRESS, events=[])
    client = allowed("change_webhook")
    response = client.post(url("test", hook.pk), follow=True)
    delivery = WebhookDelivery.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/webhookdelivery/{delivery.pk}/change/")
    assert "A test is being sent." in response.content.decode()
    assert "waiting" in text_of(client, url("change", hook.pk))


def test_nothing_is_tried_that_is_off(admin_client: Client) -> None:
    hook = webhook(ADDRESS, active=False)
    assert "Webhook Receiver is off. Turn it on first." in text_of(
        admin_client, url("test", hook.pk), go="on"
    )
    assert admin_client.get(url("test", hook.pk)).status_code == 405
    missing = admin_client.post(url("test", 10**6))
    assert missing.status_code == 404
    assert "There is no webhook 1000000." in missing.content.decode()


def test_a_new_secret_takes_the_place_of_the_old_one_and_is_in_no_log(
    admin_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    hook = webhook(ADDRESS)
    page = text_of(admin_client, url("secret", hook.pk), go="on")
    secret = Webhook.objects.get().secret
    assert hook.secret != secret
    assert secret in page
    assert "for a day the one before too" in page
    assert "The secret before signs until" in page
    assert Webhook.objects.get().signing_secrets == (secret, hook.secret)
    assert "Given another secret." in str(LogEntry.objects.get().change_message)
    assert secret not in caplog.text + LogEntry.objects.get().change_message


def test_one_that_was_turned_off_begins_anew_when_it_is_turned_on(admin_client: Client) -> None:
    hook = webhook(ADDRESS, failing_since=timezone.now())
    turn_off(hook, Phrase("It answered 410: it wants to hear nothing any more."))
    text_of(admin_client, url("change", hook.pk), **VALUES)
    hook.refresh_from_db()
    assert (hook.active, hook.off_reason, hook.failing_since) == (True, "", None)
    assert hook.name == "Chat"


def test_a_change_of_the_name_leaves_what_a_worker_writes_meanwhile(admin_client: Client) -> None:
    hook = webhook(ADDRESS, failing_since=timezone.now(), events=VALUES["events"])
    text_of(admin_client, url("change", hook.pk), **VALUES)
    hook.refresh_from_db()
    assert hook.name == "Chat"
    assert hook.failing_since is not None
