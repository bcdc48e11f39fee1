"""A receiver is never left with a secret that signs nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from recognizer.models import Webhook
from recognizer.services.webhooks.outbox import send_test
from recognizer.services.webhooks.secret_changes import BOTH_SIGN, change_secret
from recognizer.services.webhooks.sending import Sender
from tests.support.receivers import Receiver, webhook

pytestmark = pytest.mark.django_db


def is_taken(receiver: Receiver, hook: Webhook, secret: str) -> bool:
    """Whether a receiver with that secret takes what is sent now."""
    send_test(hook)
    Sender().send_all()
    came = receiver.received[-1]
    try:
        Verifier(secret).verify(came.body, came.headers)
    except WebhookVerificationError:
        return False
    return True


def test_for_a_day_both_sign_and_then_the_new_one_alone(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    old = hook.secret
    change_secret(hook)
    new = Webhook.objects.get().secret
    assert new != old
    assert is_taken(receiver, hook, old)
    assert is_taken(receiver, hook, new)
    assert timedelta(0) < BOTH_SIGN <= timedelta(days=1)
    Webhook.objects.update(old_secret_until=timezone.now())
    assert not is_taken(receiver, hook, old)
    assert is_taken(receiver, hook, new)


def test_a_secret_that_somebody_else_has_learnt_ends_at_once(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    old = hook.secret
    change_secret(hook)
    second = hook.secret
    change_secret(hook, at_once=True)
    assert Webhook.objects.get().old_secret == ""
    assert not is_taken(receiver, hook, old)
    assert not is_taken(receiver, hook, second)
    assert is_taken(receiver, hook, hook.secret)
