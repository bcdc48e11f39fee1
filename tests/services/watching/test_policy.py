"""What the site does by itself, and what it never does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from recognizer.models import (
    Challenge,
    DataSet,
    Deployment,
    LearningPolicy,
    ModelVersion,
    Sample,
    Schedule,
    Shadow,
    Status,
)
from recognizer.phrases import Phrase
from recognizer.services.release.activation import active_version
from recognizer.services.training.spec import TrainingSpec
from recognizer.services.watching import policy as module
from recognizer.services.watching.policy import (
    BY_POLICY,
    LEAST_AGREED,
    SHADOW_READINGS,
    learning_policy,
    new_samples,
    run_policy,
)
from recognizer.services.watching.shadow import start_shadow, stop_shadow
from tests.services.data_sets.given import crowd

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AGO = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nothing_was_refused() -> Iterator[None]:
    module._refused.clear()
    yield
    module._refused.clear()


class Queue:
    """Takes trainings, as the worker's does."""

    def __init__(self) -> None:
        self.specs: list[TrainingSpec] = []

    def __call__(self, spec: TrainingSpec) -> ModelVersion:
        self.specs.append(spec)
        assert spec.people is not None
        return ModelVersion.objects.create(
            name=spec.name, status=Status.QUEUED, people_id=spec.people.data_set
        )


@pytest.fixture
def queue() -> Queue:
    return Queue()


def set_policy(**changes: object) -> LearningPolicy:
    policy = learning_policy()
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.save()
    return policy


def agree(at: datetime = NOW - AGO, people: int = 3, each: int = 4) -> None:
    """Let reviewers agree on samples."""
    crowd(people, each)
    Sample.objects.filter(agreed_at=None).update(agreed_at=at)


def passed(version: ModelVersion, *, against: int | None = None, good: bool = True) -> Challenge:
    live = active_version()
    assert live is not None
    return Challenge.objects.create(
        version=version, against_number=against or live.number, passed=good, evidence={}
    )


def read(version: ModelVersion, readings: int, agreed: int) -> None:
    Shadow.objects.filter(pk=version.pk).update(readings=readings, agreed=agreed)


def said(done: list[Phrase]) -> list[str]:
    return [phrase.template for phrase in done]


def test_there_is_one_policy_and_it_does_nothing_at_first(queue: Queue, good: ModelVersion) -> None:
    agree()
    passed(good)
    assert learning_policy() == learning_policy()
    assert (learning_policy().schedule, learning_policy().activates) == (Schedule.OFF, False)
    assert run_policy(queue, NOW) == []
    assert LearningPolicy.objects.count() == 1


def test_after_so_many_samples_a_challenger_is_trained(queue: Queue) -> None:
    policy = set_policy(schedule=Schedule.SAMPLES, samples=12, preset="deck", people_weight=3.5)
    agree(each=3)
    assert run_policy(queue, NOW) == [], "9 are too few"
    Sample.objects.all().delete()
    agree(each=4)
    assert said(run_policy(queue, NOW)) == ["Version {version} is to be trained with data set {number}."]
    data_set = DataSet.objects.get()
    (spec,) = queue.specs
    assert (spec.preset, spec.name) == ("deck", "deck 2026-06-01")
    assert spec.people is not None
    assert (spec.people.data_set, spec.people.weight) == (data_set.number, 3.5)
    policy.refresh_from_db()
    assert policy.trained_at == NOW
    assert run_policy(queue, NOW + timedelta(days=30)) == [], "nothing is new since"


def test_none_while_another_is_on_its_way(queue: Queue) -> None:
    set_policy(schedule=Schedule.WEEKLY)
    agree()
    run_policy(queue, NOW)
    agree(at=NOW + timedelta(days=1), people=5)
    DataSet.objects.update(created_at=NOW)
    later = NOW + timedelta(days=8)
    assert run_policy(queue, later) == []
    ModelVersion.objects.filter(status=Status.QUEUED).update(status=Status.FAILED)
    assert len(run_policy(queue, later)) == 1


def test_weekly_means_once_a_week_and_only_with_something_new(queue: Queue) -> None:
    set_policy(schedule=Schedule.WEEKLY, trained_at=NOW - timedelta(days=6), preset="deck")
    assert run_policy(queue, NOW + timedelta(days=9)) == [], "nothing is there"
    agree()
    assert run_policy(queue, NOW) == []
    assert len(run_policy(queue, NOW + timedelta(days=1))) == 1


def test_only_data_sets_of_all_that_is_there_count_as_the_last_one(queue: Queue) -> None:
    set_policy(schedule=Schedule.WEEKLY, preset="deck")
    agree()
    run_policy(queue, NOW)
    made = DataSet.objects.get()
    DataSet.objects.update(created_at=NOW)
    Sample.objects.filter(pk__in=Sample.objects.values("pk")[:5]).update(agreed_at=NOW + AGO)
    assert new_samples() == 5
    DataSet.objects.create(name="without", sha256="a" * 64, parent=made, created_at=NOW + timedelta(days=1))
    DataSet.objects.create(
        name="from afar", sha256="b" * 64, imported=True, created_at=NOW + timedelta(days=1)
    )
    assert new_samples() == 5


