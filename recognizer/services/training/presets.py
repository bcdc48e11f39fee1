"""Named recipes, and the options that change them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from math import prod
from typing import Any

from django.utils.translation import gettext_noop

from recognizer import nn
from recognizer.datasets.augmentation import Augmentation
from recognizer.datasets.errors import AugmentationError, HandwritingError
from recognizer.datasets.handwriting import HandwritingMix
from recognizer.nn.architecture import build_layers, parameter_shapes
from recognizer.nn.costs import build_cost
from recognizer.nn.layers.initializers import get_initializer
from recognizer.phrases import message_of
from recognizer.services.errors import InvalidTraining
from recognizer.services.training.people import PeopleMix, people_mix
from recognizer.services.training.spec import CLASSES, INPUTS, NO_ROWS, ROWS_OF_LIVE, TrainingSpec

MAX_UNITS = 20_000
MAX_HIDDEN_LAYERS = 20
MAX_NAME = 100
MAX_PARAMETERS = 50_000_000


def convolutional(filters: Sequence[int], *, units: int, dropout: float) -> dict[str, Any]:
    """Return four convolutional layers, pictures halved after the first and the third, then dense ones."""
    first, second, third, fourth = (
        {"type": "conv2d", "filters": count, "kernel": kernel, "padding": padding, "activation": "relu"}
        for count, kernel, padding in zip(filters, (5, 3, 3, 3), (0, 1, 0, 0), strict=True)
    )
    pool = {"type": "max_pool2d"}
    return {
        "input_shape": [28, 28, 1],
        "layers": [
            *(first, pool, second, third, pool, fourth),
            {"type": "flatten"},
            {"type": "dense", "units": units, "activation": "relu"},
            {"type": "dropout", "rate": dropout},
            {"type": "dense", "units": CLASSES, "activation": "softmax"},
        ],
    }


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

# Convolutional networks learn faster than that; decay keeps their weights from growing all the while.
FAST = replace(MODERN, optimizer="adamw", weight_decay=0.05, learning_rate=2e-3)

BENT = Augmentation(rotation=15, scale=0.15, shear=0.2, shift=1, elastic=0.06)

PRESETS: Mapping[str, TrainingSpec] = {
    # The deck's own: section 2.5, "Epoch 0: 9129 / 10000".
    "deck": TrainingSpec(name=gettext_noop("The deck's network")),
    # Nielsen's book, chapter 3: cross-entropy, scaled weights, L2.
    # η falls to zero, as the deck says it does in practice: held at 0.5 it ends wherever the noise leaves it.
    "book": TrainingSpec(
        name=gettext_noop("The book's network"),
        preset="book",
        architecture=nn.dense_architecture([INPUTS, 100, CLASSES]),
        recipe=nn.Recipe(cost="cross_entropy", learning_rate=0.5, schedule="cosine", l2=5.0, epochs=60),
    ),
    # Fully connected, on pictures that are bent anew in every epoch.
    "deep": TrainingSpec(
        name=gettext_noop("Deep fully connected network"),
        preset="deep",
        architecture=nn.dense_architecture(
            [INPUTS, 1536, 1024, 512, CLASSES], hidden="relu", output="softmax"
        ),
        initializer="he",
        recipe=replace(MODERN, epochs=50),
        augmentation=BENT,
    ),
    # The book's chapter 6, larger: four convolutional layers, then a fully connected one.
    "conv": TrainingSpec(
        name=gettext_noop("Convolutional network"),
        preset="conv",
        architecture=convolutional([32, 64, 64, 128], units=256, dropout=0.4),
        initializer="he",
        recipe=replace(FAST, epochs=20, ema_decay=0.998),
        augmentation=Augmentation(rotation=10, scale=0.12, shear=0.15, shift=1, elastic=0.06),
    ),
    # What digitweb ships: reads what people draw, and tells what is no digit.
    "best": TrainingSpec(
        name="digitweb",
        preset="best",
        architecture=convolutional([24, 48, 64, 128], units=256, dropout=0.3),
        initializer="he",
        recipe=replace(FAST, epochs=22, ema_decay=0.999),
        augmentation=Augmentation(rotation=8, scale=0.12, shear=0.1, shift=1, elastic=0.06, widen=0.1),
        handwriting=HandwritingMix(
            synthetic_digits=100_000, synthetic_strangers=25_000, synthetic_writers=20_000, mnist_copies=2
        ),
    ),
}

RECIPE_OPTIONS = frozenset(item.name for item in fields(nn.Recipe))
AUGMENTATION_OPTIONS = frozenset(item.name for item in fields(Augmentation))
HANDWRITING_OPTIONS = frozenset(item.name for item in fields(HandwritingMix))


def training_spec(preset: str, options: Mapping[str, Any]) -> TrainingSpec:
    """Return the preset with the given options put over it.

    `options` are values of the recipe and of the augmentation by their names, and `sizes` (a list),
    `architecture` (plain JSON), `initializer`, `name`, `people` (the number of a data set, or "latest"),
    `people_weight`, `rows` ("live" or "none"); None leaves the preset's value.
    """
    if preset not in PRESETS:
        raise InvalidTraining(
            'Expected one of the presets {presets}, found "{preset}".',
            presets=", ".join(PRESETS),
            preset=preset,
        )
    spec = PRESETS[preset]
    given = {name: value for name, value in options.items() if value is not None}
    check_epochs_and_name(given)
    people = people_mix(given.get("people"), given.get("people_weight"))
    if people is not None:  # the command that repeats it names what was meant
        given |= {"people": people.data_set, "people_weight": people.weight}
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
        if written := {key: given[key] for key in given.keys() & HANDWRITING_OPTIONS}:
            changes["handwriting"] = replace(spec.handwriting or HandwritingMix(), **written)
        changes |= {key: given[key] for key in ("initializer", "name") if key in given}
        changes |= {"people": people, "rows": checked_rows(given.get("rows"), people)}
        spec = with_output_for_non_digits(replace(spec, **changes))
        build_cost(spec.recipe.cost, build_layers(spec.architecture)[-1].activation)  # they fit each other
    except (nn.NetworkError, AugmentationError, HandwritingError) as error:
        raise InvalidTraining(message_of(error)) from error
    return spec


def with_output_for_non_digits(spec: TrainingSpec) -> TrainingSpec:
    """Return the spec with an eleventh output exactly if it trains on non-digits."""
    outputs = CLASSES + bool(spec.handwriting and spec.handwriting.synthetic_strangers)
    return replace(spec, architecture=with_outputs(spec.architecture, outputs))


def with_outputs(architecture: dict[str, Any], outputs: int) -> dict[str, Any]:
    """Return a network with so many outputs, and all else as it is."""
    *layers, last = architecture["layers"]
    return {**architecture, "layers": [*layers, {**last, "units": outputs}]}


def check_epochs_and_name(given: Mapping[str, Any]) -> None:
    """Raise InvalidTraining for epochs or a name that no version can store."""
    if given.get("epochs", 1) < 1:
        raise InvalidTraining("--epochs: expected at least 1, found {found}.", found=given["epochs"])
    length = len(given.get("name", "a name"))
    if not 1 <= length <= MAX_NAME:
        raise InvalidTraining(
            "--name: expected 1 to {most} characters, found {found}.", most=MAX_NAME, found=length
        )


def checked_rows(asked: str | None, people: PeopleMix | None) -> str:
    """Return whose network of rows it is given; where people's samples join, the live version's if unsaid."""
    if asked is None:
        return ROWS_OF_LIVE if people else NO_ROWS
    if asked not in {ROWS_OF_LIVE, NO_ROWS}:
        raise InvalidTraining(
            '--rows: expected {live} or {none}, found "{found}".',
            live=ROWS_OF_LIVE,
            none=NO_ROWS,
            found=asked[:40],
        )
    return asked


def option_text(value: object) -> str:
    """Return an option's value as it is typed on the command line."""
    if isinstance(value, dict):
        return json.dumps(value)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def checked_sizes(sizes: list[int]) -> list[int]:
    """Return the layer sizes; raise InvalidTraining unless they lead from a tile to the digits."""
    first, *hidden, last = sizes if len(sizes) > 1 else (0, 0)
    fits = first == INPUTS and last == CLASSES and all(1 <= units <= MAX_UNITS for units in hidden)
    if not fits or len(hidden) > MAX_HIDDEN_LAYERS:
        raise InvalidTraining(
            "--sizes: expected {inputs},…,{outputs} with at most {layers} hidden layers of 1 to {units} "
            "neurons, found {found}.",
            inputs=INPUTS,
            outputs=CLASSES,
            layers=MAX_HIDDEN_LAYERS,
            units=MAX_UNITS,
            found=",".join(map(str, sizes)),
        )
    return sizes


