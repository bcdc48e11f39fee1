import json
from typing import Any

import pytest

from recognizer.nn import ConfigurationError, Recipe


def test_its_defaults_are_the_decks() -> None:
    recipe = Recipe()
    assert (recipe.cost, recipe.optimizer, recipe.learning_rate) == ("quadratic", "sgd", 3.0)
    assert (recipe.epochs, recipe.batch_size) == (30, 10)


def test_it_comes_back_from_json() -> None:
    recipe = Recipe(cost="cross_entropy", optimizer="adamw", weight_decay=0.01, schedule="cosine", seed=7)
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


def test_what_json_leaves_out_has_its_default() -> None:
    assert Recipe.from_json({"epochs": 3}) == Recipe(epochs=3)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("cost", "mse", "cost must be one of quadratic, cross_entropy; got 'mse'"),
        (
            "optimizer",
            "rmsprop",
            "optimizer must be one of sgd, momentum, nesterov, adam, adamw; got 'rmsprop'",
        ),
        ("schedule", None, "schedule must be one of constant, step, cosine; got None"),
        ("learning_rate", -1, "learning_rate must be a number from 0 to 1000000.0; got -1"),
        ("learning_rate", float("nan"), "learning_rate must be a number from 0 to 1000000.0; got nan"),
        ("learning_rate", "3", "learning_rate must be a number from 0 to 1000000.0; got '3'"),
        ("learning_rate", 10**400, "learning_rate must be a number from 0 to 1000000.0; got 10+"),
        ("seed", 10**400, "seed must be an integer from 0 to below 9223372036854775808; got 10+"),
        ("momentum", 1.0, "momentum must be a number from 0 to below 1; got 1.0"),
        ("epochs", 2.5, "epochs must be an integer from 0 to 1000000; got 2.5"),
        ("epochs", True, "epochs must be an integer from 0 to 1000000; got True"),
        ("batch_size", 0, "batch_size must be an integer from 1 to 1000000000; got 0"),
        ("label_smoothing", 1, "label_smoothing must be a number from 0 to below 1; got 1"),
        ("ema_decay", 1.0, "ema_decay must be a number from 0 to below 1; got 1.0"),
        ("l2", float("inf"), "l2 must be a number from 0 to 1000000.0; got inf"),
        ("step_epochs", 0, "step_epochs must be an integer from 1 to 1000000; got 0"),
        ("seed", -1, "seed must be an integer from 0 to below 9223372036854775808; got -1"),
        ("weight_decay", 0.1, r"weight_decay is for adamw \(others take l2\); got optimizer 'sgd'"),
        ("colour", 1, "a recipe has the fields cost, .*, seed; got colour"),
    ],
)
def test_it_says_which_field_is_wrong_and_what_it_may_be(field: str, value: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=f"^{message}$"):
        Recipe.from_json({field: value})
