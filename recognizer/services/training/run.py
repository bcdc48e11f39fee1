"""Train a version: the one path of the command and of the background worker."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from django.utils import timezone

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.nn.row_network import RowNetwork
from recognizer.phrases import Phrase, message_of
from recognizer.services.errors import (
    NotPossibleNow,
    TrainingInterrupted,
    TrainingTakenOver,
    VersionDeleted,
)
from recognizer.services.evaluation.headline import drawn_accuracy, mnist_figures
from recognizer.services.training.datasets import TrainingSets, training_sets
from recognizer.services.training.environment import training_environment
from recognizer.services.training.files import checkpoint_of, training_lock
from recognizer.services.training.heartbeat import heartbeat
from recognizer.services.training.lifecycle import add_to_log, begin, check_ours, create_run, mark_ended
from recognizer.services.training.progress import RunRecorder
from recognizer.services.training.spec import ROWS_OF_LIVE, TrainingSpec
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import complete_version
from recognizer.services.versions.rows import live_rows
from recognizer.telemetry.metrics import count_training
from recognizer.telemetry.traces import span


def train_version(
    spec: TrainingSpec,
    *,
    mnist: Mnist,
    created_by_id: int | None = None,
    observers: Sequence[nn.Callback] = (),
    checkpoint: Path | None = None,
) -> ModelVersion:
    """Train a network as `spec` says, here and now, and keep it as a ready version, as `run_version` has it.

    With a `checkpoint` of one's own, the state after each epoch is kept in that file; if the file is there
    already, the training goes on from it and ends as one that was never stopped.
    """
    version = create_run(spec, created_by_id=created_by_id)
    if not run_version(version, spec=spec, fetch=lambda: mnist, observers=observers, checkpoint=checkpoint):
        raise no_longer_queued(version)
    return version


def no_longer_queued(version: ModelVersion) -> NotPossibleNow:
    """Return the error for a version that was deleted or changed before its training began."""
    found = ModelVersion.objects.filter(pk=version.pk).first()
    if found is None:
        return NotPossibleNow("Version {version} was deleted before its training began.", version=version)
    return NotPossibleNow(
        "Version {version} was changed before its training began; it is {state}.",
        version=version,
        state=found.state,
    )


def run_version(  # noqa: PLR0913  (what is trained, and who has a say in it)
    version: ModelVersion,
    *,
    fetch: Callable[[], Mnist],
    spec: TrainingSpec | None = None,
    observers: Sequence[nn.Callback] = (),
    checkpoint: Path | None = None,
    shutting_down: Callable[[], bool] = bool,
) -> bool:
    """Train a queued version, evaluate it on the test set and keep it as a ready one.

    Whoever has its `spec` at hand passes it; otherwise the run's is read.

    The one path of the command and of the worker. If there is a checkpoint it goes on from there, bit for bit
    as if it had never been interrupted; a training that ends removes it.

    A wish to stop, or Ctrl-C, keeps the best epoch so far as the version. Before the first epoch has ended
    there is nothing to keep: the version is `interrupted`, as it is when `shutting_down()` becomes true, and
    TrainingInterrupted says why. Whatever else goes wrong leaves it `failed`. A version that is not queued
    (any more) is left alone: False is returned.
    """
    with training_lock(version.number):
        run = begin(version)
        if run is None:
            return False
        path = checkpoint_of(version.number) if checkpoint is None else checkpoint
        recorder = RunRecorder(run, checkpoint=path, shutting_down=shutting_down)
        try:
            with nn.threads(run.threads), heartbeat(run), span("training", version=version.number):
                spec = spec or TrainingSpec.from_json(run.spec)
                finished = train(version, spec, fetch=fetch, recorder=recorder, observers=observers)
        except VersionDeleted:
            checkpoint_of(version.number).unlink(missing_ok=True)
            raise
        except TrainingTakenOver:
            raise
        except (TrainingInterrupted, KeyboardInterrupt, SystemExit) as error:
            mark_ended(version, Status.INTERRUPTED, interruption_message(error), run=run)
            count_training("interrupted", recorder.seconds)
            raise
        except Exception as error:
            # as a worker is ended, so are the processes that draw for it
            status = Status.INTERRUPTED if shutting_down() else Status.FAILED
            mark_ended(version, status, reason(error), run=run)
            count_training(status.value, recorder.seconds)
            raise
        count_training("finished" if finished else "stopped", recorder.seconds)
        if finished:
            path.unlink(missing_ok=True)
        return True


def train(
    version: ModelVersion,
    spec: TrainingSpec,
    *,
    fetch: Callable[[], Mnist],
    recorder: RunRecorder,
    observers: Sequence[nn.Callback],
) -> bool:
    """Train and complete a version; return whether it came to its last epoch."""
    mnist = fetch()
    ModelVersion.objects.filter(pk=version.pk).update(datasets=hashes_of(spec, mnist))
    if spec.handwriting is not None:
        add_to_log(version.pk, Phrase("Writing synthetic handwriting."), heartbeat=timezone.now())
    sets = training_sets(spec, mnist)
    if spec.people is not None:
        which = Phrase(
            "With what people gave: data set {number}; each of its samples counts {weight} times.",
            number=spec.people.data_set,
            weight=f"{spec.people.weight:g}",
        )
        add_to_log(version.pk, which)
    add_to_log(version.pk, Phrase("{count} pictures to learn from.", count=len(sets.training[1])))
    trainer = build_trainer(spec, sets, callbacks=(recorder, *observers))
    if recorder.checkpoint.exists():
        resume(trainer, recorder.checkpoint, version)
    elif recorder.run.epoch or recorder.run.batch:
        begin_anew(version, recorder.run)
    finished = run_or_keep_best(trainer, recorder)
    add_to_log(version.pk, Phrase("Looking at the test set."), heartbeat=timezone.now(), seconds_left=None)
    known = facts(spec, mnist, sets, trainer, seconds=recorder.seconds)
    rows = rows_for(version, spec, known)
    complete_version(version, trainer.network, known, rows=rows, check=lambda: check_ours(recorder.run))
    end = Phrase("Trained to the end.") if finished else Phrase("Stopped; the best epoch is kept.")
    add_to_log(version.pk, end, ended_at=timezone.now(), seconds=recorder.seconds)
    return finished


def rows_for(version: ModelVersion, spec: TrainingSpec, known: VersionFacts) -> RowNetwork | None:
    """Return the network of rows for a new version, whose facts then name it: the live version's, or none."""
    if spec.rows != ROWS_OF_LIVE:
        return None
    rows = live_rows()
    if rows is None:
        add_to_log(version.pk, Phrase("The live version has no network of rows to take over."))
        return None
    rows.name_in(known)
    add_to_log(version.pk, Phrase("Reads rows by the network of version {version}.", version=rows.of))
    return rows.network


