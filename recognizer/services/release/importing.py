"""Model files from elsewhere: taken for hostile until every check has passed."""

import tempfile
from collections.abc import Iterable, Mapping
from math import prod
from pathlib import Path
from typing import Any

from django.utils.text import get_valid_filename

from recognizer import nn
from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import load_mnist
from recognizer.models import ModelVersion
from recognizer.nn.architecture import build_layers
from recognizer.phrases import message_of
from recognizer.services.errors import VersionRefused
from recognizer.services.evaluation.headline import drawn_accuracy, mnist_figures
from recognizer.services.paths import mnist_folder, models_folder
from recognizer.services.versions.file_store import sha256_of
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import check_header, load_checked, register_file

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Bytes. Five times the largest preset's file."""
MAX_NAME_LENGTH = 120
"""Bytes of the name under which an upload is checked; a file system has room for 255."""
NAMELESS = "upload.safetensors"
MAX_MULTIPLICATIONS = 100_000_000
"""For one tile; the largest preset needs seven million. More would keep the server busy for minutes."""
MAX_VALUES = 4_000_000
"""That a network makes of one tile on the way to its answer, all layers together."""


def import_file(path: Path, *, name: str = "", created_by_id: int | None = None) -> ModelVersion:
    """Import a model file as a ready version, or raise VersionRefused and store nothing.

    Size and header are checked before a weight is read: format, shapes, types, and every fact that the file
    says of itself. How accurate it is, is measured here; what it claims is kept beside that, as a claim.
    """
    check_size(path)
    header = check_header(path)
    facts = VersionFacts.from_metadata(header.metadata)
    check_work(header.architecture)
    check_unknown(path)
    claims = {"mnist_accuracy": facts.mnist_accuracy, "drawn_accuracy": facts.drawn_accuracy}
    return register_file(
        path,
        **measured(load_checked(path).network),
        name=name or facts.name,
        claims={figure: claim for figure, claim in claims.items() if claim is not None},
        imported=True,
        created_by_id=created_by_id,
    )


def import_upload(
    filename: str, chunks: Iterable[bytes], *, name: str = "", created_by_id: int | None = None
) -> ModelVersion:
    """Import an uploaded file as a version."""
    with tempfile.TemporaryDirectory(dir=models_folder(), prefix=".import-") as folder:
        path = Path(folder) / safe_name(filename)
        with path.open("wb") as file:
            file.writelines(chunks)
        return import_file(path, name=name, created_by_id=created_by_id)


def safe_name(filename: str) -> str:
    """Return an upload's name reduced to letters, digits, "-", "_" and ".".

    Of a long name the end stays, which has the suffix; a name of which nothing stays is replaced.
    """
    kept = get_valid_filename(f"file-{filename}").removeprefix("file-")
    end = kept.encode(errors="ignore")[-MAX_NAME_LENGTH:].decode(errors="ignore")
    return end if end.strip(".") else NAMELESS


def check_size(path: Path) -> None:
    """Raise VersionRefused if the path is no file, or the file is too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise VersionRefused("{path} is not a file.", path=path)
        with path.open("rb"):
            pass
    except OSError as error:
        raise VersionRefused("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from error
    if size > MAX_FILE_BYTES:
        raise VersionRefused(
            "{name} has {size} bytes; a model file may have {most}.",
            name=path.name,
            size=f"{size:,}",
            most=f"{MAX_FILE_BYTES:,}",
        )


def check_work(architecture: Mapping[str, Any]) -> None:
    """Raise VersionRefused if the network would need too much computation."""
    layers = build_layers(architecture)
    values = sum(layer.values_per_sample for layer in layers)
    multiplications = sum(
        prod(layer.parameter_shapes["W"]) * prod(layer.output_shape[:-1])
        for layer in layers
        if layer.parameter_shapes
    )
    if multiplications > MAX_MULTIPLICATIONS or values > MAX_VALUES:
        raise VersionRefused(
            "The network would need {multiplications} multiplications and {values} numbers in memory "
            "for one digit; {most_multiplications} and {most_values} are the most.",
            multiplications=f"{multiplications:,}",
            values=f"{values:,}",
            most_multiplications=f"{MAX_MULTIPLICATIONS:,}",
            most_values=f"{MAX_VALUES:,}",
        )


def check_unknown(path: Path) -> None:
    """Raise VersionRefused if the file is already registered."""
    known = ModelVersion.objects.filter(file_sha256=sha256_of(path)).first()
    if known is not None:
        raise VersionRefused(
            "{name} is known: it is the file of version {version}.", name=path.name, version=known
        )


def measured(network: nn.Network) -> dict[str, Any]:
    """Measure the accuracy on the drawn benchmark, and on MNIST if the set is there."""
    try:
        found: dict[str, Any] = {"drawn_accuracy": drawn_accuracy(network)}
        try:
            return {**found, **mnist_figures(network, load_mnist(mnist_folder()).test)}
        except DatasetError:
            return {**found, "mnist_accuracy": None, "confusion_matrix": []}
    except nn.NetworkError as error:
        raise VersionRefused(
            "The network cannot read the drawn benchmark: {reason}", reason=message_of(error)
        ) from error
