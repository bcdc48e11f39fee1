"""What is told of each event: numbers and names of versions, and no drawing, no person, no sentence.

Sentences stay here, for they may name files, machines and whoever acted.
"""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from recognizer.models import Challenge, Deployment, ModelVersion, Status, TrainingRun, WebhookEvent
from recognizer.services.webhooks.outbox import tell

OF_STATUS: Mapping[Status, WebhookEvent] = {
    Status.READY: WebhookEvent.TRAINING_READY,
    Status.FAILED: WebhookEvent.TRAINING_FAILED,
    Status.INTERRUPTED: WebhookEvent.TRAINING_INTERRUPTED,
}
DRIFTS = uuid.UUID("5d0f6a56-4f0b-4b5e-9a0e-0b3d2c7f4a11")
"""The space of the ids of falls: each day and device has one, however many workers see it."""


def tell_training_ended(number: int, status: Status, *, goes_on: bool = False) -> None:
    """Tell that a training has ended; `goes_on` if a worker takes it up again by itself."""
    tell(OF_STATUS[status], lambda: facts_of_training(number, goes_on=goes_on))


def facts_of_training(number: int, *, goes_on: bool) -> dict[str, Any]:
    """Return what is told of a training."""
    version = ModelVersion.objects.get(pk=number)
    run = TrainingRun.objects.filter(pk=number).first()
    return {
        "version": named(version.number, version.name),
        "epochs_done": len(version.epochs),
        "epochs": len(version.epochs) if run is None else run.epochs,
        "seconds": round(version.training_seconds if run is None else run.seconds, 1),
        "mnist_accuracy": version.mnist_accuracy,
        "drawn_accuracy": version.drawn_accuracy,
        "goes_on_by_itself": goes_on,
    }


def tell_version_live(entry: Deployment) -> None:
    """Tell that another version answers."""
    tell(WebhookEvent.VERSION_LIVE, lambda: facts_of_deployment(entry))


def facts_of_deployment(entry: Deployment) -> dict[str, Any]:
    """Return what is told of an activation or a rollback."""
    before = None if entry.from_number is None else named(entry.from_number, entry.from_name)
    return {
        "version": named(entry.to_number, entry.to_name),
        "before": before,
        "rollback": entry.is_rollback,
        "forced": entry.forced,
        "source": str(entry.source),
    }


def tell_gate_failed(found: Challenge) -> None:
    """Tell that a version did not pass the gate."""
    tell(WebhookEvent.GATE_FAILED, lambda: facts_of_challenge(found))


def facts_of_challenge(found: Challenge) -> dict[str, Any]:
    """Return what is told of a gate."""
    version, checks = found.version, found.evidence["checks"]
    return {
        "version": named(version.number, version.name),
        "against": named(found.against_number, found.against_name),
        "failed_checks": [check["name"] for check in checks if check["passed"] is False],
    }


def tell_readings_drifting(  # noqa: PLR0913 - a fall, and of what
    *, today: date, device: str, before: float, now: float, readings: int, days: int
) -> None:
    """Tell, once a day, that fewer readings seem right; of a device, or "" for all."""
    facts = {
        "device": device or None,
        "estimate_before": round(before, 4),
        "estimate_now": round(now, 4),
        "readings": readings,
        "days": days,
    }
    event_id = f"evt_{uuid.uuid5(DRIFTS, f'{today.isoformat()} {device}').hex}"
    tell(WebhookEvent.READINGS_DRIFTING, lambda: facts, event_id=event_id)


def named(number: int | None, name: str) -> dict[str, Any]:
    """Return a version as it is told of."""
    return {"number": number, "name": name}
