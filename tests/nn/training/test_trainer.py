from typing import Any

import numpy as np
import pytest

from recognizer.nn import (
    Callback,
    ConfigurationError,
    DataError,
    EpochRecord,
    History,
    Network,
    NetworkError,
    NonFiniteCost,
    Recipe,
    RunState,
    ShapeError,
    Trainer,
    dense_architecture,
)
from recognizer.nn.arrays import Array
from tests.nn.helpers import blobs, small_conv

RECIPE = Recipe(epochs=4, batch_size=16, learning_rate=1.0)


def network(*, dtype: type = np.float32, seed: int = 0) -> Network:
    return Network.build(dense_architecture([8, 6, 3]), rng=np.random.default_rng(seed), dtype=dtype)


def trainer(recipe: Recipe = RECIPE, **more: Any) -> Trainer:
    return Trainer(network(), recipe, blobs(100, seed=1), more.pop("validation", blobs(60, seed=2)), **more)


def test_it_learns() -> None:
    t = trainer(Recipe(epochs=20, batch_size=5, learning_rate=1.0))
    history = t.run()
    best = history.best
    assert best is not None
    assert best.validation_size == 60
    assert best.validation_correct is not None
    assert best.validation_correct >= 58
    assert history.epochs[-1].training_cost < history.epochs[0].training_cost / 3


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam", "adamw"])
def test_it_learns_with_every_optimizer(optimizer: str) -> None:
    rate = 0.02 if optimizer.startswith("adam") else 0.3
    recipe = Recipe(epochs=15, batch_size=5, learning_rate=rate, optimizer=optimizer, cost="cross_entropy")
    record = trainer(recipe).run().best
    assert record is not None
    assert (record.validation_correct or 0) >= 57


def test_the_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    weights = []
    for seed in (3, 3, 4):
        t = trainer(Recipe(epochs=2, batch_size=7, learning_rate=1.0, seed=seed))
        t.run()
        weights.append(t.network.vector.values)
    assert np.array_equal(weights[0], weights[1])
    assert not np.array_equal(weights[0], weights[2])


@pytest.mark.parametrize("batch_size", [1, 7, 100, 1000])
def test_it_visits_every_sample_once_an_epoch(batch_size: int) -> None:
    seen: list[Array] = []

    def augment(X: Array, rng: np.random.Generator) -> Array:
        seen.append(X.copy())
        return X

    X = np.arange(100, dtype=np.float32).reshape(100, 1) / 100
    small = Network.build(dense_architecture([1, 2]), rng=np.random.default_rng(0))
    recipe = Recipe(epochs=2, batch_size=batch_size, learning_rate=0.1)
    Trainer(small, recipe, (X, np.zeros(100, int)), augment=augment).run()

    assert max(map(len, seen)) == min(batch_size, 100)
    first, second = np.split(np.concatenate(seen).ravel(), 2)
    assert np.array_equal(np.sort(first), X.ravel())
    assert np.array_equal(np.sort(second), X.ravel())
    assert not np.array_equal(first, second)


def test_bytes_are_trained_on_as_their_255th_part() -> None:
    X, y = blobs(50, dtype=np.uint8)
    networks = [network(dtype=np.float64), network(dtype=np.float64)]
    for n, given in zip(networks, (X, X / 255), strict=True):
        Trainer(n, RECIPE, (given, y)).run()
    np.testing.assert_allclose(networks[0].vector.values, networks[1].vector.values, rtol=0, atol=1e-13)


def test_nothing_leaves_the_networks_precision() -> None:
    for dtype in (np.float32, np.float64):
        n = network(dtype=dtype)
        Trainer(n, Recipe(epochs=1, optimizer="adam", ema_decay=0.9), blobs(30), blobs(30)).run()
        assert {array.dtype for array in n.parameters.values()} == {np.dtype(dtype)}
        assert n.predict(blobs(3)[0]).dtype == dtype


