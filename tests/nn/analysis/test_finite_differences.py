import numpy as np
import pytest

from recognizer.nn import ConfigurationError, Network, dense_architecture
from recognizer.nn.analysis.finite_differences import by_outputs, finite_differences
from recognizer.nn.analysis.inspection import trace
from recognizer.nn.costs import build_cost, one_hot
from tests.nn.helpers import central_differences, gradient_of, small_conv, small_network

FLOAT64 = np.dtype(np.float64)


@pytest.mark.parametrize("cost_name", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize("sizes", [(4, 3), (5, 4, 3), (6, 5, 4, 3)])
def test_it_is_what_moving_one_parameter_after_another_gives(sizes: tuple[int, ...], cost_name: str) -> None:
    network = small_network(*sizes)
    x, y = np.random.default_rng(3).random(sizes[0]), one_hot(np.array([1]), 3, dtype=FLOAT64)[0]
    cost = build_cost(cost_name, network.layers[-1].activation)

    found, by_a = finite_differences(network, x, y, cost)

    slow = central_differences(
        lambda: cost.value(network.predict(x[None]), y[None], 1), network.vector.values
    )
    network.vector.values[:] = slow
    for layer, differences in zip(network.layers, found, strict=True):
        np.testing.assert_allclose(differences.W, layer.parameters["W"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(differences.b, layer.parameters["b"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(differences.Z, layer.parameters["b"], rtol=0, atol=1e-9)
    assert by_a.shape == (3,)


@pytest.mark.parametrize("cost_name", ["quadratic", "cross_entropy"])
def test_it_agrees_with_backpropagation(cost_name: str) -> None:
    network = small_network(6, 5, 3)
    x, y = np.random.default_rng(4).random(6), one_hot(np.array([2]), 3, dtype=FLOAT64)[0]
    cost = build_cost(cost_name, network.layers[-1].activation)

    found, by_a = finite_differences(network, x, y, cost)

    gradient = gradient_of(network, x[None], y[None], cost_name)
    for views, differences in zip(gradient.by_layer, found, strict=True):
        np.testing.assert_allclose(differences.W, views["W"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(differences.b, views["b"], rtol=0, atol=1e-9)
    A = trace(network, x[None])[-1].A
    np.testing.assert_allclose(by_a, cost.gradient(A, y[None], 1)[0], rtol=1e-8)


def test_the_network_stays_as_it_is() -> None:
    network = small_network(4, 3)
    before = network.vector.values.copy()
    finite_differences(
        network, np.full(4, 0.5), np.eye(3)[0], build_cost("quadratic", network.layers[-1].activation)
    )
    assert (network.vector.values == before).all()


@pytest.mark.parametrize(
    "network",
    [
        Network.build(dense_architecture([4, 3]), rng=np.random.default_rng(0)),
        small_conv(np.float64),
    ],
)
def test_single_precision_and_other_layers_are_refused(network: Network) -> None:
    cost = build_cost("quadratic", network.layers[-1].activation)
    with pytest.raises(ConfigurationError, match="need a float64 network of dense layers"):
        finite_differences(network, np.zeros(4), np.eye(3)[0], cost)


@pytest.mark.parametrize("a", [1e-9, 1e-3, 0.3, 0.999, 1 - 1e-4])
@pytest.mark.parametrize("wanted", [0.0, 1.0])
def test_outputs_near_0_and_1_are_judged_too(a: float, wanted: float) -> None:
    cost = build_cost("cross_entropy", small_network(2, 1).layers[-1].activation)
    A, Y = np.array([[a, 0.4]]), np.array([[wanted, 1.0]])
    found = by_outputs(A[0], Y[0], cost, 1e-5)
    np.testing.assert_allclose(found, cost.gradient(A, Y, 1)[0], rtol=2e-6)
