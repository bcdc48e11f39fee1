"""The outbox: an event is written in the transaction of what it tells of, and sent afterwards by a worker.

So nothing that was acknowledged is lost, and nothing is told that was rolled back.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from recognizer.models import Webhook, WebhookDelivery, WebhookEvent
from recognizer.services.errors import NotPossibleNow

KEPT = timedelta(days=30)
"""How long deliveries are kept."""

Facts = Callable[[], dict[str, Any]]
"""Returns what is told of an event; asked only if anybody is told."""


def tell(event: WebhookEvent, facts: Facts, *, event_id: str = "") -> int:
    """Write an event for each webhook that is to be told of it; return for how many.

    Called within the transaction of what it tells of. What has an id of its own is told once under it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError
    hearing = [webhook for webhook in Webhook.objects.filter(active=True) if webhook.hears(event)]
    if not hearing:
        return 0
    event_id, payload = event_id or new_event_id(), payload_of(event, facts())
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(webhook=webhook, event_id=event_id, event=event, payload=payload)
            for webhook in hearing
        ],
        ignore_conflicts=True,
    )
    return len(hearing)


def send_test(webhook: Webhook) -> WebhookDelivery:
    """Write an event that tells of nothing, to try a webhook."""
    check_active(webhook)
    facts = {"webhook": {"name": webhook.name}}
    return WebhookDelivery.objects.create(
        webhook=webhook,
        event_id=new_event_id(),
        event=WebhookEvent.TEST,
        payload=payload_of(WebhookEvent.TEST, facts),
    )


def send_again(delivery: WebhookDelivery) -> None:
    """Let a delivery be sent at once, and tried as often as a new one, under the number that it has."""
    check_active(delivery.webhook)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        **due_now(), attempts=0, last_status=None, last_error="", delivered_at=None
    )


def due_now() -> dict[str, Any]:
    """Return the fields of a delivery that waits to be sent."""
    fresh = WebhookDelivery()
    return {"state": fresh.state, "next_attempt_at": fresh.next_attempt_at}


def check_active(webhook: Webhook) -> None:
    """Raise NotPossibleNow if nothing is sent to a webhook."""
    if not webhook.active:
        raise NotPossibleNow("Webhook {name} is off. Turn it on first.", name=webhook.name)


def remove_old_deliveries() -> int:
    """Remove deliveries whose time is over, sent or not; return how many."""
    return int(WebhookDelivery.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0])


def payload_of(event: WebhookEvent, data: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent of an event."""
    return {"type": event.value, "timestamp": instant(timezone.now()), "data": data}


def instant(when: datetime) -> str:
    """Return an instant in UTC, such as 2026-01-01T12:00:00Z."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def new_event_id() -> str:
    """Return a number that no other event has."""
    return f"evt_{uuid.uuid4().hex}"
