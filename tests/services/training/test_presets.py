"""From options to what is trained."""

import json
import shlex

import pytest

from recognizer import nn
from recognizer.datasets.augmentation import Augmentation
from recognizer.services.errors import InvalidTraining
from recognizer.services.training.options import AUGMENTATION_ARGUMENTS, RECIPE_ARGUMENTS
from recognizer.services.training.presets import (
    AUGMENTATION_OPTIONS,
    PRESETS,
    RECIPE_OPTIONS,
    training_spec,
)
from recognizer.services.training.spec import TrainingSpec


def test_the_deck_is_the_default_recipe() -> None:
    spec = training_spec("deck", {})
    assert [layer["units"] for layer in spec.architecture["layers"]] == [30, 10]
    assert (spec.recipe.cost, spec.recipe.learning_rate) == ("quadratic", 3.0)
    assert (spec.recipe.batch_size, spec.recipe.epochs) == (10, 30)


def test_options_change_the_preset_and_nothing_else() -> None:
    spec = training_spec("book", {"epochs": 3, "sizes": [784, 50, 10], "learning_rate": None})
    assert spec.recipe.epochs == 3
    assert spec.recipe.learning_rate == PRESETS["book"].recipe.learning_rate
    assert [layer["units"] for layer in spec.architecture["layers"]] == [50, 10]


def test_pictures_are_bent_on_request_and_not_otherwise() -> None:
    assert training_spec("deck", {}).augmentation is None
    assert training_spec("deck", {"rotation": 5.0}).augmentation == Augmentation(rotation=5.0)
    changed = training_spec("deep", {"shift": 0.0}).augmentation
    assert changed is not None
    assert (changed.shift, changed.rotation) == (0.0, 15)


def test_an_architecture_can_be_given_whole() -> None:
    architecture = nn.dense_architecture([784, 12, 10], hidden="tanh", output="softmax")
    spec = training_spec("conv", {"architecture": architecture})
    assert spec.architecture == architecture
    assert shlex.split(spec.command)[6] == json.dumps(architecture)


def test_every_field_of_recipe_and_augmentation_is_an_option() -> None:
    assert RECIPE_ARGUMENTS.keys() == RECIPE_OPTIONS
    assert AUGMENTATION_ARGUMENTS.keys() == AUGMENTATION_OPTIONS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_spec_survives_the_queue(preset: str) -> None:
    spec = training_spec(preset, {"epochs": 2, "seed": 5})
    assert TrainingSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec


def test_a_spec_queued_before_there_was_handwriting_is_still_read() -> None:
    queued = training_spec("deep", {"epochs": 2}).to_json()
    del queued["handwriting"]
    assert TrainingSpec.from_json(queued) == training_spec("deep", {"epochs": 2})


@pytest.mark.parametrize(
    ("preset", "options", "message"),
    [
        ("best of all", {}, "Expected one of the presets deck, book, deep, conv, best"),
        ("deck", {"sizes": [784]}, "--sizes: expected 784,…,10"),
        ("deck", {"sizes": [100, 10]}, "found 100,10."),
        ("deck", {"sizes": [784, 30, 9]}, "found 784,30,9."),
        ("deck", {"sizes": [784, 0, 10]}, "found 784,0,10."),
        ("deck", {"sizes": [784, 30_000, 10]}, "found 784,30000,10."),
        ("conv", {"sizes": [784, 10]}, '--sizes: expected a fully connected preset, found "conv".'),
        ("deck", {"architecture": {"layers": []}}, "input_shape"),
        (
            "deck",
            {"architecture": nn.dense_architecture([9, 10])},
            "expected 784 inputs and 10 outputs, found 9",
        ),
        (
            "deck",
            {"architecture": nn.dense_architecture([784, 65_000, 10])},
            "expected at most 50,000,000 parameters, found 51,675,010.",
        ),
        (
            "deck",
            {"architecture": nn.dense_architecture([784, 10], output="tanh"), "cost": "cross_entropy"},
            "cross_entropy needs sigmoid or softmax outputs; got tanh",
        ),
        ("deck", {"architecture": {}, "sizes": [784, 10]}, "expected one of them, found both."),
        ("deck", {"epochs": 0}, "--epochs: expected at least 1, found 0."),
        ("deck", {"batch_size": 0}, "batch_size must be an integer from 1"),
        ("deck", {"learning_rate": -1.0}, "learning_rate must be a number from 0"),
        ("deck", {"learning_rate": float("nan")}, "learning_rate must be a number from 0"),
        ("deck", {"optimizer": "magic"}, "optimizer must be one of sgd"),
        ("deck", {"cost": "magic"}, "cost must be one of"),
        ("deck", {"rotation": 500.0}, "rotation: expected a number from 0 to 180, found 500.0."),
        ("deck", {"initializer": "magic"}, "initializer must be one of"),
        ("deck", {"name": "x" * 101}, "--name: expected 1 to 100 characters, found 101."),
        ("deck", {"name": ""}, "--name: expected 1 to 100 characters, found 0."),
    ],
)
def test_options_that_cannot_be_are_refused(preset: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidTraining) as caught:
        training_spec(preset, options)
    assert message in str(caught.value)
