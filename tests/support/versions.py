"""Model files for tests."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition.live import live_model
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import register_file


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
    return write_network(path, nn.dense_architecture(list(sizes)))


def write_network(
    path: Path, architecture: dict[str, Any], name: str = "Untrained", **changes: object
) -> Path:
    """Write a file of this architecture that has learned nothing; `changes` are what it says of itself."""
    network = nn.Network.build(architecture, rng=np.random.default_rng(0))
    nn.save_network(path, network, facts(name, **changes).to_metadata())
    return path


SIGMOID: dict[str, Any] = {
    "name": "Sigmoid",
    "architecture": nn.dense_architecture([784, 12, 10]),
    "temperature": 2.0,
    "hyperparameters": {
        "cost": "quadratic",
        "optimizer": "sgd",
        "batch_size": 10,
        "learning_rate": 3.0,
        "epochs": 1,
    },
}
"""As the lecture's: one hidden layer, ten outputs, the quadratic cost."""
ONE_LAYER: dict[str, Any] = {
    "name": "One layer",
    "architecture": nn.dense_architecture([784, 10], output="softmax"),
    "hyperparameters": {"cost": "cross_entropy", "optimizer": "momentum", "learning_rate": 0.1},
}
"""No hidden layer; no temperature was fitted."""
CONVOLUTIONAL: dict[str, Any] = {
    "name": "Convolutional",
    "architecture": {
        "input_shape": [28, 28, 1],
        "layers": [
            {"type": "conv2d", "filters": 4, "kernel": 5, "activation": "relu"},
            {"type": "max_pool2d"},
            {"type": "conv2d", "filters": 4, "kernel": 3, "activation": "relu"},
            {"type": "flatten"},
            {"type": "dense", "units": 9, "activation": "tanh"},
            {"type": "dense", "units": 11, "activation": "softmax"},
        ],
    },
    "temperature": 0.7,
    "hyperparameters": {"cost": "cross_entropy", "optimizer": "adamw", "learning_rate": 0.002},
}
"""Three hidden layers, and an output for what is no digit."""
OTHER_KINDS: dict[str, dict[str, Any]] = {
    "sigmoid": SIGMOID,
    "one_layer": ONE_LAYER,
    "convolutional": CONVOLUTIONAL,
}
"""Networks of other kinds than the shipped one, as `write_network` takes them."""


def put_live(version: ModelVersion) -> None:
    """Let a version answer that no check would let pass."""
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    ModelVersion.objects.filter(pk=version.pk).update(status=Status.ACTIVE)
    live_model.forget()


def register_good_version(folder: Path, name: str = "A good network") -> ModelVersion:
    """Return a ready version beside the shipped one."""
    return register_file(write_good_network(folder / f"{name}.safetensors", name))
