"""Versions that read rows: the digits of one version beside a network that reads rows."""

import json
import tempfile
from pathlib import Path
from typing import Any

from recognizer import nn
from recognizer.models import ModelVersion
from recognizer.nn.row_network import RowNetwork
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import load_checked, register_file


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
    known.hyperparameters["rows"] = facts
    known.datasets["rows"] = json.dumps(facts, sort_keys=True)
    return nn.network_bytes(loaded.network, known.to_metadata(), rows=rows)


def register_joined(digits: Path, rows: RowNetwork, facts: dict[str, Any], *, name: str = "") -> ModelVersion:
    """Make a version of the digits of a file and of rows, ready to be activated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "joined.safetensors"
        path.write_bytes(joined_file(digits, rows, facts))
        return register_file(path, **({"name": name} if name else {}))
