"""What happens is written for whoever is to be told, and only if it happens."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from recognizer.models import DeliveryState, WebhookDelivery, WebhookEvent
from recognizer.services.errors import NotPossibleNow
from recognizer.services.webhooks.outbox import remove_old_deliveries, send_again, send_test, tell
from tests.support.receivers import webhook

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.org/hooks"


def facts() -> dict[str, object]:
    return {"a": 1}


def test_each_webhook_that_hears_an_event_has_a_delivery_of_it() -> None:
    hearing, other = webhook(ADDRESS), webhook(ADDRESS)
    webhook(ADDRESS, events=["gate.failed"])
    webhook(ADDRESS, active=False)
    assert tell(WebhookEvent.VERSION_LIVE, facts) == 2
    deliveries = WebhookDelivery.objects.order_by("webhook")
    assert [delivery.webhook for delivery in deliveries] == [hearing, other]
    assert len({delivery.event_id for delivery in deliveries}) == 1
    assert deliveries[0].payload["type"] == "version.live"
    assert deliveries[0].payload["data"] == {"a": 1}
    assert deliveries[0].state == DeliveryState.WAITING


def test_where_nobody_hears_it_nothing_is_asked() -> None:
    assert tell(WebhookEvent.VERSION_LIVE, lambda: pytest.fail("asked")) == 0


def test_what_has_an_id_of_its_own_is_told_once() -> None:
    webhook(ADDRESS)
    for _ in range(2):
        tell(WebhookEvent.READINGS_DRIFTING, facts, event_id="evt_of_a_day")
    assert WebhookDelivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_told() -> None:
    webhook(ADDRESS)
    with transaction.atomic():
        tell(WebhookEvent.VERSION_LIVE, facts)
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()
    with pytest.raises(TransactionManagementError):
        tell(WebhookEvent.VERSION_LIVE, facts)


def test_a_test_is_sent_to_an_active_webhook_whatever_it_hears() -> None:
    delivery = send_test(webhook(ADDRESS, events=[]))
    assert delivery.payload["data"] == {"webhook": {"name": "Receiver"}}
    with pytest.raises(NotPossibleNow, match=r"Webhook Off is off\. Turn it on first\."):
        send_test(webhook(ADDRESS, active=False, name="Off"))


def test_what_was_given_up_is_sent_again_under_its_number() -> None:
    delivery = send_test(webhook(ADDRESS))
    given_up = {"state": DeliveryState.GIVEN_UP, "next_attempt_at": None, "attempts": 9, "last_status": 500}
    WebhookDelivery.objects.update(**given_up)
    send_again(delivery)
    again = WebhookDelivery.objects.get()
    assert (again.state, again.attempts, again.last_status) == (DeliveryState.WAITING, 0, None)
    assert again.next_attempt_at is not None
    assert again.event_id == delivery.event_id


def test_deliveries_are_kept_for_a_month() -> None:
    send_test(webhook(ADDRESS))
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=29))
    remove_old_deliveries()
    assert WebhookDelivery.objects.exists()
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=31))
    remove_old_deliveries()
    assert not WebhookDelivery.objects.exists()
