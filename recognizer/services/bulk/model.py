"""The model of a bulk run, with its file: other processes and machines need no database to read by it.

Importing this needs no Django: processes unpack a `Model` before it is set up in them.
"""

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from recognizer.services.versions.registry import LoadedVersion

_kept: "dict[str, LoadedVersion]" = {}
"""What this process reads by, by the SHA-256 of its file."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A version with the content of its file."""

    number: int
    name: str
    sha256: str
    temperature: float
    content: bytes


def live() -> Model:
    """Return the live version's. Raises NoActiveVersion, or VersionRefused if its file is damaged."""
    from recognizer.services.recognition.live import live_model  # noqa: PLC0415 - not before Django is set up
    from recognizer.services.versions.file_store import verified_path  # noqa: PLC0415

    version = live_model.current()
    return Model(
        number=version.number,
        name=version.name,
        sha256=version.sha256,
        temperature=version.temperature,
        content=verified_path(version.sha256).read_bytes(),
    )


def set_up(model: Model) -> None:
    """Make this process ready to read: Django, and the version in memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    django.setup()
    if model.sha256 not in _kept:
        _kept[model.sha256] = _loaded(model)


def kept(sha256: str) -> "LoadedVersion":
    """Return the version of that hash, which `set_up` has loaded."""
    return _kept[sha256]


def _loaded(model: Model) -> "LoadedVersion":
    from recognizer.services.versions.registry import loaded_file  # noqa: PLC0415 - not before Django is set up

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{model.sha256}.safetensors"
        path.write_bytes(model.content)
        version = loaded_file(path)
    return replace(
        version,
        number=model.number,
        name=model.name,
        sha256=model.sha256,
        temperature=model.temperature,
    )
