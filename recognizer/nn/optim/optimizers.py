"""Gradient descent and its descendants: from the gradient to a step of the parameters.

Each works on the vector v of all parameters at once, a piece at a time that fits into a processor's cache.
"""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.parallel import Workers

__all__ = ["OPTIMIZERS", "SGD", "Adam", "Momentum", "Nesterov", "Optimizer", "build_optimizer"]

PIECE = 65_536  # numbers: fits a cache, and lasts long enough that threads seldom wait for Python's lock


class Optimizer(ABC):
    """A rule v → v'.

    Parameters
    ----------
    v : Array, shape (count,)
        The parameters; only its size and type matter here.

    Attributes
    ----------
    state : dict of str to Array
        What the rule remembers from step to step, each of the shape of v; a checkpoint keeps it.
    """

    remembers: ClassVar[tuple[str, ...]] = ()

    def __init__(self, v: Array) -> None:
        self.state = {name: np.zeros_like(v) for name in self.remembers}

    def step(self, v: Array, gradient: Array, learning_rate: float, t: int, workers: Workers) -> None:
        """Change v in place; the gradient's array is used up.

        Parameters
        ----------
        v, gradient : Array, shape (count,)
            The parameters and ∇C.
        learning_rate : float
            η.
        t : int
            The number of this step, from 1.
        workers : Workers
            The threads that share out the pieces.
        """
        state = self.state.values()
        if v.size <= PIECE:
            self.step_piece(v, gradient, learning_rate, t, *state)
            return

        def step_piece(index: int, worker: int) -> None:
            piece = slice(index * PIECE, (index + 1) * PIECE)
            self.step_piece(v[piece], gradient[piece], learning_rate, t, *(values[piece] for values in state))

        workers.share(step_piece, -(-v.size // PIECE))

    @abstractmethod
    def step_piece(self, v: Array, g: Array, learning_rate: float, t: int, *state: Array) -> None:
        """Do the step for a piece of v, its gradient g and the same pieces of the state."""


class SGD(Optimizer):
    """v → v − η ∇C (deck 2.3)."""

    def step_piece(self, v: Array, g: Array, learning_rate: float, t: int, *state: Array) -> None:
        """Do v → v − η g."""
        g *= learning_rate
        v -= g


class Momentum(Optimizer):
    """u → μu − η ∇C, v → v + u: a ball with inertia rolls down the valley (book, chapter 3)."""

    remembers = ("velocity",)

    def __init__(self, v: Array, *, momentum: float = 0.9) -> None:
        super().__init__(v)
        self.momentum = momentum

    def step_piece(self, v: Array, g: Array, learning_rate: float, t: int, *state: Array) -> None:
        """Do u → μu − η g, v → v + u."""
        (u,) = state
        g *= learning_rate
        u *= self.momentum
        u -= g
        v += u


class Nesterov(Momentum):
    """u → μu − η ∇C, v → v + μu − η ∇C: momentum that looks one step ahead (Sutskever et al. 2013)."""

    def step_piece(self, v: Array, g: Array, learning_rate: float, t: int, *state: Array) -> None:
        """Do u → μu − η g, v → v + μu − η g."""
        (u,) = state
        g *= learning_rate
        u *= self.momentum
        u -= g
        v -= g
        np.multiply(u, self.momentum, out=g)
        v += g


class Adam(Optimizer):
    """Steps in units of each parameter's own recent gradient (Kingma and Ba 2015).

    m → β₁m + (1 − β₁) g and s → β₂s + (1 − β₂) g² are averages of the gradient and its square, begun at zero;
    v → v − η m̂ / (√ŝ + ε) with m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ), which make up for that beginning.
    """

    remembers = ("mean", "mean_square")

    def __init__(self, v: Array, *, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(v)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon

    def step_piece(self, v: Array, g: Array, learning_rate: float, t: int, *state: Array) -> None:
        """Do the step of the class docstring, both corrections drawn into η and ε."""
        m, s = state
        root = (1 - self.beta2**t) ** 0.5
        m *= self.beta1
        m += g * (1 - self.beta1)
        s *= self.beta2
        np.multiply(g, g, out=g)
        s += np.multiply(g, 1 - self.beta2, out=g)
        np.sqrt(s, out=g)
        g += self.epsilon * root
        np.divide(m, g, out=g)
        v -= np.multiply(g, learning_rate * root / (1 - self.beta1**t), out=g)


OPTIMIZERS = ("sgd", "momentum", "nesterov", "adam", "adamw")


def build_optimizer(name: str, v: Array, *, momentum: float) -> Optimizer:
    """Return the optimizer of this name; AdamW is Adam, its decay being regularisation's part."""
    if name == "sgd":
        return SGD(v)
    if name == "momentum":
        return Momentum(v, momentum=momentum)
    if name == "nesterov":
        return Nesterov(v, momentum=momentum)
    return Adam(v)
