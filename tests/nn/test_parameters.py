"""All parameters in one vector."""

import numpy as np

from recognizer.nn.parameters import ParameterVector

SHAPES = [{"W": (2, 3), "b": (2,)}, {}, {"W": (1, 2), "b": (1,)}]


def vector() -> ParameterVector:
    found = ParameterVector(SHAPES, np.dtype(np.float32))
    found.values[:] = np.arange(11)
    return found


def test_all_weights_come_first_and_all_biases_then() -> None:
    found = vector()
    assert found.by_layer[0]["W"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found.by_layer[2]["W"].tolist() == [[6, 7]]
    assert found.by_layer[0]["b"].tolist() == [8, 9]
    assert found.by_layer[2]["b"].tolist() == [10]
    assert found.by_layer[1] == {}
    assert found.weights.tolist() == list(range(8))


def test_its_parts_are_views_of_it() -> None:
    found = vector()
    found.values += 1
    found.weights *= 0
    assert found.by_layer[0]["W"].sum() == 0
    assert found.by_name["layers.2.b"].tolist() == [11]
    assert list(found.by_name) == ["layers.0.W", "layers.0.b", "layers.2.W", "layers.2.b"]


def test_a_gradient_has_the_same_shapes_and_is_zero() -> None:
    found = vector().zeros_like()
    assert found.values.dtype == np.float32
    assert not found.values.any()
    assert {name: view.shape for name, view in found.by_name.items()} == {
        name: view.shape for name, view in vector().by_name.items()
    }
