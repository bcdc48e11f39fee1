"""How long a network takes, by a clock that only its work moves."""

import numpy as np
import pytest

from recognizer import nn
from recognizer.services.evaluation import latency
from recognizer.services.evaluation.latency import (
    MANY_RUNS,
    MANY_TILES,
    SINGLE_RUNS,
    measure_latency,
    median_ms,
)
from tests.support.clock import Clock, stopped_clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch, latency)


def test_it_is_the_median_after_a_run_that_warms_up(clock: Clock) -> None:
    took = iter([9.0, 0.003, 0.001, 0.002, 0.5, 0.004])
    rows: list[int] = []

    def predict(X: nn.arrays.Array) -> None:
        rows.append(len(X))
        clock.now += next(took)

    assert median_ms(predict, np.zeros((3, 784), np.float32), 5) == pytest.approx(3)
    assert rows == [3] * 6


def test_one_tile_and_a_thousand_at_once_are_measured(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    network = nn.Network.build(nn.dense_architecture([784, 30, 10]), rng=np.random.default_rng(0))
    predict = network.predict
    rows: list[int] = []

    def slowly(X: nn.arrays.Array) -> nn.arrays.Array:
        rows.append(len(X))
        clock.now += len(X) / 1000
        return predict(X)

    monkeypatch.setattr(network, "predict", slowly)
    found = measure_latency(network)
    assert found.single_ms == pytest.approx(1)
    assert found.many_ms == pytest.approx(1000)
    assert rows == [1] * (1 + SINGLE_RUNS) + [MANY_TILES] * (1 + MANY_RUNS)
