import numpy as np
import pytest

from recognizer.nn import ConfigurationError
from recognizer.nn.activations import ACTIVATIONS, get_activation
from recognizer.nn.arrays import Array, Memory
from tests.nn.helpers import central_differences

EXTREME = [-1e30, -1000.0, -90.0, 0.0, 90.0, 1000.0, 1e30]


def apply(name: str, *rows: list[float], dtype: type = np.float64) -> Array:
    return get_activation(name).forward(np.array(rows, dtype))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("sigmoid", [0.5, 0.9820137900379085, 0.2689414213699951]),
        ("tanh", [0, 0.9993292997390670, -0.7615941559557649]),
        ("relu", [0, 4, 0]),
        ("softmax", [0.01786798187030, 0.97555875494439, 0.00657326318531]),
        ("linear", [0, 4, -1]),
    ],
)
def test_its_values(name: str, values: list[float]) -> None:
    np.testing.assert_allclose(apply(name, [0, 4, -1]), [values], atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_bears_extreme_inputs(name: str, dtype: type) -> None:
    with np.errstate(all="raise", under="ignore", over="ignore"):
        A = apply(name, EXTREME, dtype=dtype)
    assert np.isfinite(A).all()
    assert A.dtype == dtype
    if name == "sigmoid":
        np.testing.assert_array_equal(A[0, [0, 1, 3, 5, 6]], [0, 0, 0.5, 1, 1])


def test_softmax_sums_to_one_and_does_not_mind_a_shift() -> None:
    A = apply("softmax", [1, 2, 3], [1001, 1002, 1003])
    np.testing.assert_allclose(A.sum(axis=1), 1)
    np.testing.assert_array_equal(A[0], A[1])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_its_derivative_agrees_with_central_differences(name: str) -> None:
    rng = np.random.default_rng(4)
    Z, G = rng.normal(0, 2, (3, 5)), rng.normal(0, 1, (3, 5))
    activation = get_activation(name)
    numeric = central_differences(lambda: float(np.sum(G * activation.forward(Z.copy()))), Z)

    delta = activation.backward(G.copy(), activation.forward(Z.copy()), Memory(np.dtype(np.float64)))

    np.testing.assert_allclose(delta, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", ["Sigmoid", "", None, ["relu"]])
def test_it_lists_the_names_there_are(name: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"^activation must be one of sigmoid, tanh, relu, softmax, linear; got"
    ):
        get_activation(name)
