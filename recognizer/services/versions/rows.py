"""Versions that read rows: the digits of one version beside a network that reads rows."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.nn.row_network import RowNetwork
from recognizer.services.versions.file_store import verified_path
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import load_checked, register_file


@dataclass(frozen=True, kw_only=True)
class KnownRows:
    """A network that reads rows, and the version that has it."""

    of: ModelVersion
    network: RowNetwork

    def name_in(self, facts: VersionFacts) -> None:
        """Say in a version's facts whose rows it was given."""
        name_rows(facts, {"of": str(self.of), "file": self.of.file_sha256})


def live_rows() -> KnownRows | None:
    """Return the live version's network of rows, if there is one."""
    live = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    network = None if live is None else load_checked(verified_path(live.file_sha256)).rows
    return None if live is None or network is None else KnownRows(of=live, network=network)


def name_rows(known: VersionFacts, facts: dict[str, Any]) -> None:
    """Say in a version's facts how its network of rows came to be."""
    known.hyperparameters["rows"] = facts
    known.datasets["rows"] = json.dumps(facts, sort_keys=True)


def joined_file(digits: Path, rows: RowNetwork, facts: dict[str, Any]) -> bytes:
    """Return the file of a version with the digits of another, and with these rows.

    Parameters
    ----------
    digits : Path
        The file of the other version.
    rows : RowNetwork
        Reads rows.
    facts : dict
        How it was trained, for the version's hyperparameters.
    """
    loaded = load_checked(digits)
    known = VersionFacts.from_metadata(loaded.metadata)
    name_rows(known, facts)
    return nn.network_bytes(loaded.network, known.to_metadata(), rows=rows)


def register_joined(digits: Path, rows: RowNetwork, facts: dict[str, Any], *, name: str = "") -> ModelVersion:
    """Make a version of the digits of a file and of rows, ready to be activated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "joined.safetensors"
        path.write_bytes(joined_file(digits, rows, facts))
        return register_file(path, **({"name": name} if name else {}))
