"""The algorithm in the course's summary: the code of its lines, and the training it describes."""

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from recognizer.ink.glyphs import tile_of_strokes
from recognizer.models import ModelVersion, Status
from recognizer.nn.activations import Linear, ReLU, Sigmoid, Softmax, Tanh
from recognizer.nn.costs import Cost, CrossEntropy, QuadraticCost, SigmoidCrossEntropy, SoftmaxCrossEntropy
from recognizer.nn.io.persistence import load_network, network_bytes
from recognizer.nn.layers import Conv2D, Dense, MaxPool2D
from recognizer.nn.layers.base import Layer
from recognizer.nn.network import Network
from recognizer.nn.optim.optimizers import SGD, Adam, Momentum, Nesterov
from recognizer.nn.optim.regularization import decay_weights
from recognizer.nn.training.backpropagation import backpropagate
from recognizer.nn.training.mini_batches import MiniBatches
from recognizer.nn.training.plain_descent import MAX_BATCH, PlainDescent
from recognizer.nn.training.stochastic_gradient import StochasticGradient
from recognizer.nn.training.trainer import Trainer
from recognizer.services.course.architecture_facts import ArchitectureFacts, facts_of_architecture
from recognizer.services.errors import NoSuchPart
from recognizer.services.paths import PROJECT
from recognizer.services.recognition.tiles import network_input

Code = Callable[..., Any] | type | ModuleType

COMPILED = "plain_descent"
"""The name of a step that is compiled: what it does, others of the list say line by line."""

SOURCES: Mapping[str, Code] = {
    "mini_batches": MiniBatches.of_epoch,
    "forward": Network.forward,
    "weighted_inputs": Dense.weighted_inputs,
    "convolution": Conv2D.weighted_inputs,
    "pooling": MaxPool2D.forward,
    "sigmoid": Sigmoid.forward,
    "tanh": Tanh.forward,
    "relu": ReLU.forward,
    "softmax": Softmax.forward,
    "linear": Linear.forward,
    "output_error": Cost.output_error,
    "cost_gradient": QuadraticCost.gradient,
    "cross_entropy_error": CrossEntropy.output_error,
    "sigmoid_cross_entropy": SigmoidCrossEntropy.of_samples,
    "softmax_cross_entropy": SoftmaxCrossEntropy.of_samples,
    "backpropagate": backpropagate,
    "backward": Dense.backward,
    "convolution_backward": Conv2D.backward,
    "pooling_backward": MaxPool2D.backward,
    "layer_error": Layer.error,
    "gradients": Dense.compute_gradients,
    "convolution_gradients": Conv2D.compute_gradients,
    "stochastic_gradient": StochasticGradient.compute,
    "descent": SGD.step_piece,
    COMPILED: PlainDescent.step,
    "momentum": Momentum.step_piece,
    "nesterov": Nesterov.step_piece,
    "adam": Adam.step_piece,
    "weight_decay": decay_weights,
    "train_batch": Trainer._train_batch,
    "epoch": Trainer._run_epoch,
    "run": Trainer.run,
    "save": network_bytes,
    "load": load_network,
    "tile": tile_of_strokes,
    "input": network_input,
    "predict": Network.predict,
}
"""All code that is shown, by the name that the page asks for; nothing else can be asked for."""

