import numpy as np
import pytest

from recognizer.nn import ConfigurationError
from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import Cost, build_cost, one_hot
from tests.nn.helpers import central_differences

PAIRS = [
    ("quadratic", "sigmoid"),
    ("quadratic", "softmax"),
    ("cross_entropy", "sigmoid"),
    ("cross_entropy", "softmax"),
]


def cost(name: str, activation: str) -> Cost:
    return build_cost(name, get_activation(activation))


def example() -> tuple[Array, Array]:
    Z: Array = np.random.default_rng(8).normal(0, 1, (4, 3))
    return Z, one_hot(np.array([0, 2, 1, 2]), 3, smoothing=0.1, dtype=np.dtype(np.float64))


def test_the_quadratic_cost_by_hand() -> None:
    A, Y = np.array([[0.8, 0.1], [0.4, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    assert cost("quadratic", "sigmoid").value(A, Y, 2) == pytest.approx((0.04 + 0.01 + 0.16 + 0.25) / 4)


def test_the_cross_entropies_by_hand() -> None:
    A, Y = np.array([[0.8, 0.2]]), np.array([[1.0, 0.0]])
    assert cost("cross_entropy", "softmax").value(A, Y, 1) == pytest.approx(-np.log(0.8))
    assert cost("cross_entropy", "sigmoid").value(A, Y, 1) == pytest.approx(-2 * np.log(0.8))


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_its_gradient_agrees_with_central_differences(name: str, activation: str) -> None:
    Z, Y = example()
    A = get_activation(activation).forward(Z)
    c = cost(name, activation)
    np.testing.assert_allclose(
        c.gradient(A, Y, 4), central_differences(lambda: c.value(A, Y, 4), A), atol=1e-8
    )


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_its_output_error_is_the_derivative_with_respect_to_z(name: str, activation: str) -> None:
    Z, Y = example()
    sigma, c = get_activation(activation), cost(name, activation)
    numeric = central_differences(lambda: c.value(sigma.forward(Z.copy()), Y, 4), Z)
    delta = c.output_error(sigma.forward(Z.copy()), Y, 4, Memory(np.dtype(np.float64)))
    np.testing.assert_allclose(delta, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize(("name", "activation"), PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_finite_where_outputs_are_saturated_and_wrong(name: str, activation: str, dtype: type) -> None:
    A: Array = np.array([[1, 0], [0, 1]], dtype)
    Y: Array = np.array([[0, 1], [0, 1]], dtype)
    c = cost(name, activation)
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(c.value(A, Y, 2))
        assert np.isfinite(c.gradient(A, Y, 2)).all()
        delta = c.output_error(A, Y, 2, Memory(np.dtype(dtype)))
    assert delta.dtype == dtype
    assert np.isfinite(delta).all()


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_not_a_number_stays_not_a_number(name: str, activation: str) -> None:
    assert np.isnan(cost(name, activation).value(np.array([[np.nan, 0.5]]), np.array([[0.0, 1.0]]), 1))


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_parts_add_up_to_the_whole(name: str, activation: str) -> None:
    Z, Y = example()
    c = cost(name, activation)
    A = get_activation(activation).forward(Z)
    assert c.value(A[:1], Y[:1], 4) + c.value(A[1:], Y[1:], 4) == pytest.approx(c.value(A, Y, 4))
    np.testing.assert_allclose(c.gradient(A[1:], Y[1:], 4), c.gradient(A, Y, 4)[1:])


def test_wanted_outputs_are_one_hot_or_smoothed() -> None:
    np.testing.assert_array_equal(one_hot(np.array([2, 0]), 3), [[0, 0, 1], [1, 0, 0]])
    smoothed = one_hot(np.array([1]), 4, smoothing=0.2)
    np.testing.assert_allclose(smoothed, [[0.05, 0.85, 0.05, 0.05]], rtol=1e-6)
    assert smoothed.dtype == np.float32


def test_it_lists_the_names_there_are() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^cost must be one of quadratic, cross_entropy; got 'hinge'$"
    ):
        cost("hinge", "sigmoid")


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_it_is_the_mean_of_the_costs_of_the_samples(name: str, activation: str) -> None:
    Z, Y = example()
    A = get_activation(activation).forward(Z)
    c = cost(name, activation)
    one_by_one = [c.value(A[[row]], Y[[row]], 1) for row in range(4)]
    np.testing.assert_allclose(c.of_samples(A, Y), one_by_one, rtol=1e-12)
    assert c.value(A, Y, 4) == pytest.approx(np.mean(one_by_one), rel=1e-12)


def test_weighted_costs_by_hand() -> None:
    A, Y = np.array([[0.8, 0.1], [0.4, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    weight = np.array([3.0, 0.5])
    assert cost("quadratic", "sigmoid").value(A, Y, 2, weight) == pytest.approx((3 * 0.05 + 0.5 * 0.41) / 4)
    assert cost("cross_entropy", "softmax").value(A, Y, 2, weight) == pytest.approx(
        -(3 * np.log(0.8) + 0.5 * np.log(0.5)) / 2
    )


@pytest.mark.parametrize(("name", "activation"), PAIRS)
def test_weights_of_one_change_no_bit_of_the_cost(name: str, activation: str) -> None:
    Z, Y = example()
    A = get_activation(activation).forward(Z)
    c = cost(name, activation)
    assert c.value(A, Y, 4, np.ones(4)) == c.value(A, Y, 4)
