"""What waits is sent once by one of several workers, tried again, and given up in the end."""

import threading
from collections import deque
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier

from recognizer.models import DeliveryState, Webhook, WebhookDelivery
from recognizer.services.webhooks import sending
from recognizer.services.webhooks.outbox import send_again, send_test
from recognizer.services.webhooks.posting import Outcome
from recognizer.services.webhooks.retries import MAX_ATTEMPTS, OFF_AFTER
from recognizer.services.webhooks.sending import CLAIM, MOST_AT_ONCE, Sender, claimed, record
from tests.support.patience import wait_until
from tests.support.receivers import Receiver, address_where_nobody_listens, webhook

pytestmark = pytest.mark.django_db


def make_due() -> None:
    WebhookDelivery.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now())


def delivery() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def test_what_waits_arrives_signed_and_is_noted(receiver: Receiver) -> None:
    hook = webhook(f"{receiver.url}/hooks")
    send_test(hook)
    assert Sender().send_all() == [Outcome(status=204)]
    (came,) = receiver.received
    assert Verifier(hook.secret).verify(came.body, came.headers) == delivery().payload
    assert (delivery().state, delivery().attempts, delivery().last_status) == (
        DeliveryState.DELIVERED,
        1,
        204,
    )
    assert delivery().delivered_at is not None
    assert Sender().send_all() == []


def test_after_an_error_it_is_tried_again_later_under_the_same_number(receiver: Receiver) -> None:
    receiver.answers = deque([500])
    send_test(webhook(receiver.url))
    before = timezone.now()
    Sender().send_all()
    failed = delivery()
    assert (failed.state, failed.last_status, failed.last_error) == ("failed", 500, "It answered 500.")
    assert failed.next_attempt_at is not None
    assert timedelta(seconds=30) <= failed.next_attempt_at - before < timedelta(seconds=60)
    assert Sender().send_all() == [], "not before its time"
    make_due()
    assert Sender().send_all() == [Outcome(status=204)]
    assert (delivery().state, delivery().attempts, delivery().last_error) == ("delivered", 2, "")
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Webhook.objects.get().failing_since is None


@pytest.mark.usefixtures("receiver")
def test_it_is_given_up_after_the_last_attempt() -> None:
    send_test(webhook(address_where_nobody_listens()))
    for _ in range(MAX_ATTEMPTS):
        make_due()
        assert len(Sender().send_all()) == 1
    assert (delivery().state, delivery().next_attempt_at) == (DeliveryState.GIVEN_UP, None)
    assert delivery().last_error == "No connection: Connection refused."
    assert Webhook.objects.get().active


def test_of_two_workers_one_sends(receiver: Receiver) -> None:
    send_test(webhook(receiver.url))
    seen = WebhookDelivery.objects.select_related("webhook").get()
    first = claimed(seen.webhook_id)
    assert first is not None
    assert claimed(seen.webhook_id) is None
    assert not sending.same_attempt(seen).update(attempts=7), "what was seen before has changed"
    assert Sender().send_all() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_sends_each(receiver: Receiver) -> None:
    hooks = [webhook(receiver.url, name=f"{number}") for number in range(3)]
    for hook in hooks * 4:
        send_test(hook)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            Sender().send_all()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Sender().send_all()
    numbers = [came.headers["webhook-id"] for came in receiver.received]
    assert len(numbers) == len(set(numbers)) == 12
    assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {("delivered", 1)}


def test_what_a_killed_worker_had_claimed_is_sent_by_another_after_a_while(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    send_test(hook)
    left = claimed(hook.pk)
    assert left is not None
    assert Sender().send_all() == []
    WebhookDelivery.objects.update(
        next_attempt_at=timezone.now() - timedelta(seconds=1)
    )  # the claim has lapsed
    assert Sender().send_all() == [Outcome(status=204)]
    assert delivery().attempts == 2
    record(left, Outcome(error="It wakes up, and had failed."))
    assert delivery().state == DeliveryState.DELIVERED


def test_a_claim_lasts_for_longer_than_sending_takes() -> None:
    hook = webhook("https://example.org/")
    send_test(hook)
    before = timezone.now()
    mine = claimed(hook.pk)
    assert mine is not None
    assert mine.next_attempt_at is not None
    assert mine.next_attempt_at >= before + CLAIM


def test_a_slow_receiver_holds_up_no_other(receiver: Receiver) -> None:
    slow, quick = webhook(receiver.url + "/slow", name="slow"), webhook(receiver.url + "/quick", name="quick")
    receiver.answers.append(receiver.hangs)
    sender = Sender()
    send_test(slow)
    sender.look(patience=0)
    wait_until(lambda: receiver.received, lambda: "Nothing came.")
    for _ in range(3):
        send_test(slow)
        send_test(quick)

    def quick_ones_came() -> bool:
        sender.look(patience=0.1)
        return len(receiver.received) == 4

    wait_until(quick_ones_came, lambda: receiver.received)
    assert [came.path for came in receiver.received] == ["/slow", "/quick", "/quick", "/quick"]
    receiver.ending.set()
    sender.send_all()


def test_so_many_at_once_and_no_more(receiver: Receiver) -> None:
    for number in range(MOST_AT_ONCE + 2):
        receiver.answers.append(receiver.hangs)
        send_test(webhook(receiver.url, name=f"{number}"))
    sender = Sender()
    sender.look(patience=0)
    assert WebhookDelivery.objects.filter(attempts=1).count() == MOST_AT_ONCE
    receiver.ending.set()
    sender.send_all()


def test_410_turns_a_webhook_off(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    receiver.answers = deque([410])
    hook = webhook(receiver.url)
    send_test(hook)
    send_test(hook)
    Sender().send_all()
    hook.refresh_from_db()
    assert (hook.active, hook.off_reason) == (False, "It answered 410: it wants to hear nothing any more.")
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"given_up"}
    assert len(receiver.received) == 1
    assert "Webhook Receiver is turned off. It answered 410" in caplog.text


def test_one_that_has_only_failed_for_days_is_turned_off(receiver: Receiver) -> None:
    receiver.answers = deque([500, 500, 204, 500])
    hook = webhook(receiver.url)
    for days, active in [
        (None, True),
        (OFF_AFTER - timedelta(hours=1), True),
        (None, True),
        (OFF_AFTER, False),
    ]:
        if days is not None:
            Webhook.objects.update(failing_since=timezone.now() - days)
        send_test(hook)
        make_due()
        Sender().look()
        hook.refresh_from_db()
        WebhookDelivery.objects.all().delete()
        assert hook.active == active
    assert hook.off_reason == "Nothing has reached it for 5 days."


def test_nothing_is_sent_while_a_person_has_turned_it_off(receiver: Receiver) -> None:
    send_test(webhook(receiver.url))
    Webhook.objects.update(active=False)
    assert Sender().send_all() == []
    Webhook.objects.update(active=True)
    assert Sender().send_all() == [Outcome(status=204)]


def test_what_is_sent_again_while_it_is_under_way_is_sent_again(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    send_test(hook)
    mine = claimed(hook.pk)
    assert mine is not None
    send_again(delivery())
    record(mine, Outcome(error="It answered 500.", status=500))
    assert (delivery().state, delivery().attempts) == (DeliveryState.WAITING, 0)


def test_neither_secret_nor_address_is_logged(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    receiver.answers = deque([500])
    hook = webhook(receiver.url + "/hidden")
    send_test(hook)
    Sender().send_all()
    assert "did not reach webhook Receiver (attempt 1). It answered 500." in caplog.text
    assert hook.secret not in caplog.text
    assert "hidden" not in caplog.text
