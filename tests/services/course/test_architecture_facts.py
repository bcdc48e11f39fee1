"""What is said of networks of several kinds."""

import pytest

from recognizer.services.course.architecture_facts import (
    facts_of_architecture,
    live_architecture,
    loaded_architecture,
)
from recognizer.services.recognition.live import live_model
from tests.support.versions import CONVOLUTIONAL, ONE_LAYER, SIGMOID


def test_a_network_of_sigmoid_neurons() -> None:
    found = facts_of_architecture(SIGMOID["architecture"])
    assert found is not None
    assert (found.hidden_layers, found.outputs) == (1, 10)
    assert found.activations == ("sigmoid",)


def test_a_network_without_hidden_layers() -> None:
    found = facts_of_architecture(ONE_LAYER["architecture"])
    assert found is not None
    assert (found.hidden_layers, found.hidden_activations, found.output_activation) == (0, (), "softmax")


def test_of_a_convolutional_network_only_layers_with_neurons_count() -> None:
    found = facts_of_architecture(CONVOLUTIONAL["architecture"])
    assert found is not None
    assert found.types == ("conv2d", "max_pool2d", "flatten", "dense")
    assert (found.hidden_layers, found.outputs) == (3, 11)
    assert found.hidden_activations == ("relu", "tanh")
    assert found.activations == ("relu", "tanh", "softmax")


def test_of_an_unknown_architecture_nothing_is_said() -> None:
    assert facts_of_architecture({}) is None


@pytest.mark.django_db
def test_in_memory_is_what_answered_last() -> None:
    assert loaded_architecture() is None
    assert live_architecture() == loaded_architecture() is not None
    live_model.forget()
    assert loaded_architecture() is None
