"""How the admin's pages show deliveries of webhooks."""

from django import template
from django.utils.safestring import SafeString

from recognizer.admin.webhooks.words import delivery_state
from recognizer.models import WebhookDelivery
from recognizer.services.errors import translated

register = template.Library()


@register.filter
def delivery_badge(delivery: WebhookDelivery) -> SafeString:
    """Return how a delivery stands, as a badge."""
    return delivery_state(delivery)


@register.filter
def in_words(text: str) -> str:
    """Return a sentence of the site in the reader's language."""
    return translated(text)