def checked_architecture(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the architecture; raise InvalidTraining unless it can be built and reads digits."""
    if "sizes" in given:
        raise InvalidTraining("--architecture and --sizes: expected one of them, found both.")
    architecture: dict[str, Any] = given["architecture"]
    layers = build_layers(architecture)
    inputs, (outputs,) = prod(layers[0].input_shape), layers[-1].output_shape
    if inputs != INPUTS or outputs != CLASSES:
        raise InvalidTraining(
            "--architecture: expected {expected_inputs} inputs and {expected_outputs} outputs, "
            "found {inputs} and {outputs}.",
            expected_inputs=INPUTS,
            expected_outputs=CLASSES,
            inputs=inputs,
            outputs=outputs,
        )
    parameters = sum(map(prod, parameter_shapes(layers).values()))
    if parameters > MAX_PARAMETERS:
        raise InvalidTraining(
            "--architecture: expected at most {most} parameters, found {found}.",
            most=f"{MAX_PARAMETERS:,}",
            found=f"{parameters:,}",
        )
    return architecture


def architecture_with(spec: TrainingSpec, sizes: list[int]) -> dict[str, Any]:
    """Return a fully connected architecture of these sizes with the preset's activations."""
    layers = spec.architecture["layers"]
    dense = [layer for layer in layers if layer["type"] == "dense"]
    if dense != layers:
        raise InvalidTraining(
            '--sizes: expected a fully connected preset, found "{preset}".', preset=spec.preset
        )
    return nn.dense_architecture(sizes, hidden=dense[0]["activation"], output=dense[-1]["activation"])
