"""Deliveries in the admin: what was sent, what came of it, and once more."""

import pytest
from django.test import Client
from django.urls import reverse

from recognizer.models import DeliveryState, WebhookDelivery
from recognizer.phrases import Phrase
from recognizer.services.webhooks.outbox import send_test
from tests.admin.webhooks.test_hooks import Allowed, allowed, text_of
from tests.support.receivers import webhook

__all__ = ["allowed"]

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_webhookdelivery_changelist")
ADDRESS = "https://example.org/hidden-key"


def url(name: str, *arguments: object) -> str:
    return reverse(f"admin:recognizer_webhookdelivery_{name}", args=arguments)


@pytest.fixture
def given_up() -> WebhookDelivery:
    """A delivery that never arrived."""
    delivery = send_test(webhook(ADDRESS))
    WebhookDelivery.objects.update(
        state=DeliveryState.GIVEN_UP,
        next_attempt_at=None,
        attempts=9,
        last_status=503,
        last_error=Phrase("It answered {status}.", status=503),
    )
    return delivery


def test_they_are_seen_with_what_was_sent_and_why_it_failed(
    allowed: Allowed, given_up: WebhookDelivery
) -> None:
    client = allowed("view_webhookdelivery")
    page = text_of(client, LIST)
    assert "given up" in page
    assert "It answered 503." in page
    assert "hidden-key" not in page
    page = text_of(client, url("change", given_up.pk))
    assert "&quot;type&quot;: &quot;test&quot;" in page
    assert given_up.event_id in page
    assert "Send again" not in page
    assert given_up.webhook.secret not in page
    assert client.post(url("again", given_up.pk)).status_code == 403


def test_one_is_sent_again_by_whoever_may_change_webhooks(
    allowed: Allowed, given_up: WebhookDelivery
) -> None:
    client = allowed("change_webhook")
    assert "Send again" in text_of(client, url("change", given_up.pk))
    assert "It is being sent again." in text_of(client, url("again", given_up.pk), go="on")
    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (DeliveryState.WAITING, 0)


def test_not_to_a_webhook_that_is_off(admin_client: Client, given_up: WebhookDelivery) -> None:
    given_up.webhook.active = False
    given_up.webhook.save()
    assert "Webhook Receiver is off." in text_of(admin_client, url("again", given_up.pk), go="on")
    given_up.refresh_from_db()
    assert given_up.state == DeliveryState.GIVEN_UP
    assert admin_client.post(url("again", 10**6)).status_code == 404


def test_nobody_adds_changes_or_deletes_one(admin_client: Client, given_up: WebhookDelivery) -> None:
    assert admin_client.get(url("add")).status_code == 403
    assert admin_client.post(url("change", given_up.pk), {"state": "delivered"}).status_code == 403
    assert admin_client.post(url("delete", given_up.pk), {"post": "yes"}).status_code == 403


def test_others_see_none(allowed: Allowed) -> None:
    assert allowed("view_webhook").get(LIST).status_code == 403
