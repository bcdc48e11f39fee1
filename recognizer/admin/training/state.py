"""The state of a training as JSON, which its live page polls every second."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.phrases import from_json
from recognizer.services.errors import translated
from recognizer.services.retraining.after_training import is_at_the_gate
from recognizer.services.training.lifecycle import can_resume, current_status, death_message
from recognizer.templatetags.versions import duration, rounded

GOING_ON = frozenset({Status.QUEUED, Status.TRAINING})


def state_of(version: ModelVersion, *, may_train: bool, since: int = 0) -> dict[str, Any]:
    """Return the state of a training, with the epochs from number `since` on."""
    run, status = version.run, current_status(version)
    return {
        "status": status,
        "label": status.label,
        "sentence": sentence(version, run, status),
        "going_on": status in GOING_ON or is_at_the_gate(run),
        "epochs_done": len(version.epochs),
        "epoch": run.epoch,
        "epochs": run.epochs,
        "batch": run.batch if run.epoch < run.epochs else run.batches_per_epoch,
        "batches": run.batches_per_epoch,
        "left": "" if run.seconds_left is None else duration(run.seconds_left),
        "spent": duration(run.seconds),
        "curve": [point(epoch) for epoch in version.epochs if epoch["epoch"] >= since],
        "log": [{"at": entry["at"][11:19], "line": line_of(entry)} for entry in run.log],
        "process": run.process,
        "can": {
            "stop": may_train and status == Status.TRAINING and not run.stop_requested,
            "cancel": may_train and status == Status.QUEUED,
            "resume": may_train and can_resume(version),
        },
    }


def line_of(entry: dict[str, Any]) -> str:
    """Return a line of the log in the reader's language."""
    return translated(from_json(entry["line"]))


def point(epoch: dict[str, Any]) -> dict[str, Any]:
    """Return an epoch's values for curve and table."""
    size = epoch["validation_size"]
    return {
        **{name: epoch[name] for name in ("epoch", "training_cost", "validation_cost", "seconds")},
        "accuracy": epoch["validation_correct"] / size if size else None,
        "right": f"{epoch['validation_correct']} / {size}",
    }


def sentence(version: ModelVersion, run: TrainingRun, status: Status) -> str:
    """Return a sentence about the training's state."""
    if status == Status.QUEUED:
        return waiting(run)
    if status == Status.TRAINING:
        return in_training(run)
    if status in {Status.INTERRUPTED, Status.FAILED}:
        return translated(version.error or death_message(run))
    mnist = rounded(100 * (version.mnist_accuracy or 0), 2)
    if len(version.epochs) < run.epochs:
        values = {"done": len(version.epochs), "epochs": run.epochs, "mnist": mnist}
        return _("Ended after %(done)d of %(epochs)d epochs: %(mnist)s %% of the MNIST test set.") % values
    return _("Trained: %(mnist)s %% of the MNIST test set.") % {"mnist": mnist}


def waiting(run: TrainingRun) -> str:
    """Return a sentence about the trainings ahead in the queue."""
    before = TrainingRun.objects.filter(version__status__in=GOING_ON, queued_at__lt=run.queued_at).count()
    if not before:
        return _("Waits for a worker.")
    return ngettext(
        "Waits for a worker; %(count)d training comes first.",
        "Waits for a worker; %(count)d trainings come first.",
        before,
    ) % {"count": before}


def in_training(run: TrainingRun) -> str:
    """Return a sentence about what the process is doing."""
    if run.stop_requested:
        return _("Stops after its mini-batch and keeps the best epoch.")
    if not run.batches_per_epoch:
        return line_of(run.log[-1]) if run.log else _("Begins.")
    if run.epoch >= run.epochs:
        return _("Looks at the test set.")
    silent = (timezone.now() - run.heartbeat).total_seconds() if run.heartbeat else 0
    if silent > 15:
        return _("No sign of life for %(time)s.") % {"time": duration(silent)}
    return _("Epoch %(epoch)d; %(epoch)d of %(epochs)d are done.") % {
        "epoch": run.epoch,
        "epochs": run.epochs,
    }
