"""How long a network takes."""

import numpy as np

from recognizer import nn
from recognizer.services.latency import measure_latency, median_ms


def test_it_is_the_median_after_a_run_that_warms_up() -> None:
    rows: list[int] = []
    time = median_ms(lambda X: rows.append(len(X)), np.zeros((3, 784), np.float32), 5)
    assert rows == [3] * 6
    assert 0 <= time < 50


def test_a_thousand_tiles_take_longer_than_one() -> None:
    network = nn.Network.build(nn.dense_architecture([784, 30, 10]), rng=np.random.default_rng(0))
    found = measure_latency(network)
    assert 0 < found.single_ms < found.many_ms
