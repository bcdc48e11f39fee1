"""What to train: named recipes, and the options that change them."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from math import prod
from typing import Any, Self

from recognizer import nn
from recognizer.datasets.augmentation import Augmentation
from recognizer.datasets.errors import AugmentationError
from recognizer.nn.initializers import get_initializer
from recognizer.services.errors import InvalidTraining

INPUTS = 28 * 28
CLASSES = 10
MAX_UNITS = 20_000
MAX_HIDDEN_LAYERS = 20
MAX_NAME = 100


@dataclass(frozen=True, kw_only=True)
class TrainingSpec:
    """All that determines a training, as plain values: stored, sent to the worker, repeatable."""

    name: str
    preset: str = "deck"
    architecture: dict[str, Any] = field(default_factory=lambda: nn.dense_architecture([INPUTS, 30, CLASSES]))
    initializer: str = "scaled_normal"
    recipe: nn.Recipe = field(default_factory=nn.Recipe)
    augmentation: Augmentation | None = None
    options: dict[str, Any] = field(default_factory=dict)
    """What was asked for beyond the preset, by the command's option names."""

    @property
    def command(self) -> str:
        """The command line that repeats this training."""
        words = ["python", "manage.py", "train_network", "--preset", self.preset]
        for option, value in {**self.options, "seed": self.recipe.seed}.items():
            words += [f"--{option.replace('_', '-')}", str(value)]
        return shlex.join(words)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """All the numbers that shape the training, for the version's row and file."""
        augmentation = asdict(self.augmentation) if self.augmentation else None
        return {
            "preset": self.preset,
            "initializer": self.initializer,
            "augmentation": augmentation,
            **self.recipe.to_json(),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the spec as JSON, for the queue."""
        return {
            **asdict(self),
            "recipe": self.recipe.to_json(),
            "augmentation": asdict(self.augmentation) if self.augmentation else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the spec that `to_json` wrote."""
        augmentation = values["augmentation"]
        return cls(
            **{
                **values,
                "recipe": nn.Recipe.from_json(values["recipe"]),
                "augmentation": Augmentation(**augmentation) if augmentation else None,
            }
        )


MODERN = nn.Recipe(
    cost="cross_entropy",
    optimizer="adam",
    learning_rate=1e-3,
    schedule="cosine",
    warmup_steps=200,
    label_smoothing=0.05,
    ema_decay=0.995,
    batch_size=128,
)

BENT = Augmentation(rotation=15, scale=0.15, shear=0.2, shift=1, elastic=0.06)

PRESETS: Mapping[str, TrainingSpec] = {
    # The deck's own: section 2.5, "Epoch 0: 9129 / 10000".
    "deck": TrainingSpec(name="The deck's network"),
    # Nielsen's book, chapter 3: cross-entropy, scaled weights, L2.
    # η falls to zero, as the deck says it does in practice: held at 0.5 it ends wherever the noise leaves it.
    "book": TrainingSpec(
        name="The book's network",
        preset="book",
        architecture=nn.dense_architecture([INPUTS, 100, CLASSES]),
        recipe=nn.Recipe(cost="cross_entropy", learning_rate=0.5, schedule="cosine", l2=5.0, epochs=60),
    ),
    # Fully connected, on pictures that are bent anew in every epoch.
    "deep": TrainingSpec(
        name="Deep fully connected network",
        preset="deep",
        architecture=nn.dense_architecture(
            [INPUTS, 1536, 1024, 512, CLASSES], hidden="relu", output="softmax"
        ),
        initializer="he",
        recipe=replace(MODERN, epochs=50),
        augmentation=BENT,
    ),
    # The book's chapter 6, larger: three convolutional layers, then a fully connected one.
    "conv": TrainingSpec(
        name="Convolutional network",
        preset="conv",
        architecture={
            "input_shape": [28, 28, 1],
            "layers": [
                {"type": "conv2d", "filters": 32, "kernel": 5, "activation": "relu"},
                {"type": "max_pool2d"},
                {"type": "conv2d", "filters": 64, "kernel": 3, "activation": "relu"},
                {"type": "conv2d", "filters": 64, "kernel": 3, "activation": "relu"},
                {"type": "max_pool2d"},
                {"type": "flatten"},
                {"type": "dense", "units": 256, "activation": "relu"},
                {"type": "dropout", "rate": 0.3},
                {"type": "dense", "units": CLASSES, "activation": "softmax"},
            ],
        },
        initializer="he",
        recipe=replace(MODERN, learning_rate=2e-3, epochs=40),
        augmentation=Augmentation(rotation=10, scale=0.1, shear=0.1, shift=1, elastic=0.06),
    ),
}

RECIPE_OPTIONS = frozenset(item.name for item in fields(nn.Recipe))
AUGMENTATION_OPTIONS = frozenset(item.name for item in fields(Augmentation))


def training_spec(preset: str, options: Mapping[str, Any]) -> TrainingSpec:
    """Return the preset with the given options put over it.

    `options` are values of the recipe and of the augmentation by their names, and `sizes` (a list),
    `architecture` (plain JSON), `initializer`, `name`; None leaves the preset's value.
    """
    if preset not in PRESETS:
        raise InvalidTraining(f'Expected one of the presets {", ".join(PRESETS)}, found "{preset}".')
    spec = PRESETS[preset]
    given = {name: value for name, value in options.items() if value is not None}
    check_epochs_and_name(given)
    try:
        changes: dict[str, Any] = {
            "recipe": replace(spec.recipe, **{key: given[key] for key in given.keys() & RECIPE_OPTIONS}),
            "options": {
                key: option_text(value) for key, value in given.items() if key not in {"seed", "name"}
            },
        }
        if "sizes" in given:
            changes["architecture"] = architecture_with(spec, checked_sizes(given["sizes"]))
        if "architecture" in given:
            changes["architecture"] = checked_architecture(given)
        if "initializer" in given:
            get_initializer(given["initializer"])
        if bent := {key: given[key] for key in given.keys() & AUGMENTATION_OPTIONS}:
            changes["augmentation"] = replace(spec.augmentation or Augmentation(), **bent)
        changes |= {key: given[key] for key in ("initializer", "name") if key in given}
        return replace(spec, **changes)
    except (nn.NetworkError, AugmentationError) as error:
        raise InvalidTraining(str(error)) from error


def check_epochs_and_name(given: Mapping[str, Any]) -> None:
    """Refuse what a recipe alone would allow, but of which no version could be made."""
    if given.get("epochs", 1) < 1:
        raise InvalidTraining(f"--epochs: expected at least 1, found {given['epochs']}.")
    length = len(given.get("name", "a name"))
    if not 1 <= length <= MAX_NAME:
        raise InvalidTraining(f"--name: expected 1 to {MAX_NAME} characters, found {length}.")


def option_text(value: object) -> str:
    """Return an option's value as one would type it."""
    if isinstance(value, dict):
        return json.dumps(value)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def checked_sizes(sizes: list[int]) -> list[int]:
    """Return the layer sizes if a digit fits through them."""
    shape = f"{INPUTS},…,{CLASSES} with at most {MAX_HIDDEN_LAYERS} hidden layers of 1 to {MAX_UNITS} neurons"
    found = ",".join(map(str, sizes))
    if len(sizes) < 2 or sizes[0] != INPUTS or sizes[-1] != CLASSES:
        raise InvalidTraining(f"--sizes: expected {shape}, found {found}.")
    hidden = sizes[1:-1]
    if len(hidden) > MAX_HIDDEN_LAYERS or any(not 1 <= units <= MAX_UNITS for units in hidden):
        raise InvalidTraining(f"--sizes: expected {shape}, found {found}.")
    return sizes


def checked_architecture(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the architecture that was given, if it can be built and reads digits."""
    if "sizes" in given:
        raise InvalidTraining("--architecture and --sizes: expected one of them, found both.")
    architecture: dict[str, Any] = given["architecture"]
    network = nn.Network(architecture)
    inputs = prod(network.input_shape)
    if inputs != INPUTS or network.output_size != CLASSES:
        raise InvalidTraining(
            f"--architecture: expected {INPUTS} inputs and {CLASSES} outputs, "
            f"found {inputs} and {network.output_size}."
        )
    return architecture


def architecture_with(spec: TrainingSpec, sizes: list[int]) -> dict[str, Any]:
    """Return a fully connected architecture of these sizes with the preset's activations."""
    layers = spec.architecture["layers"]
    dense = [layer for layer in layers if layer["type"] == "dense"]
    if dense != layers:
        raise InvalidTraining(f'--sizes: expected a fully connected preset, found "{spec.preset}".')
    return nn.dense_architecture(sizes, hidden=dense[0]["activation"], output=dense[-1]["activation"])