def resume(trainer: nn.Trainer, checkpoint: Path, version: ModelVersion) -> None:
    """Resume from a checkpoint; remove a damaged one, so that the next attempt starts anew."""
    try:
        trainer.state.load_checkpoint(checkpoint)
    except nn.FileFormatError:
        checkpoint.unlink()
        raise
    where = Phrase(
        "Goes on from epoch {epoch}, mini-batch {batch}.",
        epoch=trainer.state.epoch,
        batch=trainer.state.batch,
    )
    add_to_log(version.pk, where)


def begin_anew(version: ModelVersion, run: TrainingRun) -> None:
    """Begin anew where another machine began, whose checkpoint is not to be had here."""
    run.epoch, run.batch, run.seconds = 0, 0, 0.0
    ModelVersion.objects.filter(pk=version.pk).update(epochs=[])
    why = Phrase("There is no checkpoint in the data folder of {host}: it begins anew.", host=run.host)
    add_to_log(version.pk, why, epoch=0, batch=0, seconds=0.0)


def build_trainer(
    spec: TrainingSpec, sets: TrainingSets, *, callbacks: Sequence[nn.Callback] = ()
) -> nn.Trainer:
    """Build a trainer with a freshly initialised network; the seed determines both."""
    network = nn.Network.build(
        spec.architecture, initializer=spec.initializer, rng=np.random.default_rng(spec.recipe.seed)
    )
    return nn.Trainer(
        network,
        spec.recipe,
        training=sets.training,
        validation=sets.validation,
        augment=spec.augmentation,
        callbacks=callbacks,
        sample_weight=sets.sample_weight,
    )


def run_or_keep_best(trainer: nn.Trainer, recorder: RunRecorder) -> bool:
    """Train and return whether it reached the last epoch; if stopped, restore the best epoch.

    Raises
    ------
    TrainingInterrupted
        If there is no network to be kept.
    """
    interrupted = False
    try:
        trainer.run()
    except KeyboardInterrupt:
        interrupted = True
    if trainer.state.epoch >= trainer.recipe.epochs:
        return True
    if recorder.deleted:
        raise VersionDeleted
    if recorder.taken_over:
        raise TrainingTakenOver
    if recorder.shut_down:
        raise TrainingInterrupted(
            "The worker was told to end; the training goes on from here when one starts."
        )
    if (interrupted or recorder.stopped) and not trainer.state.history.epochs:
        raise TrainingInterrupted("Interrupted before the first epoch ended: nothing was kept.")
    trainer.state.restore_best()
    return not (interrupted or recorder.stopped)


def facts(
    spec: TrainingSpec, mnist: Mnist, sets: TrainingSets, trainer: nn.Trainer, *, seconds: float
) -> VersionFacts:
    """Evaluate a trained network and return its facts; this alone uses the test set."""
    images, labels = sets.validation
    return VersionFacts(
        name=spec.name,
        seed=spec.recipe.seed,
        hyperparameters=spec.hyperparameters,
        datasets=hashes_of(spec, mnist),
        command=spec.command,
        environment=training_environment(),
        epochs=[asdict(record) for record in trainer.state.history.epochs],
        **mnist_figures(trainer.network, mnist.test),
        drawn_accuracy=drawn_accuracy(trainer.network),
        temperature=nn.fit_temperature(trainer.network.predict(images), labels),
        training_seconds=round(seconds, 1),
    )


def hashes_of(spec: TrainingSpec, mnist: Mnist) -> dict[str, str]:
    """Return the SHA-256 of each file that a network learns from."""
    return {**mnist.hashes, **({} if spec.people is None else {"people": spec.people.sha256})}


def reason(error: BaseException) -> str:
    """Return why a training failed, for the operator."""
    kind = type(error).__name__
    return Phrase("{kind}: {reason}", kind=kind, reason=message_of(error)) if str(error) else kind


def interruption_message(error: BaseException) -> str:
    """Return why a training was interrupted, for the operator."""
    return message_of(error) if isinstance(error, TrainingInterrupted) else Phrase("Its process was ended.")
