"""After a training the gate is held by itself, told in the log, and minded when the version is to go live."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from recognizer import nn, tasks
from recognizer.admin.training.state import state_of
from recognizer.management import left_behind
from recognizer.models import Challenge, DataSet, DataSetState, Deployment, ModelVersion, Status, TrainingRun
from recognizer.phrases import from_json
from recognizer.services.release.activation import active_version
from recognizer.services.retraining.after_training import AT_THE_GATE, challenge_after_training
from recognizer.services.training.lifecycle import MAX_DEATHS, add_to_log
from tests.support.challenges import challenged
from tests.support.people import people_who_lie_down, ready, registered
from tests.support.trainings import tiny_mnist, tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "fetch_mnist", lambda *_args, **_options: tiny_mnist())


def log_of(version: ModelVersion) -> list[str]:
    return [from_json(entry["line"]) for entry in TrainingRun.objects.get(pk=version.pk).log]


def trained_as(version: ModelVersion, **run: object) -> ModelVersion:
    """Give a version the run of a training that the worker did."""
    TrainingRun.objects.create(
        version=version, spec=tiny_spec().to_json(), task_id=tasks.run_training.enqueue(0).id, **run
    )
    DBTaskResult.objects.all().delete()
    return version


def waiting() -> list[int]:
    """Return the numbers of the versions that wait for the gate."""
    return [version.number for version in ModelVersion.objects.all() if tasks.waits_for_gate(version)]


def test_the_worker_holds_the_gate_after_a_training_and_nobody_goes_live_past_it(
    live: ModelVersion, data_set: DataSet
) -> None:
    queued = tasks.enqueue_training(tiny_spec(people=str(data_set.number)), activate_when_done=True)
    assert tasks.run_training.call(queued.number) == "ready"
    found = Challenge.objects.get(version=queued)
    assert not found.passed
    assert found.against_number == live.number
    log = log_of(queued)
    assert log[-3] == "At the gate, against the live version."
    assert log[-2].startswith(f"Did not pass the gate against version {live.number}: ")
    assert log[-1].startswith("Not activated. ")
    assert active_version() == live


def test_the_page_of_a_training_stays_live_until_the_gate_is_held(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = trained_as(ready(networks["good"], "Good", people=data_set))

    def goes_on() -> bool:
        version.run.refresh_from_db()
        return bool(state_of(version, may_train=False)["going_on"])

    add_to_log(version.pk, AT_THE_GATE)
    assert goes_on()
    challenge_after_training(version)
    assert not goes_on()


def test_a_training_without_people_comes_to_no_gate() -> None:
    queued = tasks.enqueue_training(tiny_spec())
    tasks.run_training.call(queued.number)
    assert not Challenge.objects.exists()
    assert not any("gate" in line for line in log_of(queued))


def test_one_that_passes_goes_live_by_itself_if_that_was_asked_for(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = trained_as(ready(networks["good"], "Good", people=data_set), activate_when_done=True)
    monkeypatch.setattr("recognizer.services.release.preflight.KNOWN_DIGITS_TO_PASS", 0)
    assert tasks.run_challenge.call(version.number, True) == "passed"
    assert log_of(version) == [
        "At the gate, against the live version.",
        f"Passed the gate against version {live.number}.",
        "Activated.",
    ]
    entry = Deployment.objects.latest("pk")
    assert (entry.to_version, entry.data_set_number) == (version, data_set.number)
    assert entry.evidence["passed"] is True
    assert not entry.forced


def test_one_that_is_sent_there_by_hand_does_not(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = trained_as(ready(networks["good"], "Good", people=data_set), activate_when_done=True)
    assert tasks.run_challenge.call(version.number, False) == "passed"
    assert active_version() == live


def test_where_the_gate_cannot_be_held_the_log_says_why(tmp_path: Path) -> None:
    data_set = registered(people_who_lie_down())
    version = register_good_version(tmp_path)
    version.people = data_set
    version.save()
    trained_as(version)
    data_set.state = DataSetState.WITHDRAWN
    data_set.save()
    assert challenge_after_training(ModelVersion.objects.get(pk=version.pk)) is None
    assert log_of(version)[-1].startswith("The gate could not be held. Data set ")
    assert tasks.run_challenge.call(version.number, True) == "not held"
    assert tasks.run_challenge.call(10**6, True) == "not held"


def test_what_a_killed_worker_left_at_the_gate_is_queued_again_but_not_for_ever(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    version.people = registered(people_who_lie_down())
    version.save()
    trained_as(version)
    for _ in range(2):
        left_behind.requeue_challenges()
        assert waiting() == [version.number]
        assert DBTaskResult.objects.count() == 1
    for _ in range(MAX_DEATHS + 1):
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
        left_behind.requeue_challenges()
    assert waiting() == []
    assert DBTaskResult.objects.count() == MAX_DEATHS


def test_what_was_there_is_left_alone(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    version.people = registered(people_who_lie_down())
    version.save()
    challenged(trained_as(version), ModelVersion.objects.get(status=Status.ACTIVE))
    left_behind.requeue_challenges()
    assert not DBTaskResult.objects.exists()


def test_the_command_holds_it_by_hand(
    live: ModelVersion,
    data_set: DataSet,
    networks: dict[str, nn.Network],
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = ready(networks["good"], "Good", people=data_set)
    call_command("challenge_version", good.number)
    said = capsys.readouterr().out
    assert "passed  People's holdout: " in said
    assert "180 samples by 15 people).  Better." in said
    assert f"Version {good} passed the gate against version {live.number} · Live." in said
    bad = ready(networks["flipped"], "Bad", people=data_set)
    with pytest.raises(CommandError, match=r"Version \d+ · Bad did not pass the gate against version"):
        call_command("challenge_version", bad.number)
    assert "FAILED  People's holdout" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"The gate could not be held\. .* did not learn from what people"):
        call_command("challenge_version", ready(networks["good"], "Other").number)
    with pytest.raises(CommandError, match="There is no version 999999"):
        call_command("challenge_version", 999999)
