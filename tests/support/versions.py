"""Model files for tests."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from recognizer import nn
from recognizer.models import ModelVersion
from recognizer.services.facts import VersionFacts
from recognizer.services.shipped import PRETRAINED
from recognizer.services.versions import register_file


def facts(name: str = "A network", **changes: object) -> VersionFacts:
    """Return what a file says of itself."""
    known: dict[str, object] = {"name": name, "seed": 0, "hyperparameters": {}, "datasets": {}, "command": ""}
    return VersionFacts(**{**known, **changes})  # type: ignore[arg-type]


def write_good_network(path: Path, name: str = "A good network") -> Path:
    """Write a file that reads digits: the shipped one, but for its name and hence its hash."""
    shipped = nn.load_network(PRETRAINED)
    known = replace(VersionFacts.from_metadata(shipped.metadata), name=name)
    nn.save_network(path, shipped.network, known.to_metadata())
    return path


def write_untrained_network(path: Path, sizes: tuple[int, ...] = (784, 10)) -> Path:
    """Write a file that is whole but has learned nothing."""
    network = nn.Network.build(nn.dense_architecture(list(sizes)), rng=np.random.default_rng(0))
    nn.save_network(path, network, facts("Untrained").to_metadata())
    return path


def register_good_version(folder: Path, name: str = "A good network") -> ModelVersion:
    """Return a ready version beside the shipped one."""
    return register_file(write_good_network(folder / f"{name}.safetensors", name))