def test_it_keeps_the_weights_of_the_best_epoch() -> None:
    class Weights(Callback):
        after_epoch: list[Array] = []

        def on_epoch_end(self, state: RunState, record: EpochRecord) -> None:
            self.after_epoch.append(state.network.vector.values.copy())

    callback = Weights()
    t = trainer(Recipe(epochs=6, batch_size=5, learning_rate=32.0), callbacks=[callback])
    history = t.run()
    correct = [record.validation_correct for record in history.epochs]
    best = history.best_epoch
    assert best is not None
    assert correct[best] == max(c for c in correct if c is not None)
    assert best != len(correct) - 1, "the case must be one where the last epoch is not the best"
    np.testing.assert_array_equal(t.network.vector.values, callback.after_epoch[best])


def record(epoch: int, correct: int | None, cost: float | None) -> EpochRecord:
    return EpochRecord(
        epoch=epoch,
        training_cost=1.0,
        validation_cost=cost,
        validation_correct=correct,
        validation_size=None if correct is None else 10,
        learning_rate=1.0,
        seconds=0.5,
    )


def test_of_two_epochs_with_as_many_right_the_one_of_less_cost_is_the_better() -> None:
    epochs = [record(0, 6, 0.1), record(1, 7, 0.5), record(2, 7, 0.3), record(3, 7, 0.4), record(4, 5, 0.0)]
    assert History(epochs=epochs).best_epoch == 2


def test_without_validation_the_last_epoch_is_the_best() -> None:
    assert History(epochs=[record(0, None, None), record(1, None, None)]).best_epoch == 1
    assert History().best_epoch is None


def test_a_history_comes_back_from_json() -> None:
    history = History(epochs=[record(0, 5, 0.1), record(1, 7, 0.5)])
    assert history.to_json()["best_epoch"] == 1
    assert History.from_json(history.to_json()) == history


def test_it_stops_early_when_nothing_gets_better() -> None:
    t = trainer(Recipe(epochs=50, learning_rate=1e-9, early_stopping=3))
    history = t.run()
    assert history.best_epoch is not None
    assert len(history.epochs) == history.best_epoch + 1 + 3 < 50


def test_averaged_weights_are_validated_and_kept() -> None:
    recipe = Recipe(epochs=1, batch_size=5, learning_rate=1.0, ema_decay=0.6)
    averaged, plain = trainer(recipe), trainer(Recipe(epochs=1, batch_size=5, learning_rate=1.0))
    steps: list[Array] = []

    class Steps(Callback):
        def on_batch_end(self, state: RunState) -> None:
            steps.append(state.network.vector.values.copy())

    mean = plain.network.vector.values.copy()
    plain.callbacks = [Steps()]
    plain.run()
    for t, values in enumerate(steps, start=1):
        decay = min(0.6, (1 + t) / (10 + t))
        mean = decay * mean + (1 - decay) * values
    averaged.run()
    np.testing.assert_allclose(averaged.network.vector.values, mean, rtol=0, atol=1e-6)


class StopAt(Callback):
    def __init__(self, step: int, *, interrupt: bool = False) -> None:
        self.step = step
        self.interrupt = interrupt

    def on_batch_end(self, state: RunState) -> None:
        assert 0 < state.batch <= state.batches_per_epoch
        if state.steps == self.step:
            if self.interrupt:
                raise KeyboardInterrupt
            state.stop()


def test_it_stops_after_the_mini_batch_and_forgets_the_unfinished_epoch() -> None:
    stopped = trainer(callbacks=[StopAt(10)])
    whole = trainer(Recipe(epochs=1, batch_size=16, learning_rate=1.0))
    assert len(stopped.run().epochs) == 1
    whole.run()
    np.testing.assert_array_equal(stopped.network.vector.values, whole.network.vector.values)


def test_a_keyboard_interrupt_comes_through_and_the_best_epoch_can_be_restored() -> None:
    interrupted = trainer(callbacks=[StopAt(10, interrupt=True)])
    whole = trainer(Recipe(epochs=1, batch_size=16, learning_rate=1.0))
    with pytest.raises(KeyboardInterrupt):
        interrupted.run()
    interrupted.state.restore_best()
    whole.run()
    np.testing.assert_array_equal(interrupted.network.vector.values, whole.network.vector.values)