def test_now_trains_whatever_the_schedule_says(queue: Queue) -> None:
    set_policy(preset="deck")
    agree()
    assert len(run_policy(queue, NOW, train_now=True)) == 1
    assert len(queue.specs) == 1


def test_what_cannot_be_trained_is_said_and_not_tried_all_the_time(queue: Queue) -> None:
    set_policy(schedule=Schedule.WEEKLY, preset="none such")
    agree()
    (phrase,) = run_policy(queue, NOW)
    assert phrase.startswith("No challenger is trained. Expected one of the presets")
    assert run_policy(queue, NOW + timedelta(hours=1)) == []
    assert not queue.specs


def test_another_worker_was_quicker(queue: Queue) -> None:
    set_policy(schedule=Schedule.WEEKLY, preset="deck")
    agree()
    stale = learning_policy()
    set_policy(trained_at=NOW - AGO)
    assert module.train_challenger(stale, queue, NOW) is None
    assert not DataSet.objects.exists()


def test_what_passed_the_gate_reads_in_the_shadow(queue: Queue, good: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY, shadow_share=25)
    passed(good)
    assert said(run_policy(queue, NOW)) == ["Version {version} reads in the shadow: {share} %."]
    shadow = Shadow.objects.get()
    assert (shadow.version, shadow.share, shadow.started_by_name) == (good, 25, "")
    assert run_policy(queue, NOW) == []
    stop_shadow(good)
    assert run_policy(queue, NOW) == [], "whoever stopped it meant it"


@pytest.mark.parametrize("other", ["failed", "another was live", "no share"])
def test_nothing_else_does(queue: Queue, good: ModelVersion, other: str) -> None:
    set_policy(schedule=Schedule.WEEKLY, shadow_share=0 if other == "no share" else 25)
    passed(good, good=other != "failed", against=99 if other == "another was live" else None)
    assert run_policy(queue, NOW) == []
    assert not Shadow.objects.exists()


def test_a_persons_shadow_is_left_alone(queue: Queue, good: ModelVersion, untrained: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY)
    start_shadow(untrained, share=50, by="ada")
    passed(good)
    assert run_policy(queue, NOW) == []


def test_an_older_challenger_makes_room(queue: Queue, untrained: ModelVersion, good: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY)
    start_shadow(untrained, share=50)
    newer = max(good, untrained, key=lambda version: version.number)
    Shadow.objects.update(version=min(good, untrained, key=lambda version: version.number))
    Shadow.objects.exclude(version__lt=newer.pk).delete()
    passed(newer)
    run_policy(queue, NOW)
    assert Shadow.objects.get(ended_at=None).version == newer


def test_nothing_goes_live_by_itself_unless_it_is_allowed(queue: Queue, good: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY, shadow_share=0)
    passed(good)
    assert run_policy(queue, NOW) == []
    assert active_version() != good


def test_where_it_is_allowed_the_log_says_by_what(queue: Queue, good: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY, activates=True, shadow_share=0)
    passed(good)
    assert said(run_policy(queue, NOW)) == ["Version {version} answers from now on."]
    assert active_version() == good
    entry = Deployment.objects.latest("pk")
    assert (entry.reason, entry.source, entry.by_name) == (BY_POLICY, "training", "")
    assert not entry.forced


def test_the_shadow_has_to_bear_it_out(queue: Queue, good: ModelVersion) -> None:
    set_policy(schedule=Schedule.WEEKLY, activates=True)
    passed(good)
    run_policy(queue, NOW)
    least = round(LEAST_AGREED * SHADOW_READINGS)
    for readings, agreed in [(SHADOW_READINGS - 1, SHADOW_READINGS - 1), (SHADOW_READINGS, least - 1)]:
        read(good, readings, agreed)
        assert run_policy(queue, NOW) == []
    read(good, SHADOW_READINGS, least)
    run_policy(queue, NOW)
    assert active_version() == good


def test_what_the_checks_refuse_stays_out_and_is_not_tried_again(
    queue: Queue, untrained: ModelVersion, caplog: pytest.LogCaptureFixture
) -> None:
    set_policy(schedule=Schedule.WEEKLY, activates=True, shadow_share=0)
    passed(untrained)
    assert run_policy(queue, NOW) == []
    assert run_policy(queue, NOW) == []
    assert caplog.text.count("is not activated by itself") == 1
    assert active_version() != untrained


def test_a_new_challenger_that_failed_hides_older_ones(
    queue: Queue, untrained: ModelVersion, good: ModelVersion
) -> None:
    older, newer = sorted((untrained, good), key=lambda version: version.number)
    set_policy(schedule=Schedule.WEEKLY)
    passed(older)
    passed(newer, good=False)
    assert run_policy(queue, NOW) == []
