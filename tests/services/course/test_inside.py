"""Layers, neurons and evidence, held against the network library and against arithmetic by hand."""

import numpy as np
import pytest

from recognizer import nn
from recognizer.ink import Stroke
from recognizer.services.course.drawings import Tile, tile_of
from recognizer.services.course.evidence import METHODS, by_occlusion, evidence
from recognizer.services.course.inside import layers_of, neuron_of
from recognizer.services.errors import NoSuchPart
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition.tiles import network_input

SEVEN: list[Stroke] = [np.array([[0.0, 0.0], [60.0, 0.0], [25.0, 100.0]])]


@pytest.fixture(scope="module")
def tile() -> Tile:
    return tile_of(SEVEN)


def dense_network() -> nn.Network:
    return nn.Network.build(nn.dense_architecture([784, 30, 10]), rng=np.random.default_rng(2))


@pytest.fixture(scope="module", params=["shipped", "dense"])
def network(request: pytest.FixtureRequest) -> nn.Network:
    return nn.load_network(PRETRAINED).network if request.param == "shipped" else dense_network()


def test_layers_end_with_the_answer(network: nn.Network, tile: Tile) -> None:
    layers = layers_of(network, tile)
    assert [layer.type for layer in layers] == [layer.type for layer in network.layers]
    np.testing.assert_allclose(layers[-1].A, network.predict(network_input([tile]))[0], rtol=1e-5)
    for layer in layers:
        assert layer.layout.maps * layer.layout.height * layer.layout.width >= layer.A.size


def test_maps_come_one_after_another(tile: Tile) -> None:
    network = nn.load_network(PRETRAINED).network
    first = layers_of(network, tile)[0]
    A = nn.trace(network, network_input([tile]))[0].A[0]
    size = first.layout.height * first.layout.width
    np.testing.assert_allclose(first.A[3 * size : 4 * size].reshape(A.shape[:2]), A[:, :, 3])


def test_every_neuron_s_numbers_add_up(network: nn.Network, tile: Tile) -> None:
    rng = np.random.default_rng(0)
    for index, layer in enumerate(network.layers):
        if not layer.parameters:
            continue
        unit = int(rng.integers(layer.output_shape[-1]))
        found = neuron_of(network, tile, layer=index, unit=unit)
        assert found.z == pytest.approx(found.weights @ found.inputs + found.bias, abs=1e-4)
        A = nn.trace(network, network_input([tile]))[index].A[0]
        assert found.a == pytest.approx(float(A[..., unit].max() if A.ndim == 3 else A[unit]))


def test_a_place_on_a_map_sees_its_own_field(tile: Tile) -> None:
    network = nn.load_network(PRETRAINED).network
    found = neuron_of(network, tile, layer=0, unit=5, place=(10, 11))
    np.testing.assert_allclose(found.inputs.reshape(5, 5), tile[10:15, 11:16] / 255, atol=1e-6)
    edge = neuron_of(network, tile, layer=2, unit=0, place=(0, 0))  # with padding
    assert edge.z == pytest.approx(edge.weights @ edge.inputs + edge.bias, abs=1e-4)


@pytest.mark.parametrize(
    ("which", "message"),
    [
        ({"layer": 99, "unit": 0}, "layer: expected 0 to 9, found 99."),
        ({"layer": 1, "unit": 0}, "layer: expected one with neurons, found 1, a max_pool2d layer."),
        ({"layer": 0, "unit": 24}, "unit: expected 0 to 23 in layer 0, found 24."),
        (
            {"layer": 0, "unit": 0, "place": (24, 0)},
            "place: expected a row and a column below 24 and 24, found [24, 0].",
        ),
        ({"layer": 7, "unit": 0, "place": (0, 0)}, "place: expected none in a dense layer, found [0, 0]."),
    ],
)
def test_what_is_not_there_is_named(tile: Tile, which: dict[str, int], message: str) -> None:
    network = nn.load_network(PRETRAINED).network
    with pytest.raises(NoSuchPart) as raised:
        neuron_of(network, tile, **which)  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_gradient_times_input_is_that_of_finite_differences(tile: Tile) -> None:
    network = nn.Network.build(
        nn.dense_architecture([784, 12, 10], hidden="tanh"), rng=np.random.default_rng(1), dtype=np.float64
    )
    found = evidence(network, tile, method="gradient")
    x = network_input([tile]).astype(np.float64)
    step = 1e-5
    for pixel in np.argsort(-x[0])[:5]:
        above, below = x.copy(), x.copy()
        above[0, pixel] += step
        below[0, pixel] -= step
        slope = (nn.last_layers(network, above)[1] - nn.last_layers(network, below)[1])[0] / (2 * step)
        np.testing.assert_allclose(found.maps[:, pixel], slope * x[0, pixel], atol=1e-7)
    assert not found.maps[:, x[0] == 0].any(), "Paper says nothing."


def test_covering_ink_lowers_z_by_what_it_gave(tile: Tile) -> None:
    """With one linear layer, a covered pixel takes its w x away: the mean over squares smooths w x."""
    network = nn.Network.build(
        nn.dense_architecture([784, 10], output="linear"), rng=np.random.default_rng(1), dtype=np.float64
    )
    x = network_input([tile])[0].astype(np.float64)
    maps = by_occlusion(network, x)
    products = (network.parameters["layers.0.W"][4] * x).reshape(28, 28)
    row, column = 14, 13
    weights = 5 - np.abs(np.arange(-4, 5))
    expected = weights @ products[row - 4 : row + 5, column - 4 : column + 5] @ weights / 25
    assert maps[4].reshape(28, 28)[row, column] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_the_ink_of_a_seven_speaks_for_it(tile: Tile, method: str) -> None:
    found = evidence(nn.load_network(PRETRAINED).network, tile, method=method)  # type: ignore[arg-type]
    assert int(found.scores.argmax()) == 7
    assert found.maps[7].sum() > found.maps[1].sum()
    np.testing.assert_allclose(found.difference(7, 1), found.maps[7] - found.maps[1])


def test_a_digit_is_not_compared_with_itself(tile: Tile) -> None:
    found = evidence(dense_network(), tile, method="gradient")
    with pytest.raises(NoSuchPart, match="against: expected another digit than 7, found the same"):
        found.difference(7, 7)
