"""What a thread keeps to predict with: the passes of the few networks that it used last.

A server predicts in several threads, and with several versions: what a pass needs would be kept as often as
there are threads, times networks.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from recognizer.nn.arrays import Memory
from recognizer.nn.forward_pass import ForwardPass
from recognizer.nn.layers import Layer

__all__ = ["MOST_NETWORKS", "OfThread", "Passes"]

MOST_NETWORKS = 8
"""Networks whose passes a thread keeps: one for digits, and one for each width of rows that is kept."""
MOST_PASSES = 64
"""Passes of one network, each for another number of samples."""


class Passes:
    """The passes of one network in one thread, and the memory that they share.

    Parameters
    ----------
    layers : sequence of Layer
        Of the network.
    dtype : np.dtype
        Of the network.
    chunk_size : int
        The largest number of samples that is predicted at a time.
    """

    def __init__(self, layers: Sequence[Layer], dtype: np.dtype[Any], chunk_size: int) -> None:
        self._layers, self._dtype, self._chunk_size = layers, dtype, chunk_size
        self._begin(0)

    def of(self, n: int) -> ForwardPass:
        """Return the pass for n samples; those of networks that were not used for long are given up."""
        recently_used.note(self)
        found = self._passes.get(n)
        if found is None:
            if n > self._most:
                self._begin(max(n, min(2 * self._most, self._chunk_size)))
            elif len(self._passes) >= MOST_PASSES:
                self._passes.clear()
            found = self._passes[n] = ForwardPass(self._layers, n, self._memory, most=self._most)
        return found

    def forget(self) -> None:
        """Give up all passes and their memory."""
        self._begin(0)

    def _begin(self, most: int) -> None:
        self._most = most
        self._memory = Memory(self._dtype)
        self._passes: dict[int, ForwardPass] = {}


class OfThread(threading.local):
    """Each thread's passes of one network; they are gone when the thread or the network is."""

    def __init__(self, layers: Sequence[Layer], dtype: np.dtype[Any], chunk_size: int) -> None:
        self.passes = Passes(layers, dtype, chunk_size)


class RecentlyUsed(threading.local):
    """Each thread's networks by their last use; those that are gone do not stay for it."""

    def __init__(self) -> None:
        self._order: OrderedDict[weakref.ref[Passes], None] = OrderedDict()

    def note(self, passes: Passes) -> None:
        """Note that a network is used, and forget the one that was not for longest if they are too many."""
        key = weakref.ref(passes)
        self._order[key] = None
        self._order.move_to_end(key)
        while len(self._order) > MOST_NETWORKS:
            oldest = self._order.popitem(last=False)[0]()
            if oldest is not None:
                oldest.forget()


recently_used = RecentlyUsed()
