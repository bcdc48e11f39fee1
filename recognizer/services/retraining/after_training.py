"""The gate after a training: held by itself, and told in the training's log."""

import os
import socket

from django.utils import timezone

from recognizer.models import Challenge, ModelVersion, Status, TrainingRun
from recognizer.phrases import Phrase, from_json, message_of
from recognizer.services.errors import AlreadyTraining, ServiceError
from recognizer.services.release.gate import failed_checks
from recognizer.services.retraining.gate import challenge
from recognizer.services.training.files import training_lock
from recognizer.services.training.heartbeat import heartbeat
from recognizer.services.training.lifecycle import add_to_log

AT_THE_GATE = Phrase("At the gate, against the live version.")


def is_at_the_gate(run: TrainingRun) -> bool:
    """Whether the gate has begun after a training and nothing is known of its outcome yet."""
    return bool(run.log) and from_json(run.log[-1]["line"]) == AT_THE_GATE


def challenge_after_training(version: ModelVersion) -> Challenge | None:
    """Hold the gate for a ready version that learned from people, and log what came of it.

    Others need none. Where it cannot be held the log says why; such a version does not go live. While another
    process holds it, nothing is done.
    """
    if version.status != Status.READY or not version.learned_from_people:
        return None
    try:
        with training_lock(version.number), heartbeat(begin_gate(version)):
            found = challenge(version)
    except AlreadyTraining:
        return None
    except ServiceError as error:
        add_to_log(version.pk, Phrase("The gate could not be held. {reason}", reason=message_of(error)))
        return None
    add_to_log(version.pk, outcome(found))
    return found


def begin_gate(version: ModelVersion) -> TrainingRun:
    """Write into the training's log that this process holds the gate; return the run."""
    host, pid = socket.gethostname(), os.getpid()
    add_to_log(version.pk, AT_THE_GATE, heartbeat=timezone.now(), host=host, pid=pid)
    return TrainingRun(pk=version.pk, host=host, pid=pid)


def outcome(found: Challenge) -> Phrase:
    """Return what came of a challenge as a sentence; of a failed one with the checks that failed."""
    if found.passed:
        return Phrase("Passed the gate against version {number}.", number=found.against_number)
    return Phrase(
        "Did not pass the gate against version {number}: {checks}.",
        number=found.against_number,
        checks=failed_checks(found),
    )
