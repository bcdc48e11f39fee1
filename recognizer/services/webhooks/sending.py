"""Send what waits: each delivery is claimed by one worker, and tried again until it is given up.

A claim is a time in the future: who claims a delivery moves its next attempt there, and who dies over it lets
it become due again. So each event is sent at least once, and receivers drop doubles by its number.
"""

import json
import logging
import queue
import threading
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone

from recognizer.models import DeliveryState, Webhook, WebhookDelivery
from recognizer.phrases import Phrase
from recognizer.services.webhooks.posting import Message, Outcome, post
from recognizer.services.webhooks.retries import OFF_AFTER, pause_after

LOOK_SECONDS = 2.0
"""How often a worker looks whether anything waits."""
MOST_AT_ONCE = 8
"""Deliveries under way in a worker, each to another webhook."""
CLAIM = timedelta(minutes=2)
"""Far longer than sending takes; after that a delivery counts as left behind by whoever claimed it."""

logger = logging.getLogger(__name__)


class Sender:
    """Sends deliveries in threads of their own, and writes down what came of them in the caller's."""

    def __init__(self) -> None:
        self._under_way: dict[int, WebhookDelivery] = {}
        """By the number of the webhook."""
        self._answers: queue.SimpleQueue[tuple[WebhookDelivery, Outcome]] = queue.SimpleQueue()

    def look(self, patience: float = LOOK_SECONDS) -> list[Outcome]:
        """Send what is due, and wait for answers as long as they come that often; return what came."""
        outcomes: list[Outcome] = []
        self._begin_due()
        while self._under_way:
            try:
                delivery, outcome = self._answers.get(timeout=patience)
            except queue.Empty:
                break
            self._under_way.pop(delivery.webhook_id)
            record(delivery, outcome)
            outcomes.append(outcome)
            self._begin_due()
        return outcomes

    def send_all(self) -> list[Outcome]:
        """Send all that is due and wait for each answer; return what came."""
        outcomes = self.look()
        while self._under_way:
            outcomes += self.look()
        return outcomes

    def _begin_due(self) -> None:
        """Claim what is due, one delivery of each webhook, and send it."""
        free = MOST_AT_ONCE - len(self._under_way)
        for webhook in waiting_webhooks(busy=list(self._under_way), most=free):
            delivery = claimed(webhook)
            if delivery is not None:
                self._under_way[webhook] = delivery
                threading.Thread(target=self._send, args=[delivery], name="webhook", daemon=True).start()

    def _send(self, delivery: WebhookDelivery) -> None:
        self._answers.put((delivery, post(message_of_delivery(delivery))))


def due() -> QuerySet[WebhookDelivery]:
    """Return what may be sent now."""
    return WebhookDelivery.objects.filter(next_attempt_at__lte=timezone.now(), webhook__active=True)


def waiting_webhooks(*, busy: list[int], most: int) -> list[int]:
    """Return webhooks for which something is due, those first that wait longest."""
    waiting = due().exclude(webhook_id__in=busy).order_by().values("webhook_id")
    since = waiting.annotate(since=Min("next_attempt_at")).order_by("since")
    return [row["webhook_id"] for row in since[:most]]


def claimed(webhook: int) -> WebhookDelivery | None:
    """Claim the delivery of a webhook that waits longest; return None where another was quicker."""
    found = (
        due().filter(webhook_id=webhook).order_by("next_attempt_at", "pk").select_related("webhook").first()
    )
    if found is None:
        return None
    until = timezone.now() + CLAIM
    unchanged = same_attempt(found)
    if not unchanged.update(attempts=F("attempts") + 1, next_attempt_at=until):
        return None
    found.attempts, found.next_attempt_at = found.attempts + 1, until
    return found


def same_attempt(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    """Return the row of a delivery, unless somebody has claimed it or sends it again in the meantime."""
    return WebhookDelivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, next_attempt_at=delivery.next_attempt_at
    )


def message_of_delivery(delivery: WebhookDelivery) -> Message:
    """Return what is sent."""
    return Message(
        address=delivery.webhook.address,
        secrets=delivery.webhook.signing_secrets,
        event_id=delivery.event_id,
        body=json.dumps(delivery.payload, ensure_ascii=False).encode(),
    )


def record(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Write down what came of an attempt."""
    with transaction.atomic():
        if outcome.error:
            record_failure(delivery, outcome)
        else:
            record_success(delivery, outcome)


def record_success(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Write down that a delivery has arrived, whoever else tries it."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DELIVERED,
        next_attempt_at=None,
        delivered_at=timezone.now(),
        last_status=outcome.status,
        last_error="",
    )
    Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)


def record_failure(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Write down that an attempt failed, and when the next is; give up after the last."""
    now, pause = timezone.now(), pause_after(delivery.attempts, asked=outcome.asked_pause)
    is_gone = outcome.status == HTTPStatus.GONE
    is_last = pause is None or is_gone
    if not same_attempt(delivery).update(
        state=DeliveryState.GIVEN_UP if is_last else DeliveryState.FAILED,
        next_attempt_at=None if pause is None or is_gone else now + pause,
        last_status=outcome.status,
        last_error=outcome.error,
    ):
        return
    logger.warning(
        "Event %s did not reach webhook %s (attempt %d). %s",
        delivery.event_id,
        delivery.webhook.name,
        delivery.attempts,
        outcome.error,
    )
    Webhook.objects.filter(pk=delivery.webhook_id, failing_since=None).update(failing_since=now)
    if is_gone:
        turn_off(delivery.webhook, Phrase("It answered 410: it wants to hear nothing any more."))
    elif Webhook.objects.filter(pk=delivery.webhook_id, failing_since__lte=now - OFF_AFTER).exists():
        turn_off(delivery.webhook, Phrase("Nothing has reached it for {days} days.", days=OFF_AFTER.days))


def turn_off(webhook: Webhook, why: Phrase) -> None:
    """Send nothing more to a webhook until a person turns it on, and give up what waits for it."""
    if not Webhook.objects.filter(pk=webhook.pk, active=True).update(active=False, off_reason=why):
        return
    WebhookDelivery.objects.filter(webhook=webhook, next_attempt_at__isnull=False).update(
        state=DeliveryState.GIVEN_UP, next_attempt_at=None, last_error=Phrase("The webhook was turned off.")
    )
    logger.warning("Webhook %s is turned off. %s", webhook.name, why)
