"""What the site may do by itself: train challengers, try them in the shadow, activate only if allowed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from recognizer.models import (
    Challenge,
    DataSet,
    DeploymentSource,
    LearningPolicy,
    ModelVersion,
    Sample,
    SampleState,
    Schedule,
    Shadow,
    Status,
)
from recognizer.phrases import Phrase, message_of
from recognizer.services.data_sets.making import make_data_set
from recognizer.services.errors import ServiceError
from recognizer.services.release.activation import Actor, activate, active_version
from recognizer.services.training.presets import training_spec
from recognizer.services.training.spec import TrainingSpec
from recognizer.services.watching.shadow import running_shadow, start_shadow

ONLY = 1
"""The primary key of the single row."""
A_WEEK = timedelta(weeks=1)
LEAST_PAUSE = timedelta(days=1)
"""Between two trainings by schedule, also after one that could not begin."""
SHADOW_READINGS = 200
"""So many live readings a challenger has to have read before it is put live by itself."""
LEAST_AGREED = 0.9
"""Of them: one that differs more often is left to people, whatever the gate found."""
BY_POLICY = Phrase("It passed the gate, and the policy for learning from people lets such versions go live.")
NEW_SAMPLES = Phrase("By schedule: there are new reviewed samples.")

Enqueue = Callable[[TrainingSpec], ModelVersion]
"""Queues a training, and returns its version."""

logger = logging.getLogger(__name__)


class Step(StrEnum):
    """What may be due."""

    TRAIN = "train"
    SHADOW = "shadow"
    ACTIVATE = "activate"


_refused: set[int] = set()
"""Challengers that this process tried to activate in vain; it does not try again."""


def learning_policy() -> LearningPolicy:
    """Return the single row; a site begins with one that does nothing by itself."""
    policy, _is_new = LearningPolicy.objects.get_or_create(pk=ONLY)
    return policy


def due_steps(policy: LearningPolicy, now: datetime) -> list[Step]:
    """Return what is due by the policy."""
    if policy.schedule == Schedule.OFF:
        return []
    challenger = passed_challenger()
    steps = [(Step.TRAIN, training_is_due(policy, now))]
    if challenger is not None:
        steps += [
            (Step.SHADOW, shadow_is_due(policy, challenger)),
            (Step.ACTIVATE, activation_is_due(policy, challenger)),
        ]
    return [step for step, is_due in steps if is_due]


def run_policy(enqueue: Enqueue, now: datetime | None = None, *, train_now: bool = False) -> list[Phrase]:
    """Do what is due, and say what was done; with `train_now` train whatever the schedule says."""
    now = now or timezone.now()
    policy = learning_policy()
    steps = due_steps(policy, now)
    done: list[Phrase | None] = []
    if Step.ACTIVATE in steps:
        done.append(activate_challenger())
    if Step.SHADOW in steps:
        done.append(show_in_shadow(policy.shadow_share))
    if train_now or Step.TRAIN in steps:
        done.append(train_challenger(policy, enqueue, now))
    said = [phrase for phrase in done if phrase is not None]
    for phrase in said:
        logger.info("%s", phrase)
    return said


# -- training ----------------------------------------------------------------------------------


def new_samples() -> int:
    """Return how many samples were agreed on since the last data set was made of all of them."""
    agreed = Sample.objects.filter(state=SampleState.AGREED)
    # one without somebody, or from elsewhere, holds nothing that is new
    last = DataSet.objects.filter(parent=None, imported=False).order_by("-number").first()
    return (agreed if last is None else agreed.filter(agreed_at__gt=last.created_at)).count()


def training_is_due(policy: LearningPolicy, now: datetime) -> bool:
    """Whether a challenger is to be trained: enough is new, and none is on its way."""
    pause = A_WEEK if policy.schedule == Schedule.WEEKLY else LEAST_PAUSE
    if policy.trained_at is not None and now - policy.trained_at < pause:
        return False
    under_way = ModelVersion.objects.filter(status__in=[Status.QUEUED, Status.TRAINING], people__isnull=False)
    if under_way.exists():
        return False
    return new_samples() >= (1 if policy.schedule == Schedule.WEEKLY else policy.samples)


def train_challenger(policy: LearningPolicy, enqueue: Enqueue, now: datetime) -> Phrase | None:
    """Make a data set and queue a training with it; None if another worker was quicker."""
    claimed = LearningPolicy.objects.filter(pk=policy.pk, trained_at=policy.trained_at)
    if not claimed.update(trained_at=now):
        return None
    name = f"{now:%Y-%m-%d}"
    try:
        data_set = make_data_set(name=name, reason=NEW_SAMPLES)
        options = {"name": f"{policy.preset} {name}", "people": data_set.number}
        version = enqueue(training_spec(policy.preset, {**options, "people_weight": policy.people_weight}))
    except ServiceError as error:
        logger.warning("No challenger is trained. %s", error)
        return Phrase("No challenger is trained. {reason}", reason=message_of(error))
    return Phrase(
        "Version {version} is to be trained with data set {number}.", version=version, number=data_set.number
    )


# -- what has passed the gate ------------------------------------------------------------------


def passed_challenger() -> Challenge | None:
    """Return the newest challenger that was never live and passed the gate against the version live now."""
    live = active_version()
    newest = Challenge.objects.select_related("version").filter(version__status=Status.READY)
    found = newest.order_by("-pk").first()
    is_good = found is not None and live is not None and found.passed and found.against_number == live.number
    return found if is_good else None


def shadow_is_due(policy: LearningPolicy, challenger: Challenge) -> bool:
    """Whether a challenger is to read in the shadow: once, and not in place of one that a person started."""
    if not policy.shadow_share or Shadow.objects.filter(pk=challenger.pk).exists():
        return False
    running = running_shadow()
    return running is None or not running.started_by_name


def show_in_shadow(share: int) -> Phrase | None:
    """Start the shadow of the challenger that passed."""
    challenger = passed_challenger()
    if challenger is None:
        return None
    try:
        start_shadow(challenger.version, share=share)
    except ServiceError as error:  # it was put live or deleted meanwhile
        logger.warning("No shadow is started. %s", error)
        return None
    return Phrase(
        "Version {version} reads in the shadow: {share} %.", version=challenger.version, share=share
    )


def activation_is_due(policy: LearningPolicy, challenger: Challenge) -> bool:
    """Whether a challenger may go live by itself: allowed, and the shadow, if there is one, bears it out."""
    if not policy.activates or challenger.pk in _refused:
        return False
    if not policy.shadow_share:
        return True
    shadow = Shadow.objects.filter(pk=challenger.pk).first()
    if shadow is None or shadow.readings < SHADOW_READINGS:
        return False
    return shadow.agreed >= LEAST_AGREED * shadow.readings


def activate_challenger() -> Phrase | None:
    """Put the challenger that passed live, unless a check before activation fails."""
    challenger = passed_challenger()
    if challenger is None:
        return None
    try:
        activate(
            challenger.version,
            actor=Actor(source=DeploymentSource.TRAINING),
            reason=BY_POLICY,
            instead_of=challenger.against_number,
        )
    except ServiceError as error:
        _refused.add(challenger.pk)
        logger.warning("Version %s is not activated by itself. %s", challenger.version, error)
        return None
    return Phrase("Version {version} answers from now on.", version=challenger.version)
