"""`manage.py send_webhooks` sends what waits."""

from collections import deque

import pytest
from django.core.management import call_command
from pytest_django import Settings

from recognizer.services.webhooks.outbox import send_test
from tests.support.receivers import receiver, webhook

pytestmark = pytest.mark.django_db


def test_it_sends_what_waits_and_says_how_much(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiver() as found:
        found.answers = deque([204, 500])
        hook = webhook(found.url)
        for _ in range(3):
            send_test(hook)
        call_command("send_webhooks")
        call_command("send_webhooks")
    assert capsys.readouterr().out == "2 delivered, 1 failed.\n0 delivered, 0 failed.\n"
    assert len(found.received) == 3