def test_a_trainer_runs_once() -> None:
    t = trainer()
    t.run()
    with pytest.raises(ConfigurationError, match="a trainer runs once"):
        t.run()


def test_a_cost_that_is_not_finite_ends_training_and_says_where() -> None:
    X, y = blobs(100, seed=1)
    architecture = dense_architecture([8, 6, 3], hidden="relu", output="linear")
    n = Network.build(architecture, rng=np.random.default_rng(0))
    with pytest.raises(
        NonFiniteCost, match=r"epoch 0, mini-batch \d+; try a smaller learning_rate"
    ) as caught:
        Trainer(n, Recipe(learning_rate=1e5), (X, y)).run()
    assert (caught.value.epoch, caught.value.batch > 0) == (0, True)


@pytest.mark.parametrize("validation", [None, blobs(5, features=4, classes=2)])
def test_weights_that_overflow_in_the_very_last_step_do_not_pass_for_a_result(
    validation: tuple[Array, Array] | None,
) -> None:
    n = Network.build(dense_architecture([4, 8, 2]), rng=np.random.default_rng(0))
    recipe = Recipe(batch_size=8, epochs=4, learning_rate=1e6, l2=1e6)
    t = Trainer(n, recipe, blobs(8, features=4, classes=2), validation)
    with pytest.raises(NonFiniteCost, match="epoch 3, mini-batch 0; try a smaller learning_rate"):
        t.run()
    with pytest.raises(ConfigurationError, match="between mini-batches only"):
        t.state.save_checkpoint("nowhere")


@pytest.mark.parametrize(("weight", "cost"), [(1e25, "inf"), (1e38, "nan")])  # the square, and outputs
def test_a_cost_that_is_not_finite_in_validation_ends_training(weight: float, cost: str) -> None:
    n = Network(dense_architecture([8, 3], output="linear"))
    n.parameters["layers.0.W"][...] = weight
    X, y = np.ones((20, 8)), np.zeros(20, int)
    t = Trainer(n, Recipe(), (0 * X, y), (X, y))  # training sees no ink, so that its own cost is small
    with pytest.raises(NonFiniteCost, match=f"the cost became {cost} in epoch 0, mini-batch 1;"):
        t.run()
    assert t.state.history.epochs == []


def test_the_same_comes_out_whether_a_mini_batch_is_worked_on_in_parts_or_not() -> None:
    rng = np.random.default_rng(2)
    X, y = rng.random((24, 8, 8, 1)), rng.integers(0, 3, 24)
    weights = []
    for chunk_size in (24, 7):
        n = small_conv(dtype=np.float64)
        n.chunk_size = chunk_size
        Trainer(n, Recipe(epochs=2, batch_size=12, learning_rate=0.1, cost="cross_entropy"), (X, y)).run()
        weights.append(n.vector.values)
    np.testing.assert_allclose(weights[0], weights[1], rtol=0, atol=1e-14)


def regularised(*, l1: float = 0.0, l2: float = 0.0) -> Array:
    """Return what a penalty adds to the first step, of 10 out of 30 samples: n and m must not be mixed up."""

    class FirstStep(Callback):
        def on_batch_end(self, state: RunState) -> None:
            if state.steps == 1:
                values.append(state.network.vector.values.copy())

    values: list[Array] = []
    for recipe in (Recipe(epochs=1, learning_rate=0.5, l1=l1, l2=l2), Recipe(epochs=1, learning_rate=0.5)):
        Trainer(network(dtype=np.float64), recipe, blobs(30), callbacks=[FirstStep()]).run()
    difference: Array = values[0] - values[1]
    return difference


def test_l2_pulls_weights_but_not_biases_to_zero() -> None:
    before = network(dtype=np.float64).vector
    expected = np.zeros_like(before.values)
    expected[: before.weights.size] = -0.5 * 2.0 / 30 * before.weights
    np.testing.assert_allclose(regularised(l2=2.0), expected, atol=1e-14)


