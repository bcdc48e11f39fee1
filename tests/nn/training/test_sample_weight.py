"""Training with weights of samples."""

from pathlib import Path

import numpy as np
import pytest

from recognizer.nn import ConfigurationError, Network, Recipe, Trainer, dense_architecture
from recognizer.nn.arrays import Array
from recognizer.nn.training import stochastic_gradient
from recognizer.nn.training.callbacks import Callback
from recognizer.nn.training.history import EpochRecord
from recognizer.nn.training.run_state import RunState
from tests.nn.helpers import blobs, small_conv

RECIPE = Recipe(epochs=3, batch_size=16, learning_rate=0.3, cost="cross_entropy")


def network(output: str = "softmax") -> Network:
    return Network.build(dense_architecture([8, 6, 3], output=output), rng=np.random.default_rng(0))


@pytest.mark.parametrize("cost", ["quadratic", "cross_entropy"])
def test_weights_of_one_are_as_good_as_none_bit_for_bit(cost: str) -> None:
    trainers = [
        Trainer(
            network(),
            Recipe(epochs=3, batch_size=7, learning_rate=0.3, cost=cost, l2=0.1),
            blobs(100),
            blobs(40, seed=2),
            sample_weight=weight,
        )
        for weight in (None, np.ones(100))
    ]
    costs = [[record.training_cost for record in trainer.run().epochs] for trainer in trainers]
    assert costs[0] == costs[1]
    one, other = (trainer.network.vector.values for trainer in trainers)
    np.testing.assert_array_equal(one, other)


def test_so_they_are_where_a_mini_batch_is_worked_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stochastic_gradient, "MIN_SAMPLES_FOR_WORKER", 2)
    X, y = blobs(64, features=64)
    found = []
    for weight in (None, np.ones(64), np.linspace(0, 3, 64)):
        net = small_conv()
        net.chunk_size = 5
        recipe = Recipe(epochs=1, batch_size=32, learning_rate=0.1, cost="cross_entropy")
        Trainer(net, recipe, (X, y), sample_weight=weight).run()
        found.append(net.vector.values)
    np.testing.assert_array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_what_counts_nothing_teaches_nothing() -> None:
    X, y = blobs(60)
    wrong = (y + 1) % 3
    both: Array = np.concatenate([X, X])
    labels = np.concatenate([y, wrong])
    weight = np.repeat([1.0, 0.0], 60)
    trainer = Trainer(
        network(),
        Recipe(epochs=30, batch_size=10, learning_rate=1.0, cost="cross_entropy"),
        (both, labels),
        (X, y),
        sample_weight=weight,
    )
    best = trainer.run().best
    assert best is not None
    assert (best.validation_correct or 0) >= 57


def test_a_heavy_sample_outvotes_light_ones() -> None:
    X = np.ones((10, 8), np.float32)
    y = np.array([0] * 9 + [1])
    for weight, likeliest in ((1.0, 0), (20.0, 1)):
        trainer = Trainer(
            network(),
            Recipe(epochs=60, batch_size=10, learning_rate=1.0, cost="cross_entropy"),
            (X, y),
            sample_weight=np.array([1.0] * 9 + [weight]),
        )
        trainer.run()
        assert trainer.network.predict(X[:1]).argmax() == likeliest


class SaveOnce(Callback):
    """Saves a checkpoint after the first epoch."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def on_epoch_end(self, state: RunState, record: EpochRecord) -> None:
        if record.epoch == 0:
            state.save_checkpoint(self.path)


def test_a_checkpoint_knows_the_weights(tmp_path: Path) -> None:
    path, weight = tmp_path / "checkpoint", np.linspace(0, 2, 100)
    whole = Trainer(network(), RECIPE, blobs(100), callbacks=[SaveOnce(path)], sample_weight=weight)
    whole.run()
    resumed = Trainer(network(), RECIPE, blobs(100), sample_weight=weight)
    resumed.state.load_checkpoint(path)
    resumed.run()
    np.testing.assert_array_equal(resumed.network.vector.values, whole.network.vector.values)
    for other in (None, weight[::-1].copy()):
        with pytest.raises(ConfigurationError, match="the checkpoint is of another run: its training is"):
            Trainer(network(), RECIPE, blobs(100), sample_weight=other).state.load_checkpoint(path)
