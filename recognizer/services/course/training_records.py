"""The record of a reader's training, in a folder of its own that all processes of the site share."""

import json
import logging
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from recognizer import nn
from recognizer.datasets.storage import write_whole
from recognizer.phrases import Phrase
from recognizer.services.errors import NoSuchTraining
from recognizer.services.locks import is_locked
from recognizer.services.paths import learning_folder

ID = re.compile(r"[0-9a-f]{16}")
KEPT_HOURS = 6
NOT_KEPT = Phrase(
    "There is no such training. They are kept for {hours} hours; the same settings and seed train the same "
    "network again.",
    hours=KEPT_HOURS,
)

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a record raises that is damaged, or of another release."""

logger = logging.getLogger(__name__)


class State(StrEnum):
    """The life of a training: waiting → running → finished, or another end."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    """By its reader."""
    OUT_OF_TIME = "out_of_time"
    """It had taken as long as a training may."""
    DIVERGED = "diverged"
    """Its numbers grew beyond all bounds."""
    INTERRUPTED = "interrupted"
    """The process that trained is gone: the site was restarted."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self not in {State.WAITING, State.RUNNING}


@dataclass(frozen=True, kw_only=True)
class TrainingSettings:
    """How a reader's network is trained; the API holds each value to its limits."""

    hidden: int = 30
    """Neurons of each hidden layer."""
    layers: int = 1
    """Hidden layers."""
    epochs: int = 10
    batch_size: int = 10
    learning_rate: float = 3.0
    samples: int = 50_000
    """At most so many digits are trained on; fewer where there are fewer."""
    cost: str = "quadratic"
    seed: int = 0

    @property
    def recipe(self) -> nn.Recipe:
        """Return the settings as a recipe."""
        return nn.Recipe(
            cost=self.cost,
            learning_rate=self.learning_rate,
            batch_size=self.batch_size,
            epochs=self.epochs,
            seed=self.seed,
        )


@dataclass(kw_only=True)
class TrainingRecord:
    """One training, as its file `training.json` has it."""

    id: str
    settings: TrainingSettings
    client: str
    """A hash that tells readers apart; who began a training may stop it."""
    address: str
    """A hash of the network address."""
    created_at: float
    """Seconds since 1970, as the two below."""
    state: State = State.WAITING
    started_at: float | None = None
    ended_at: float | None = None
    source: str | None = None
    """Where its digits come from."""
    samples: int | None = None
    """How many it really trains on."""
    epochs: list[dict[str, Any]] = field(default_factory=list)
    """The first is the network before training: epoch, cost, correct, size, training_cost, seconds."""
    progress: float = 0.0
    """Of the epoch that is under way, 0 to 1."""

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return trainings_folder() / self.id

    @property
    def alive_file(self) -> Path:
        """The lock file of the process that trains it."""
        return self.folder / "alive"

    @property
    def stop_file(self) -> Path:
        """The file whose presence requests a stop."""
        return self.folder / "stop"

    def weights_file(self, epoch: int) -> Path:
        """Where the network after an epoch lies; epoch 0 is before training."""
        return self.folder / f"epoch-{epoch:03}.safetensors"

    def write(self) -> None:
        """Write the record atomically."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / "training.json", json.dumps(asdict(self)).encode())

    def remove(self) -> None:
        """Remove the training and its weights."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read a record that `write` wrote."""
        known = {
            **values,
            "settings": TrainingSettings(**values["settings"]),
            "state": State(values["state"]),
        }
        return cls(**known)


def trainings_folder() -> Path:
    """Return the folder of all trainings, made on first use."""
    folder = learning_folder() / "trainings"
    folder.mkdir(exist_ok=True)
    return folder


def read_record(training_id: str) -> TrainingRecord:
    """Return a training as it is now; one whose process is gone was interrupted.

    Raises
    ------
    NoSuchTraining
        If none of this id is kept.
    """
    found = _read(training_id)
    if found.state is State.RUNNING and not is_locked(found.alive_file):
        found = _read(training_id)  # it may have ended between the two looks
        if found.state is State.RUNNING:
            found.state = State.INTERRUPTED
    return found


def _read(training_id: str) -> TrainingRecord:
    if not ID.fullmatch(training_id):
        raise NoSuchTraining(NOT_KEPT)
    try:
        content = (trainings_folder() / training_id / "training.json").read_bytes()
        return TrainingRecord.from_json(json.loads(content))
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchTraining(NOT_KEPT) from None
    except UNREADABLE as error:
        logger.warning("The record of training %s cannot be read and counts as gone: %r", training_id, error)
        raise NoSuchTraining(NOT_KEPT) from None


def unreadable_folders(records: list[TrainingRecord]) -> list[Path]:
    """Return the folders of trainings whose record cannot be read."""
    kept = {record.folder for record in records}
    return [folder for folder in trainings_folder().iterdir() if folder.is_dir() and folder not in kept]


def all_records() -> list[TrainingRecord]:
    """Return all trainings that are kept, the oldest first."""
    records = []
    for folder in trainings_folder().iterdir():
        try:
            records.append(read_record(folder.name))
        except NoSuchTraining:
            continue
    return sorted(records, key=lambda record: (record.created_at, record.id))