def test_l1_pulls_weights_by_a_constant() -> None:
    before = network(dtype=np.float64).vector
    expected = np.zeros_like(before.values)
    expected[: before.weights.size] = -0.5 * 2.0 / 30 * np.sign(before.weights)
    np.testing.assert_allclose(regularised(l1=2.0), expected, atol=1e-14)


def test_adamw_takes_its_share_of_the_weights_but_not_of_the_biases() -> None:
    X, y = blobs(10)
    values = []
    for weight_decay in (0.2, 0.0):
        n = network(dtype=np.float64)
        recipe = Recipe(epochs=1, optimizer="adamw", learning_rate=0.5, weight_decay=weight_decay)
        Trainer(n, recipe, (X, y)).run()
        values.append(n.vector.values)
    before = network(dtype=np.float64).vector
    expected = np.zeros_like(before.values)
    expected[: before.weights.size] = -0.5 * 0.2 * before.weights
    np.testing.assert_allclose(values[0] - values[1], expected, atol=1e-14)


X, Y = blobs(20)


@pytest.mark.parametrize(
    ("training", "error", "message"),
    [
        ((X[:, :5], Y), ShapeError, r"X must have the shape \(n, 8\); got \(20, 5\)"),
        (
            (X.tolist(), Y),
            DataError,
            r"X must be an array of floats from 0 to 1 or of uint8; got <class 'list'>",
        ),
        ((X.astype(int), Y), DataError, "X must be an array of floats from 0 to 1 or of uint8; got int64"),
        ((X[:0], Y[:0]), DataError, "training samples: at least one is needed; got none"),
        (
            (np.where(np.equal(X, X[7, 3]), np.nan, X), Y),
            DataError,
            "X must be finite; sample 7 has NaN or infinity",
        ),
        ((X, Y[:-1]), DataError, r"training labels must be one for each of 20 samples; got shape \(19,\)"),
        ((X, Y.astype(float)), DataError, "training labels must be an array of integers; got float64"),
        ((X, list(Y)), DataError, "training labels must be an array of integers; got <class 'list'>"),
        ((X, np.where(np.arange(20) == 4, 3, Y)), DataError, "labels must be from 0 to 2; sample 4 has 3"),
        ((X, np.where(np.arange(20) == 5, -1, Y)), DataError, "labels must be from 0 to 2; sample 5 has -1"),
    ],
)
def test_it_says_what_is_wrong_with_the_samples(
    training: tuple[Array, Array], error: type[NetworkError], message: str
) -> None:
    with pytest.raises(error, match=message):
        Trainer(network(), RECIPE, training)


def test_it_says_when_recipe_and_network_do_not_fit() -> None:
    with pytest.raises(ConfigurationError, match="early_stopping needs validation samples; got none"):
        Trainer(network(), Recipe(early_stopping=2), blobs(10))
    linear = Network(dense_architecture([8, 3], output="linear"))
    with pytest.raises(
        ConfigurationError, match="cross_entropy needs sigmoid or softmax outputs; got linear"
    ):
        Trainer(linear, Recipe(cost="cross_entropy"), blobs(10))


def test_augmentation_must_keep_the_shape() -> None:
    t = Trainer(network(), RECIPE, blobs(30), augment=lambda X, rng: X[:, :4])
    with pytest.raises(ShapeError, match=r"augment must keep the shape \(16, 8\); it returned \(16, 4\)"):
        t.run()


def test_augmentation_sees_samples_as_they_were_given_and_the_samples_stay_as_they_are() -> None:
    X, y = blobs(30, features=64, dtype=np.uint8)
    X = X.reshape(30, 64)
    kept = X.copy()

    def augment(batch: Array, rng: np.random.Generator) -> Array:
        assert batch.shape[1:] == (64,)
        assert batch.dtype == np.float32
        assert batch.max() <= 1
        batch[...] = rng.random(batch.shape)
        return batch

    Trainer(
        small_conv(), Recipe(epochs=1, cost="cross_entropy", learning_rate=0.1), (X, y), augment=augment
    ).run()
    np.testing.assert_array_equal(X, kept)
