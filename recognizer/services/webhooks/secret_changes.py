"""Another secret for a webhook, without a moment in which its receiver knows none that signs."""

from datetime import timedelta

from django.utils import timezone

from recognizer.models import Webhook
from recognizer.services.webhooks.signature import new_secret

BOTH_SIGN = timedelta(days=1)
"""So long the secret before signs beside the new one, which the receiver is given in the meantime."""


def change_secret(webhook: Webhook, *, at_once: bool = False) -> None:
    """Give a webhook another secret; `at_once` ends the one before, as when somebody else has learnt it."""
    (old, until) = ("", None) if at_once else (webhook.secret, timezone.now() + BOTH_SIGN)
    webhook.secret, webhook.old_secret, webhook.old_secret_until = new_secret(), old, until
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
