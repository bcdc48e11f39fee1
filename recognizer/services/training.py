"""Train a version: the one path of the command and of the background worker."""

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from django.conf import settings

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion, Status
from recognizer.services.environment import training_environment
from recognizer.services.errors import TrainingInterrupted
from recognizer.services.facts import VersionFacts
from recognizer.services.figures import drawn_accuracy, mnist_figures
from recognizer.services.training_sets import TrainingSets, training_sets
from recognizer.services.training_spec import TrainingSpec
from recognizer.services.versions import complete_version

logger = logging.getLogger(__name__)


def mnist_folder() -> Path:
    """Return where MNIST lies or will lie."""
    folder: Path = settings.DIGITWEB_DATA_DIR / "mnist"
    return folder


class RowKeeper(nn.Callback):
    """Writes each epoch into the version's row, so that the admin shows a training while it runs."""

    def __init__(self, version: ModelVersion) -> None:
        self.version = version

    def on_epoch_end(self, trainer: nn.Trainer, record: nn.EpochRecord) -> None:
        """Put all epochs so far into the row, those before a resumption too."""
        self.version.epochs = [asdict(epoch) for epoch in trainer.history.epochs]
        self.version.save(update_fields=["epochs"])


class CheckpointKeeper(nn.Callback):
    """Saves after each epoch all that it takes to go on from there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def on_epoch_end(self, trainer: nn.Trainer, record: nn.EpochRecord) -> None:
        """Exchange the checkpoint for that of this epoch, whole or not at all."""
        trainer.save_checkpoint(self.path)


def train_version(
    spec: TrainingSpec,
    *,
    mnist: Mnist,
    created_by_id: int | None = None,
    observers: Sequence[nn.Callback] = (),
    checkpoint: Path | None = None,
) -> ModelVersion:
    """Train a network as `spec` says, evaluate it on the test set and keep it as a ready version.

    Ctrl-C keeps the best epoch so far as the version; before the first epoch has ended there is nothing to
    keep, which raises TrainingInterrupted. Whatever else goes wrong leaves the version `failed` and says why.

    With a `checkpoint`, the state after each epoch is kept in that file; if the file is there already, the
    training goes on from it and ends as one that was never stopped. A training that ends removes it.
    """
    version = ModelVersion.objects.create(
        name=spec.name,
        architecture=spec.architecture,
        hyperparameters=spec.hyperparameters,
        seed=spec.recipe.seed,
        datasets=mnist.hashes,
        command=spec.command,
        created_by_id=created_by_id,
    )
    try:
        started = time.perf_counter()
        keepers = (
            [RowKeeper(version)] if checkpoint is None else [RowKeeper(version), CheckpointKeeper(checkpoint)]
        )
        sets = training_sets(spec, mnist)
        trainer = build_trainer(spec, sets, callbacks=(*keepers, *observers))
        if checkpoint is not None and checkpoint.exists():
            trainer.resume(checkpoint)
        finished = run_or_keep_best(trainer)
        complete_version(
            version, trainer.network, facts(spec, mnist, sets, trainer, seconds=time.perf_counter() - started)
        )
    except BaseException as error:
        version.status = Status.FAILED
        version.error = reason(error)
        version.save(update_fields=["status", "error"])
        raise
    if finished and checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    return version


def build_trainer(
    spec: TrainingSpec, sets: TrainingSets, *, callbacks: Sequence[nn.Callback] = ()
) -> nn.Trainer:
    """Return a network with fresh weights and what trains it; the seed determines both."""
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
    )


def run_or_keep_best(trainer: nn.Trainer) -> bool:
    """Train and say whether it came to its end; after Ctrl-C too the network holds its best epoch."""
    try:
        trainer.run()
    except KeyboardInterrupt:
        if not trainer.history.epochs:
            raise TrainingInterrupted("Interrupted before the first epoch ended: nothing was kept.") from None
        trainer.restore_best()
        return False
    return True


def facts(
    spec: TrainingSpec, mnist: Mnist, sets: TrainingSets, trainer: nn.Trainer, *, seconds: float
) -> VersionFacts:
    """Return what is to be known of a trained network; this is the one look at the test set."""
    images, labels = sets.validation
    return VersionFacts(
        name=spec.name,
        seed=spec.recipe.seed,
        hyperparameters=spec.hyperparameters,
        datasets=mnist.hashes,
        command=spec.command,
        environment=training_environment(),
        epochs=[asdict(record) for record in trainer.history.epochs],
        **mnist_figures(trainer.network, mnist.test),
        drawn_accuracy=drawn_accuracy(trainer.network),
        temperature=nn.fit_temperature(trainer.network.predict(images), labels),
        training_seconds=round(seconds, 1),
    )


def reason(error: BaseException) -> str:
    """Return why a training failed, for the operator."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
