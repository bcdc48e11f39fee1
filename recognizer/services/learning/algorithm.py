"""The algorithm of the summary: the code of each of its lines, and the training that it describes."""

import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from recognizer.ink.glyphs import tile_of_strokes
from recognizer.models import ModelVersion, Status
from recognizer.nn.backpropagation import backpropagate
from recognizer.nn.costs import Cost, QuadraticCost
from recognizer.nn.layers import Conv2D, Dense
from recognizer.nn.layers.base import Layer
from recognizer.nn.mini_batches import MiniBatches
from recognizer.nn.network import Network
from recognizer.nn.optimizers import SGD
from recognizer.nn.persistence import load_network, save_network
from recognizer.nn.stochastic_gradient import StochasticGradient
from recognizer.nn.training import Trainer
from recognizer.phrases import Phrase
from recognizer.services.errors import NoSuchPart
from recognizer.services.tiles import network_input

PROJECT = Path(__file__).resolve().parents[3]

Code = Callable[..., Any] | type | ModuleType

SOURCES: Mapping[str, Code] = {
    "mini_batches": MiniBatches.of_epoch,
    "forward": Network.forward,
    "dense": Dense.forward,
    "weighted_inputs": Dense.weighted_inputs,
    "convolution": Conv2D.weighted_inputs,
    "output_error": Cost.output_error,
    "cost_gradient": QuadraticCost.gradient,
    "backpropagate": backpropagate,
    "backward": Dense.backward,
    "layer_error": Layer.error,
    "gradients": Dense.compute_gradients,
    "stochastic_gradient": StochasticGradient.compute,
    "descent": SGD.step_piece,
    "train_batch": Trainer._train_batch,
    "epoch": Trainer._run_epoch,
    "run": Trainer.run,
    "save": save_network,
    "load": load_network,
    "tile": tile_of_strokes,
    "input": network_input,
    "predict": Network.predict,
}
"""All code that is shown, by the name that the page asks for; nothing else can be asked for."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A piece of this site's own code."""

    name: str
    qualified_name: str
    path: str
    """Within the project."""
    line: int
    code: str


@dataclass(frozen=True, kw_only=True)
class TrainingState:
    """How a version was trained, or how far it is."""

    version: int
    name: str
    is_training: bool
    hyperparameters: dict[str, Any]
    epochs: list[dict[str, Any]]
    mnist_accuracy: float | None
    parameters: int
    seconds: float
    sha256: str
    size: int


def source_of(name: str) -> Source:
    """Return the code behind a line of the algorithm; raise NoSuchPart for any other name."""
    if name not in SOURCES:
        raise NoSuchPart(
            Phrase(
                "name: expected one of {names}, found {found}.",
                names=", ".join(SOURCES),
                found=repr(name[:40]),
            )
        )
    found = SOURCES[name]
    lines, line = inspect.getsourcelines(found)
    file = Path(inspect.getfile(found)).resolve()
    return Source(
        name=name,
        qualified_name=getattr(found, "__qualname__", name),
        path=file.relative_to(PROJECT).as_posix(),
        line=line,
        code=textwrap.dedent("".join(lines)),
    )


def training_state() -> TrainingState | None:
    """Return the training that runs now, or how the version that answers was trained; None without either."""
    row = (
        ModelVersion.objects.filter(status=Status.TRAINING).order_by("-number").first()
        or ModelVersion.objects.filter(status=Status.ACTIVE).first()
    )
    if row is None:
        return None
    return TrainingState(
        version=row.number,
        name=row.name,
        is_training=row.status == Status.TRAINING,
        hyperparameters=row.hyperparameters,
        epochs=row.epochs,
        mnist_accuracy=row.mnist_accuracy,
        parameters=row.parameters,
        seconds=row.training_seconds,
        sha256=row.file_sha256,
        size=row.file_size,
    )