OF_LAYERS: Mapping[str, tuple[str, ...]] = {
    "dense": ("weighted_inputs", "backward", "gradients"),
    "conv2d": ("convolution", "convolution_backward", "convolution_gradients"),
    "max_pool2d": ("pooling", "pooling_backward"),
}
OF_ACTIVATIONS: Mapping[str, tuple[str, ...]] = {
    name: (name,) for name in ("sigmoid", "tanh", "relu", "softmax", "linear")
}
OF_COSTS: Mapping[str, tuple[str, ...]] = {
    "quadratic": ("output_error", "cost_gradient"),
    "cross_entropy of sigmoid": ("cross_entropy_error", "sigmoid_cross_entropy"),
    "cross_entropy of softmax": ("cross_entropy_error", "softmax_cross_entropy"),
}
OF_OPTIMIZERS: Mapping[str, tuple[str, ...]] = {
    "sgd": ("descent",),
    "momentum": ("momentum",),
    "nesterov": ("nesterov",),
    "adam": ("adam",),
    "adamw": ("adam", "weight_decay"),
}
"""Code that runs only with a certain layer, activation function, cost or optimizer, by its name."""
VARYING = frozenset(
    chain.from_iterable(
        names for code in (OF_LAYERS, OF_ACTIVATIONS, OF_COSTS, OF_OPTIMIZERS) for names in code.values()
    )
) | {COMPILED}


@dataclass(frozen=True, kw_only=True)
class CodeExcerpt:
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
    architecture: ArchitectureFacts | None
    """None of a version of which nothing is known."""
    hyperparameters: dict[str, Any]
    epochs: list[dict[str, Any]]
    mnist_accuracy: float | None
    parameters: int
    seconds: float
    sha256: str
    size: int

    @property
    def cost(self) -> str:
        """Return the name of its cost; "" where that is not known."""
        return str(self.hyperparameters.get("cost", ""))

    @property
    def optimizer(self) -> str:
        """Return the name of its optimizer; "" where that is not known."""
        return str(self.hyperparameters.get("optimizer", ""))

    @property
    def may_be_compiled(self) -> bool:
        """Whether its steps are compiled, as `PlainDescent.suits` says, or nothing says that they are not."""
        known = self.hyperparameters
        return (
            self.optimizer in {"sgd", ""}
            and not known.get("l1")
            and known.get("batch_size", 1) <= MAX_BATCH
            and set(self.architecture.types if self.architecture else ()) <= {"dense"}
        )

    @property
    def sources(self) -> list[str]:
        """Return the names of the code that runs in it; where that is unknown, all that may run."""
        found = self.architecture
        cost = (
            f"{self.cost} of {found.output_activation}"
            if found and self.cost == "cross_entropy"
            else self.cost
        )
        left_out = [
            *unused_code(OF_LAYERS, found.types if found else ()),
            *unused_code(OF_ACTIVATIONS, found.activations if found else ()),
            *unused_code(OF_COSTS, [cost]),
            *unused_code(OF_OPTIMIZERS, [self.optimizer]),
            *(() if self.may_be_compiled else (COMPILED,)),
        ]
        return [name for name in SOURCES if name not in left_out]


def unused_code(code: Mapping[str, tuple[str, ...]], used: Sequence[str]) -> set[str]:
    """Return the names of code that the used parts never run; none if they are unknown."""
    known = [name for name in used if name in code]
    if not known:
        return set()
    return set(chain.from_iterable(code.values())) - set(chain.from_iterable(code[name] for name in known))


def source_of(name: str) -> CodeExcerpt:
    """Return the code behind a line of the algorithm; raise NoSuchPart for any other name."""
    if name not in SOURCES:
        raise NoSuchPart(
            "name: expected one of {names}, found {found}.", names=", ".join(SOURCES), found=repr(name[:40])
        )
    found = SOURCES[name]
    lines, line = inspect.getsourcelines(found)
    file = Path(inspect.getfile(found)).resolve()
    return CodeExcerpt(
        name=name,
        qualified_name=getattr(found, "__qualname__", name),
        path=file.relative_to(PROJECT).as_posix(),
        line=line,
        code=textwrap.dedent("".join(lines)),
    )


def training_state() -> TrainingState | None:
    """Return the state of the running training, else that of the live version; None without either."""
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
        architecture=facts_of_architecture(row.architecture),
        hyperparameters=row.hyperparameters,
        epochs=row.epochs,
        mnist_accuracy=row.mnist_accuracy,
        parameters=row.parameters,
        seconds=row.training_seconds,
        sha256=row.file_sha256,
        size=row.file_size,
    )
