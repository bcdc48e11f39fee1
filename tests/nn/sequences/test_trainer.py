from typing import Any

import numpy as np
import pytest

from recognizer.nn.arrays import Array, Memory
from recognizer.nn.parallel import Workers
from recognizer.nn.row_network import WIDTHS, RowNetwork, padded_rows
from recognizer.nn.sequences.cost import SequenceCost, TargetTexts
from recognizer.nn.sequences.ctc import ctc_cost
from recognizer.nn.sequences.decoding import plain_text
from recognizer.nn.sequences.trainer import LabelledRow, RowRecipe, RowTrainer, mini_batches
from recognizer.nn.training.stochastic_gradient import StochasticGradient
from tests.nn.helpers import central_differences
from tests.nn.sequences.tiny_rows import architecture, made_up_rows

QUICK: dict[str, Any] = {
    "batch_size": 16,
    "learning_rate": 0.02,
    "warmup_steps": 10,
    "average_decay": 0.9,
}


def trainer(steps: int = 40, seed: int = 0, **changes: Any) -> RowTrainer:
    network = RowNetwork.build(architecture(), rng=np.random.default_rng(seed))
    return RowTrainer(network, RowRecipe(steps=steps, **{**QUICK, **changes}))


def wrong(network: RowNetwork, rows: list[LabelledRow]) -> int:
    return sum(plain_text(network.predict(pixels)) != text for pixels, text in rows)


def test_it_learns_to_read_made_up_rows_without_a_mistake() -> None:
    learner, unseen = trainer(steps=120), made_up_rows(100, seed=2, longest=6)
    rows = made_up_rows(320, seed=1)
    rng = np.random.default_rng(3)
    assert wrong(learner.network, unseen) > 90

    costs = [learner.train(rows, rng) for _ in range(6)]

    assert learner.step == 120
    assert costs[0] > 1
    assert costs[-1] < 0.05
    assert wrong(learner.network, unseen) == 0
    assert wrong(learner.averaged(), unseen) == 0


def test_it_stops_with_the_last_step() -> None:
    learner, rows = trainer(steps=3), made_up_rows(100, seed=1)
    assert learner.train(rows, np.random.default_rng(3)) > 0
    assert learner.step == 3
    values = learner.network.vector.values.copy()
    assert learner.train(rows, np.random.default_rng(3)) == 0
    assert learner.step == 3
    np.testing.assert_array_equal(learner.network.vector.values, values)


def test_the_cost_is_the_mean_before_each_step() -> None:
    learner, rows = trainer(), made_up_rows(16, seed=1, longest=2)
    X = padded_rows([pixels for pixels, _ in rows], 8)
    places = np.array([learner.network.places(pixels.shape[1]) for pixels, _ in rows])
    costs, _ = ctc_cost(learner.network.at(64).predict(X), places, [text for _, text in rows])
    assert learner.train(rows, np.random.default_rng(3)) == pytest.approx(costs.mean(), rel=1e-5)


def test_what_is_restored_goes_on_bit_for_bit() -> None:
    chunks = [made_up_rows(64, seed=seed) for seed in range(3)]
    through = trainer()
    through.train(chunks[0], np.random.default_rng(10))
    state = through.state()
    for seed in (1, 2):
        through.train(chunks[seed], np.random.default_rng(10 + seed))

    again = trainer(seed=99)
    again.restore(state)
    assert again.step == state["step"][0] < through.step
    for seed in (1, 2):
        again.train(chunks[seed], np.random.default_rng(10 + seed))

    assert again.step == through.step
    np.testing.assert_array_equal(again.average.values, through.average.values)
    assert again.state().keys() == state.keys()
    for name, values in through.state().items():
        np.testing.assert_array_equal(again.state()[name], values, err_msg=name)


def test_the_average_is_a_network_of_its_own() -> None:
    learner = trainer()
    learner.train(made_up_rows(32, seed=1), np.random.default_rng(3))
    averaged = learner.averaged()
    np.testing.assert_array_equal(averaged.vector.values, learner.average.values)
    assert not np.array_equal(averaged.vector.values, learner.network.vector.values)
    averaged.vector.values[...] = 0
    assert learner.average.values.any()
    assert averaged.architecture == learner.network.architecture


def first_moment(longest_gradient: float) -> Array:
    """Return Adam's moving mean of the gradient after one step: 0.1 of what it was told."""
    learner = trainer(longest_gradient=longest_gradient)
    before = {name: values.copy() for name, values in learner.optimizer.state.items()}
    learner.train(made_up_rows(16, seed=1, longest=2), np.random.default_rng(3))
    assert learner.step == 1
    moved = [values for name, values in learner.optimizer.state.items() if (values < before[name]).any()]
    (mean,) = moved  # that of the squares never falls
    return mean / 0.1


