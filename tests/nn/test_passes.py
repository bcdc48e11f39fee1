"""A thread predicts with any number of networks, and keeps the memory of few."""

import tracemalloc
import weakref

import numpy as np
import pytest

from recognizer.nn import Network, dense_architecture
from recognizer.nn.passes import MOST_NETWORKS, Passes

WIDE = 20_000
"""Neurons of a hidden layer: what a pass leaves of them is far more than what is kept beside it."""
OF_ONE = WIDE * 4 * 10
"""Bytes that a pass of ten samples leaves behind at least."""


def wide_networks(count: int) -> list[Network]:
    rng = np.random.default_rng(0)
    architecture = dense_architecture([1, WIDE, 2], hidden="relu", output="softmax")
    return [Network.build(architecture, rng=rng) for _ in range(count)]


def test_a_thread_keeps_the_memory_of_the_networks_that_it_used_last() -> None:
    networks = wide_networks(3 * MOST_NETWORKS)
    samples = np.full((10, 1), 0.5, np.float32)
    expected = [network.predict(samples) for network in networks]
    tracemalloc.start()
    try:
        held = []
        for network, outputs in zip(networks, expected, strict=True):
            np.testing.assert_array_equal(network.predict(samples), outputs)
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    few, many = held[MOST_NETWORKS - 1], held[-1]
    assert few > MOST_NETWORKS * OF_ONE
    assert many < few + OF_ONE


def test_who_is_used_again_and_again_keeps_its_pass() -> None:
    networks = wide_networks(MOST_NETWORKS + 1)
    first, *others = (Passes(network.layers, network.dtype, 10) for network in networks)
    kept = first.of(1)
    for other in others:
        other.of(1)
        assert first.of(1) is kept
    for other in others:
        other.of(1)
    assert first.of(1) is not kept


def test_a_network_that_is_gone_does_not_stay_for_its_passes() -> None:
    (network,) = wide_networks(1)
    network.predict(np.zeros((1, 1), np.float32))
    gone = weakref.ref(network.vector.values)
    del network
    assert gone() is None


@pytest.mark.parametrize("n", [1, 3, 10, 25])
def test_a_network_that_was_forgotten_says_the_same(n: int) -> None:
    first, *others = wide_networks(MOST_NETWORKS + 1)
    samples = np.linspace(0, 1, n, dtype=np.float32)[:, None]
    expected = first.predict(samples)
    for other in others:
        other.predict(samples)
    np.testing.assert_array_equal(first.predict(samples), expected)
