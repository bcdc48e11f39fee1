"""What sets versions apart."""

from typing import Any

import numpy as np
import pytest

from recognizer.models import ModelVersion
from recognizer.services.evaluation.comparison import differences, disagreements, layer_text
from recognizer.services.evaluation.evaluation import Answers


def version(**facts: Any) -> ModelVersion:
    layers = [{"type": "dense", "units": facts.pop("units", 30), "activation": "sigmoid"}]
    return ModelVersion(architecture={"input_shape": [784], "layers": layers}, **facts)


def test_only_what_differs_is_told_under_its_whole_name() -> None:
    first = version(seed=1, hyperparameters={"epochs": 3, "augmentation": {"rotation": 5, "scale": 0.1}})
    second = version(seed=1, hyperparameters={"epochs": 3, "augmentation": {"rotation": 9, "scale": 0.1}})
    found = differences([first, second])
    assert [(one.name, one.values) for one in found] == [("augmentation.rotation", (5, 9))]


def test_what_one_version_lacks_is_a_difference() -> None:
    first, second = version(hyperparameters={"l2": 5.0}), version(hyperparameters={}, units=100)
    found = {one.name: one.values for one in differences([first, second])}
    assert found["l2"] == (5.0, None)
    assert found["architecture.layer 1"] == (
        "dense, units 30, activation sigmoid",
        "dense, units 100, activation sigmoid",
    )


def test_a_layer_is_one_line() -> None:
    assert layer_text({"type": "conv2d", "filters": 8, "kernel": 3}) == "conv2d, filters 8, kernel 3"


def answers(*rows: dict[int, float]) -> Answers:
    """Return answers whose probabilities are as given, all else zero."""
    likely = np.zeros((len(rows), 10))
    for at, row in enumerate(rows):
        for digit, probability in row.items():
            likely[at, digit] = probability
    return Answers(likely=likely, labels=np.zeros(len(rows), np.uint8))


def test_the_most_confident_contradiction_comes_first() -> None:
    one = answers({1: 0.9}, {2: 0.9}, {3: 0.8}, {4: 0.9})
    other = answers({1: 0.6}, {7: 0.5}, {8: 0.7}, {9: 0.9})
    assert disagreements([one, other]).tolist() == [3, 2, 1]


def test_where_all_agree_there_is_none() -> None:
    assert disagreements([answers({1: 0.9}), answers({1: 0.2})]).tolist() == []


@pytest.mark.parametrize("sure", [0.3, 0.95])
def test_a_third_voice_makes_a_contradiction_no_weaker(sure: float) -> None:
    one, other = answers({1: 0.9}, {1: 0.9}), answers({2: 0.5}, {2: 0.6})
    third = answers({1: sure}, {1: sure})
    assert disagreements([one, other, third]).tolist() == [1, 0]