def test_a_gradient_that_is_too_long_is_shortened() -> None:
    whole, short = first_moment(1e6), first_moment(0.01)
    length = np.linalg.norm(whole)
    assert length > 0.1
    np.testing.assert_allclose(np.linalg.norm(short), 0.01, rtol=1e-4)
    np.testing.assert_allclose(short, whole * 0.01 / length, rtol=1e-3, atol=1e-7)
    np.testing.assert_array_equal(first_moment(2 * length), whole)  # type: ignore[arg-type]


def test_weights_decay_and_biases_do_not() -> None:
    learner = trainer(weight_decay=0.5, learning_rate=0.02, warmup_steps=1)
    usual = trainer(weight_decay=0.0, learning_rate=0.02, warmup_steps=1)
    before = usual.network.vector.values.copy()
    rows = made_up_rows(16, seed=1, longest=2)
    for each in (learner, usual):
        each.train(rows, np.random.default_rng(3))
    decayed = (usual.network.vector.values - learner.network.vector.values) / 0.01
    usual.network.vector.values[...] = before
    weights = usual.network.vector.weights
    expected = np.zeros_like(before)
    expected[: weights.size] = weights
    np.testing.assert_allclose(decayed, expected, rtol=0, atol=1e-4)


def test_the_gradient_of_the_whole_network_agrees_with_central_differences() -> None:
    given = architecture(activation="tanh", filters=(2, 3), places=2)
    reader = RowNetwork.build(given, rng=np.random.default_rng(4), dtype=np.float64)
    rows = made_up_rows(3, seed=5)
    texts = TargetTexts(
        texts=[text for _, text in rows],
        places=np.array([reader.places(pixels.shape[1]) for pixels, _ in rows]),
    )
    X, network, cost = padded_rows([pixels for pixels, _ in rows], 8) / 255, reader.at(64), SequenceCost()
    with Workers() as workers:
        gradient = StochasticGradient(network, cost, workers)
        value = gradient.compute(X, texts, np.random.default_rng)  # type: ignore[arg-type]

    memories = network.new_memories()
    numeric = central_differences(
        lambda: cost.value(network.forward(X, memories), texts, 3),  # type: ignore[arg-type]
        reader.vector.values,
    )
    assert value == pytest.approx(cost.value(network.forward(X, memories), texts, 3))  # type: ignore[arg-type]
    np.testing.assert_allclose(gradient.gradient.values, numeric, rtol=0, atol=1e-7)


def activations(n: int = 3, places: int = 5, dtype: type = np.float64) -> Array:
    A: Array = np.random.default_rng(6).dirichlet(np.ones(4), (n, places)).astype(dtype)
    return A


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_without_room_for_their_text_count_nothing(dtype: type) -> None:
    A, cost = activations(dtype=dtype), SequenceCost()
    texts = TargetTexts(texts=[(0, 1), (2, 2, 2), (1,)], places=np.array([5, 4, 5]))
    alone, delta = ctc_cost(A, texts.places, texts.texts)
    found = cost.output_error(A, texts, 6, Memory(np.dtype(dtype)))
    assert cost.of_samples(A, texts).tolist() == [alone[0], 0, alone[2]]
    assert cost.value(A, texts, 6) == pytest.approx((alone[0] + alone[2]) / 6)  # type: ignore[arg-type]
    assert found.dtype == dtype
    assert not found[1].any()
    np.testing.assert_allclose(found, delta / 6, rtol=1e-6)


def test_some_rows_have_their_own_texts() -> None:
    texts = TargetTexts(texts=[(0,), (1, 2), ()], places=np.array([3, 4, 5]))
    assert texts[1:].texts == [(1, 2), ()]
    assert texts[1:].places.tolist() == [4, 5]


def test_mini_batches_give_every_row_once_and_widths_together() -> None:
    widths = np.random.default_rng(7).integers(1, 300, 100).tolist()
    rows: list[LabelledRow] = [(np.zeros((8, w), np.uint8), (place,)) for place, w in enumerate(widths)]

    def places(seed: int) -> list[list[int]]:
        batches = mini_batches(rows, 12, np.random.default_rng(seed))
        return [[text[0] for _, text in batch] for batch in batches]

    batches = places(1)
    padded = [{next(w for w in WIDTHS if w >= widths[place]) for place in batch} for batch in batches]
    assert sorted(place for batch in batches for place in batch) == list(range(100))
    assert all(len(batch) <= 12 for batch in batches)
    assert all(len(found) == 1 for found in padded)
    assert len(batches) == sum(-(-padded_to // 12) for padded_to in counts(widths))
    assert places(1) == batches != places(2)
    assert {frozenset(batch) for batch in batches} != {frozenset(batch) for batch in places(2)}
    assert padded != sorted(padded, key=min)  # the widths come in no order


def counts(widths: list[int]) -> list[int]:
    """Return how many rows there are of each padded width."""
    padded = [next(at for at in WIDTHS if at >= width) for width in widths]
    return [padded.count(at) for at in set(padded)]
