"""What the real services tell of each event, and that the documents' examples are of the same form."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from recognizer import tasks
from recognizer.models import (
    DataSet,
    ModelVersion,
    ReadingTally,
    Status,
    TrainingRun,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)
from recognizer.services.errors import TrainingInterrupted
from recognizer.services.release.activation import activate, active_version, roll_back
from recognizer.services.retraining import gate
from recognizer.services.training.lifecycle import MAX_DEATHS, begin, cancel, create_run, interrupt_dead_runs
from recognizer.services.training.run import run_version
from recognizer.services.watching.series import log_falls
from recognizer.services.webhooks.outbox import send_test
from tests.services.watching.test_series import TODAY, tally
from tests.support.challenges import records
from tests.support.people import people_who_lie_down, registered
from tests.support.receivers import webhook
from tests.support.site import ROOT
from tests.support.trainings import tiny_mnist, tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db

PEOPLE = "somebody-who-acts"
"""A name that must not leave."""


@pytest.fixture(autouse=True)
def _somebody_listens() -> None:
    webhook("https://example.org/hooks")


def told() -> list[dict[str, Any]]:
    """Return what was written, the first first, and forget it."""
    payloads = list(WebhookDelivery.objects.order_by("pk").values_list("payload", flat=True))
    WebhookDelivery.objects.all().delete()
    assert PEOPLE not in json.dumps(payloads)
    return payloads


def example(event: str) -> dict[str, Any]:
    """Return the document's example of an event."""
    blocks = (ROOT / "docs" / "webhooks.md").read_text().split("```json\n")[1:]
    found = [json.loads(block.partition("```")[0]) for block in blocks]
    (one,) = [payload for payload in found if payload["type"] == event]
    return dict(one)


def form(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the form of a value: its fields, and the kinds of what is in them."""
    if isinstance(value, dict):
        return {name: form(each) for name, each in value.items()}
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )


def ready() -> None:
    run_version(create_run(tiny_spec()), fetch=tiny_mnist)


def failed() -> None:
    version = create_run(tiny_spec())

    def fetch() -> Any:  # noqa: ANN401 - nothing comes
        raise ValueError(f"no such file: /home/{PEOPLE}")

    with pytest.raises(ValueError, match="no such file"):
        run_version(version, fetch=fetch)


def interrupted() -> None:
    version = tasks.enqueue_training(tiny_spec())
    begin(version)
    TrainingRun.objects.filter(pk=version.pk).update(host=PEOPLE)
    TrainingRun.objects.filter(pk=version.pk).update(heartbeat=None)
    assert interrupt_dead_runs() == [version]


def live() -> None:
    activate(ModelVersion.objects.get(name="Autumn"), reason=f"{PEOPLE} likes it")


def at_the_gate(*, passed: bool = False) -> None:
    version, against = ModelVersion.objects.get(name="Autumn"), active_version()
    assert against is not None
    found = records() if passed else records(is_better=False, lost_ones=40)
    data_set = DataSet.objects.first() or registered(people_who_lie_down())
    gate.keep(version, against, data_set, found)


def drifting() -> None:
    for ago in range(20):
        tally(ago, device="pen", readings=1000, sure=0.9 if ago >= 3 else 0.7)
    log_falls(TODAY)


def tried() -> None:
    send_test(Webhook.objects.get())


OCCASIONS: dict[WebhookEvent, Callable[[], None]] = {
    WebhookEvent.TRAINING_READY: ready,
    WebhookEvent.TRAINING_FAILED: failed,
    WebhookEvent.TRAINING_INTERRUPTED: interrupted,
    WebhookEvent.VERSION_LIVE: live,
    WebhookEvent.GATE_FAILED: at_the_gate,
    WebhookEvent.READINGS_DRIFTING: drifting,
    WebhookEvent.TEST: tried,
}


def test_all_events_have_an_occasion() -> None:
    assert set(OCCASIONS) == set(WebhookEvent)


@pytest.mark.parametrize("event", OCCASIONS)
def test_what_is_told_is_what_the_document_says(tmp_path: Path, event: WebhookEvent) -> None:
    register_good_version(tmp_path, "Autumn")
    OCCASIONS[event]()
    payloads = told()
    assert {payload["type"] for payload in payloads} == {event.value}
    assert form(payloads[-1]) == form(example(event.value))


def test_a_training_that_is_ready_tells_how_far_it_came_and_how_good_it_is() -> None:
    ready()
    (payload,) = told()
    version = ModelVersion.objects.latest("number")
    assert payload["data"]["version"] == {"number": version.number, "name": "Tiny"}
    assert (payload["data"]["epochs_done"], payload["data"]["epochs"]) == (3, 3)
    assert payload["data"]["mnist_accuracy"] == version.mnist_accuracy


def test_an_interrupted_one_tells_whether_it_goes_on() -> None:
    interrupted()
    assert told()[0]["data"]["goes_on_by_itself"] is True
    TrainingRun.objects.update(deaths=MAX_DEATHS)
    ModelVersion.objects.filter(status=Status.INTERRUPTED).update(status=Status.TRAINING)
    interrupt_dead_runs()
    assert told()[0]["data"]["goes_on_by_itself"] is False


def test_a_worker_that_is_told_to_end_tells_it() -> None:
    version = tasks.enqueue_training(tiny_spec())
    with pytest.raises(TrainingInterrupted):
        run_version(version, fetch=tiny_mnist, shutting_down=lambda: True)
    (payload,) = told()
    assert (payload["type"], payload["data"]["goes_on_by_itself"]) == ("training.interrupted", True)


def test_a_cancelled_one_never_was_and_is_told_as_failed() -> None:
    cancel(tasks.enqueue_training(tiny_spec()), by=PEOPLE)
    (payload,) = told()
    assert (payload["type"], payload["data"]["goes_on_by_itself"]) == ("training.failed", False)


def test_a_rollback_says_so_and_a_refused_activation_says_nothing(tmp_path: Path) -> None:
    before = active_version()
    assert before is not None
    register_good_version(tmp_path, "Autumn")
    live()
    roll_back(reason=PEOPLE)
    activated, rolled_back = told()
    assert (activated["data"]["before"]["number"], activated["data"]["rollback"]) == (before.number, False)
    assert (rolled_back["data"]["version"]["number"], rolled_back["data"]["rollback"]) == (
        before.number,
        True,
    )


def test_a_gate_tells_which_checks_failed_and_nothing_when_all_passed(tmp_path: Path) -> None:
    register_good_version(tmp_path, "Autumn")
    at_the_gate()
    assert told()[0]["data"]["failed_checks"] == ["people", "digit-1"]
    at_the_gate(passed=True)
    assert told() == []


def test_a_fall_is_told_once_a_day_of_all_and_of_each_device() -> None:
    drifting()
    log_falls(TODAY)
    payloads = told()
    assert [payload["data"]["device"] for payload in payloads] == [None, "pen"]
    assert payloads[1]["data"]["estimate_now"] == 0.7
    ReadingTally.objects.all().delete()
    log_falls(date(2026, 4, 1))
    assert told() == []
