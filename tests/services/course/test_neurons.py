"""The plays of the first page, held against the formulas."""

import itertools

import numpy as np
import pytest

from recognizer import nn
from recognizer.services.course.drawings import tile_of
from recognizer.services.course.neurons import (
    add_bits,
    nand,
    perceptron,
    recurrent_run,
    sigmoid_curve,
    small_change,
)
from recognizer.services.errors import NoSuchPart
from recognizer.services.paths import PRETRAINED

TILE = tile_of([np.array([[0.0, 0.0], [60.0, 0.0], [25.0, 100.0]])])


def test_the_car_show_depends_on_the_weather_alone() -> None:
    """Book, chapter 1: w = (6, 2, 2) and threshold 5."""
    weekends = np.array(list(itertools.product([0, 1], repeat=3)), np.float64)
    assert perceptron([6, 2, 2], -5, weekends).tolist() == weekends[:, 0].astype(int).tolist()


def test_at_the_threshold_one_stays_at_home() -> None:
    assert perceptron([5], -5, np.ones((1, 1))).tolist() == [0]


@pytest.mark.parametrize(("x1", "x2"), list(itertools.product([0, 1], repeat=2)))
def test_the_gate_is_nand_and_the_adder_adds(x1: int, x2: int) -> None:
    assert nand(x1, x2) == 1 - x1 * x2
    found = add_bits(x1, x2)
    assert 2 * found.carry + found.sum == x1 + x2
    assert found.gates["first"] == nand(x1, x2)


def test_the_curve_is_the_sigmoid() -> None:
    x = np.linspace(-1, 1, 5)
    np.testing.assert_allclose(sigmoid_curve(8, -1, x), 1 / (1 + np.exp(-(8 * x - 1))), rtol=1e-12)


def test_a_loop_keeps_a_neuron_firing() -> None:
    plain, looped = recurrent_run(6, 8, -4, [1, 1, *[0] * 20])
    assert plain[-1] == pytest.approx(1 / (1 + np.exp(4)))
    assert looped[-1] > 0.9
    _, without = recurrent_run(6, 0, -4, [1, 1, *[0] * 20])
    np.testing.assert_allclose(without, plain)


@pytest.mark.parametrize("digit", [7, 1])
@pytest.mark.parametrize("change", [(0.001, 0.0), (0.0, 0.001), (-0.0005, 0.0007)])
def test_derivatives_foretell_a_small_change(digit: int, change: tuple[float, float]) -> None:
    network = nn.load_network(PRETRAINED).network
    found = small_change(network, TILE, digit=digit, dw=change[0], db=change[1])
    foretold = found.slope_w * change[0] + found.slope_b * change[1]
    assert found.after - found.before == pytest.approx(foretold, rel=0.01)


def test_the_change_is_what_the_network_itself_would_say() -> None:
    network = nn.load_network(PRETRAINED).network
    found = small_change(network, TILE, digit=7, dw=-0.5, db=0.25)
    last = len(network.layers) - 1
    network.parameters[f"layers.{last}.W"][7, found.unit] -= 0.5
    network.parameters[f"layers.{last}.b"][7] += 0.25
    outputs = network.predict(TILE.reshape(1, 784))
    assert found.after == pytest.approx(float(outputs[0, 7]), rel=1e-4)


def test_an_output_that_is_not_there_is_named() -> None:
    network = nn.load_network(PRETRAINED).network
    with pytest.raises(NoSuchPart, match="digit: expected 0 to 10, found 11"):
        small_change(network, TILE, digit=11, dw=0, db=0)
