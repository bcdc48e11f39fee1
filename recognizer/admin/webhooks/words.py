"""How events and deliveries are named on pages."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from recognizer.models import DeliveryState, WebhookDelivery, WebhookEvent

LOOKS = {
    DeliveryState.DELIVERED: "delivered",
    DeliveryState.FAILED: "failed",
    DeliveryState.GIVEN_UP: "failed",
    DeliveryState.WAITING: "retired",
}


def event_labels(events: Iterable[str]) -> str:
    """Return the names of events, with commas between them."""
    known = {event.value: event for event in WebhookEvent}
    return ", ".join(str(known[event].label) if event in known else event for event in events)


def delivery_state(delivery: WebhookDelivery) -> SafeString:
    """Return how a delivery stands, as a badge."""
    look = LOOKS[DeliveryState(delivery.state)]
    label = delivery.get_state_display()
    return format_html('<span class="version-state version-state-{}">{}</span>', look, label)
