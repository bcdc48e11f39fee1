"""Which code is shown of versions of several kinds."""

from pathlib import Path

import pytest

from recognizer.models import ModelVersion, Status
from recognizer.services.course.algorithm import SOURCES, VARYING, training_state
from recognizer.services.versions.registry import register_file
from tests.support.versions import OTHER_KINDS, put_live, write_network

pytestmark = pytest.mark.django_db

EXPECTED = {
    "sigmoid": {
        "weighted_inputs", "sigmoid", "output_error", "cost_gradient", "backward", "gradients", "descent",
        "plain_descent",
    },
    "one_layer": {
        "weighted_inputs", "softmax", "cross_entropy_error", "softmax_cross_entropy", "backward", "gradients",
        "momentum",
    },
    "convolutional": {
        "weighted_inputs", "convolution", "pooling", "relu", "tanh", "softmax", "cross_entropy_error",
        "softmax_cross_entropy", "backward", "convolution_backward", "pooling_backward", "gradients",
        "convolution_gradients", "adam", "weight_decay",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_the_code_is_that_which_runs_in_the_version(kind: str, tmp_path: Path) -> None:
    put_live(register_file(write_network(tmp_path / "network.safetensors", **OTHER_KINDS[kind])))
    state = training_state()
    assert state is not None
    assert set(state.sources) & VARYING == EXPECTED[kind]
    assert set(state.sources) - VARYING == set(SOURCES) - VARYING


def test_of_what_is_not_known_all_code_is_shown() -> None:
    ModelVersion.objects.create(name="In training", status=Status.TRAINING)
    state = training_state()
    assert state is not None
    assert state.sources == list(SOURCES)
