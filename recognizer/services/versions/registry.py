"""Model versions: from a file to a row, and from a row to a network."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import prod
from pathlib import Path
from typing import Any

from django.db import transaction

from recognizer import nn
from recognizer.ink.strip import STRIP_HEIGHT
from recognizer.models import ModelVersion, Status
from recognizer.nn.architecture import build_layers
from recognizer.nn.row_network import RowNetwork
from recognizer.phrases import message_of
from recognizer.services.errors import StoreError, TrainingInterrupted, VersionDeleted, VersionRefused
from recognizer.services.versions.file_store import store, verified_path
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.webhooks.events import tell_training_ended

INPUT_SIZE = 28 * 28
OUTPUTS = (10, 11)
"""One for each digit, and perhaps one for what is no digit."""


@dataclass(frozen=True, kw_only=True)
class LoadedVersion:
    """A version in memory, ready to answer."""

    number: int
    name: str
    sha256: str
    network: nn.Network
    temperature: float
    rows: RowNetwork | None = None
    """Reads whole rows, as a second opinion; None in versions that have no such network."""

    def is_of(self, version: ModelVersion) -> bool:
        """Whether number, name and file are still those of the row."""
        return (self.number, self.name, self.sha256) == (version.number, version.name, version.file_sha256)


def register_file(path: Path, **changes: Any) -> ModelVersion:
    """Check a model file, copy it into the store and make a version of it, ready to be activated.

    `changes` are values of the row that differ from what the file says, or that it does not say.
    """
    loaded = load_checked(path)
    facts = VersionFacts.from_metadata(loaded.metadata)
    try:
        stored = store(path.read_bytes())
    except StoreError as error:
        raise VersionRefused("It could not be kept. {reason}", reason=message_of(error)) from error
    return ModelVersion.objects.create(
        **{**asdict(facts), **changes},
        status=Status.READY,
        architecture=loaded.network.architecture,
        parameters=loaded.parameter_count,
        file_sha256=stored.sha256,
        file_size=stored.size,
    )


def complete_version(
    version: ModelVersion,
    network: nn.Network,
    facts: VersionFacts,
    *,
    rows: RowNetwork | None = None,
    check: Callable[[], object] = bool,
) -> None:
    """Write the trained network into the store, turn a version in training into a ready one, and tell it.

    With `rows`, a network that reads rows, the version has both in one file. `check` is called while nobody
    else can change the version; what it raises leaves it as it is.

    Raises
    ------
    VersionDeleted
        If the version is no more.
    TrainingInterrupted
        If the store that hosts share does not take the file: the checkpoint is there to go on from.
    """
    try:
        stored = store(nn.network_bytes(network, facts.to_metadata(), rows=rows))
    except StoreError as error:
        raise TrainingInterrupted("It could not be kept. {reason}", reason=message_of(error)) from error
    for name, value in asdict(facts).items():
        setattr(version, name, value)
    version.architecture = network.architecture
    version.parameters = network.parameter_count
    version.file_sha256 = stored.sha256
    version.file_size = stored.size
    version.status = Status.READY
    with transaction.atomic():
        if ModelVersion.objects.select_for_update().filter(pk=version.pk).first() is None:
            raise VersionDeleted
        check()
        version.save()
        tell_training_ended(version.number, Status.READY)


def check_header(path: Path) -> nn.NetworkHeader:
    """Check a file's header without its weights; raise VersionRefused if it is no reader of 28×28 digits."""
    try:
        header = nn.read_header(path)
    except nn.NetworkError as error:
        raise VersionRefused("{file}: {reason}", file=path.name, reason=message_of(error)) from error
    layers = build_layers(header.architecture)
    values, shape = prod(layers[0].input_shape), layers[-1].output_shape
    outputs = prod(shape)
    if values != INPUT_SIZE or outputs not in OUTPUTS or len(shape) > 1:
        raise VersionRefused(
            "{file}: expected a network from {expected} inputs to 10 or 11 outputs, found one "
            "from {values} to {outputs}.",
            file=path.name,
            expected=INPUT_SIZE,
            values=values,
            outputs=outputs,
        )
    check_rows(path, header)
    return header


def check_rows(path: Path, header: nn.NetworkHeader) -> None:
    """Raise VersionRefused if the network that reads rows does not read strips of digits."""
    if header.rows_architecture is None:
        return
    rows = RowNetwork.checked_layers(header.rows_architecture)
    height, outputs = rows[0].input_shape[0], rows[-1].output_shape[1]
    if (height, outputs) != (STRIP_HEIGHT, OUTPUTS[1]):
        raise VersionRefused(
            "{file}: expected a network of rows {height} pixels high to {expected} outputs at each place, "
            "found one of {found_height} to {outputs}.",
            file=path.name,
            height=STRIP_HEIGHT,
            expected=OUTPUTS[1],
            found_height=height,
            outputs=outputs,
        )


def load_checked(path: Path) -> nn.LoadedNetwork:
    """Load a model file; raise VersionRefused if it is damaged, foreign, or no reader of 28×28 digits."""
    check_header(path)
    try:
        return nn.load_network(path)
    except nn.NetworkError as error:
        raise VersionRefused("{file}: {reason}", file=path.name, reason=message_of(error)) from error


def load_version(version: ModelVersion) -> LoadedVersion:
    """Load a version's network after checking that its file is the one that was registered."""
    loaded = load_checked(verified_path(version.file_sha256))
    return LoadedVersion(
        number=version.number,
        name=version.name,
        sha256=version.file_sha256,
        network=loaded.network,
        temperature=version.temperature,
        rows=loaded.rows,
    )


def loaded_file(path: Path) -> LoadedVersion:
    """Load a model file that need not be registered, as a version without a number."""
    loaded = load_checked(path)
    facts = VersionFacts.from_metadata(loaded.metadata)
    return LoadedVersion(
        number=0,
        name=facts.name,
        sha256="",
        network=loaded.network,
        temperature=facts.temperature,
        rows=loaded.rows,
    )
