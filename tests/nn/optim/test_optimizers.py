"""Two or three steps by hand, on two parameters."""

import numpy as np
import pytest

from recognizer.nn.arrays import Array
from recognizer.nn.optim.optimizers import PIECE, build_optimizer
from recognizer.nn.parallel import Workers

GRADIENTS = [np.array([1.0, -2.0]), np.array([0.5, 0.5]), np.array([-1.0, 4.0])]


def after_steps(name: str, *, repeat: int = 1) -> Array:
    """Return where (1, 2) goes in three steps at η = 0.1 and μ = 0.8."""
    v = np.tile([1.0, 2.0], repeat)
    optimizer = build_optimizer(name, v, momentum=0.8)
    with Workers() as workers:
        for t, g in enumerate(GRADIENTS, start=1):
            optimizer.step(v, np.tile(g, repeat), 0.1, t, workers)
    return v


def test_sgd() -> None:
    np.testing.assert_allclose(after_steps("sgd"), [1 - 0.1 * 0.5, 2 - 0.1 * 2.5])


def test_momentum() -> None:
    v, u = np.array([1.0, 2.0]), np.zeros(2)
    for g in GRADIENTS:
        u = 0.8 * u - 0.1 * g
        v = v + u
    np.testing.assert_allclose(after_steps("momentum"), v)


def test_nesterov_is_momentum_with_the_gradient_taken_one_step_ahead() -> None:
    # in the variable v + μu Sutskever's form is: u → μu − η g, v → v + μu − η g
    v, u = np.array([1.0, 2.0]), np.zeros(2)
    for g in GRADIENTS:
        u = 0.8 * u - 0.1 * g
        v = v + 0.8 * u - 0.1 * g
    np.testing.assert_allclose(after_steps("nesterov"), v)


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_adam(name: str) -> None:
    v, m, s = np.array([1.0, 2.0]), np.zeros(2), np.zeros(2)
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g**2
        m_hat, s_hat = m / (1 - 0.9**t), s / (1 - 0.999**t)
        v = v - 0.1 * m_hat / (np.sqrt(s_hat) + 1e-8)
    np.testing.assert_allclose(after_steps(name), v, rtol=1e-14)


def test_the_first_step_of_adam_is_as_long_as_the_learning_rate_whatever_the_gradient() -> None:
    v = np.zeros(3)
    with Workers() as workers:
        build_optimizer("adam", v, momentum=0).step(v, np.array([1e-3, -5.0, 1e4]), 0.1, 1, workers)
    np.testing.assert_allclose(v, [-0.1, 0.1, -0.1], rtol=1e-4)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adam"])
def test_pieces_do_not_show(name: str) -> None:
    repeat = PIECE + 17
    np.testing.assert_array_equal(after_steps(name, repeat=repeat), np.tile(after_steps(name), repeat))
