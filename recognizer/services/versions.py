"""Model versions: from a file to a row, from a row to a network, and which one is live."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.db import IntegrityError, transaction
from django.utils import timezone

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.services.errors import VersionRefused
from recognizer.services.known_digits import known_digits
from recognizer.services.storage import models_folder, store_file, verified_path
from recognizer.services.tiles import network_input

METADATA_KEY = "digitweb.version"
INPUT_SIZE = 28 * 28
OUTPUTS = (10, 11)
"""One for each digit, and perhaps one for what is no digit."""
KNOWN_DIGITS_TO_PASS = 7
"""Of the ten known digits. A network that learned nothing gets one; the deck's smallest gets nine."""


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """What a model file says about itself, so that a version survives outside of the database."""

    name: str
    seed: int
    hyperparameters: dict[str, Any]
    datasets: dict[str, Any]
    command: str
    epochs: list[dict[str, Any]] = field(default_factory=list)
    mnist_accuracy: float | None = None
    drawn_accuracy: float | None = None
    confusion_matrix: list[list[int]] = field(default_factory=list)
    training_seconds: float = 0.0
    temperature: float = 1.0
    """What brings the network's confidence in line with how often it is right."""
    environment: dict[str, str] = field(default_factory=dict)
    """On what it was trained; empty in older files."""

    def to_metadata(self) -> dict[str, str]:
        """Return the facts as the metadata of a safetensors file: text to text."""
        return {METADATA_KEY: json.dumps(asdict(self), sort_keys=True)}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> Self:
        """Return the facts in a file's metadata."""
        try:
            return cls(**json.loads(metadata[METADATA_KEY]))
        except KeyError:
            raise VersionRefused(
                f'The file has no "{METADATA_KEY}" in its metadata: digitweb did not write it.'
            ) from None
        except (ValueError, TypeError) as error:
            raise VersionRefused(
                f'The file\'s "{METADATA_KEY}" should be a JSON object of known facts: {error}.'
            ) from error


@dataclass(frozen=True, kw_only=True)
class LoadedVersion:
    """A version in memory, ready to answer."""

    number: int
    name: str
    sha256: str
    network: nn.Network
    temperature: float

    def is_of(self, version: ModelVersion) -> bool:
        """Whether this is what the row says now: number, name and file."""
        return (self.number, self.name, self.sha256) == (version.number, version.name, version.file_sha256)


def register_file(path: Path, *, shipped: bool = False) -> ModelVersion:
    """Check a model file, copy it into the store and make a version of it, ready to be activated."""
    loaded = load_checked(path)
    facts = VersionFacts.from_metadata(loaded.metadata)
    stored = store_file(path)
    return ModelVersion.objects.create(
        **asdict(facts),
        status=Status.READY,
        shipped=shipped,
        architecture=loaded.network.architecture,
        parameters=loaded.network.parameter_count,
        file_sha256=stored.sha256,
        file_size=stored.size,
    )


def complete_version(version: ModelVersion, network: nn.Network, facts: VersionFacts) -> None:
    """Write the trained network into the store and turn a version in training into a ready one."""
    with tempfile.TemporaryDirectory(dir=models_folder(), prefix=".training-") as folder:
        path = Path(folder) / "network.safetensors"
        nn.save_network(path, network, facts.to_metadata())
        stored = store_file(path)
    for name, value in asdict(facts).items():
        setattr(version, name, value)
    version.architecture = network.architecture
    version.parameters = network.parameter_count
    version.file_sha256 = stored.sha256
    version.file_size = stored.size
    version.status = Status.READY
    version.save()


def load_checked(path: Path) -> nn.LoadedNetwork:
    """Load a model file; refuse what is broken, foreign, or no reader of 28×28 digits."""
    try:
        loaded = nn.load_network(path)
    except nn.NetworkError as error:
        raise VersionRefused(f"{path.name}: {error}") from error
    values = int(np.prod(loaded.network.input_shape))
    if values != INPUT_SIZE or loaded.network.output_size not in OUTPUTS:
        raise VersionRefused(
            f"{path.name}: expected a network from {INPUT_SIZE} inputs to 10 or 11 outputs, "
            f"found one from {values} to {loaded.network.output_size}."
        )
    return loaded


def load_version(version: ModelVersion) -> LoadedVersion:
    """Load a version's network after checking that its file is the one that was registered."""
    loaded = load_checked(verified_path(version.file_sha256))
    return LoadedVersion(
        number=version.number,
        name=version.name,
        sha256=version.file_sha256,
        network=loaded.network,
        temperature=version.temperature,
    )


def check_before_activation(version: ModelVersion) -> None:
    """Refuse a version whose file is not intact or that does not know clearly written digits."""
    if not (version.can_be_activated or version.is_active):
        raise VersionRefused(
            f"Version {version} is {version.get_status_display()}; only a ready or retired one can go live."
        )
    network = load_version(version).network
    try:
        answers = network.predict(network_input(tile for _, tile in known_digits())).argmax(axis=1)
    except nn.NetworkError as error:
        raise VersionRefused(f"Version {version} cannot read clearly written digits: {error}") from error
    right = int(np.sum(answers == [digit for digit, _ in known_digits()]))
    if right < KNOWN_DIGITS_TO_PASS:
        raise VersionRefused(
            f"Version {version} knows {right} of {len(known_digits())} clearly written digits; "
            f"at least {KNOWN_DIGITS_TO_PASS} are needed to go live."
        )


def activate(version: ModelVersion) -> None:
    """Make `version` the one that answers; the one before it is retired. Processes follow within a second."""
    check_before_activation(version)
    try:
        exchange_active(version)
    except IntegrityError as error:
        raise VersionRefused(f"Another version was activated at the same moment as {version}.") from error
    version.refresh_from_db()


def exchange_active(version: ModelVersion) -> None:
    """Move the mark `active` to `version`, unless it changed since it was checked."""
    with transaction.atomic():
        ModelVersion.objects.filter(status=Status.ACTIVE).exclude(pk=version.pk).update(status=Status.RETIRED)
        claimed = ModelVersion.objects.filter(
            pk=version.pk,
            status__in=[Status.READY, Status.RETIRED, Status.ACTIVE],
            file_sha256=version.file_sha256,
        ).update(status=Status.ACTIVE, activated_at=timezone.now())
        if not claimed:
            raise VersionRefused(f"Version {version} was changed or deleted in the meantime.")
