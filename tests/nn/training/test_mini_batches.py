"""The mini-batches of an epoch."""

import numpy as np
import pytest

from recognizer.nn import Network, Recipe, dense_architecture
from recognizer.nn.arrays import Array
from recognizer.nn.data import Samples
from recognizer.nn.errors import ShapeError
from recognizer.nn.training.mini_batches import MiniBatches

PIXELS = 4


def mini_batches(
    size: int = 3, *, seed: int = 0, augment: object = None, dtype: type = np.uint8
) -> MiniBatches:
    """Return ten samples whose pixels are their own number."""
    X: Array = np.repeat(np.arange(10), PIXELS).reshape(10, PIXELS).astype(dtype)
    samples = Samples(X, np.arange(10) % 2, input_shape=(PIXELS,), classes=2, name="training")
    network = Network.build(dense_architecture([PIXELS, 2]), rng=np.random.default_rng(0))
    return MiniBatches(samples, network, Recipe(batch_size=size, seed=seed), augment)  # type: ignore[arg-type]


def numbers(batches: MiniBatches, epoch: int, **options: int) -> list[list[int]]:
    """Return which samples each mini-batch holds."""
    return [np.rint(X[:, 0] * 255).astype(int).tolist() for X, _, _ in batches.of_epoch(epoch, **options)]


def test_every_sample_has_its_turn_in_an_epoch() -> None:
    batches = mini_batches()
    found = numbers(batches, 0)
    assert [len(batch) for batch in found] == [3, 3, 3, 1]
    assert batches.per_epoch == 4
    assert sorted(number for batch in found for number in batch) == list(range(10))


def test_each_epoch_has_an_order_of_its_own_and_the_seed_decides_all() -> None:
    assert numbers(mini_batches(), 0) != numbers(mini_batches(), 1)
    assert numbers(mini_batches(seed=1), 0) != numbers(mini_batches(), 0)
    assert numbers(mini_batches(), 1) == numbers(mini_batches(), 1)


def test_an_epoch_goes_on_in_the_middle_as_it_would_have() -> None:
    assert numbers(mini_batches(), 2, first=2) == numbers(mini_batches(), 2)[2:]


def test_labels_go_with_their_samples() -> None:
    for X, Y, _ in mini_batches().of_epoch(0):
        assert X.dtype == Y.dtype == np.float32
        assert Y.argmax(axis=1).tolist() == (np.rint(X[:, 0] * 255).astype(int) % 2).tolist()


def test_pixels_reach_an_augmentation_from_0_to_1() -> None:
    seen: list[Array] = []

    def look(X: Array, rng: np.random.Generator) -> Array:
        seen.append(X.copy())
        return 1 - X

    batches = mini_batches(size=10, augment=look)
    X, _, _ = next(batches.of_epoch(0))
    assert seen[0].max() == pytest.approx(9 / 255)
    np.testing.assert_array_equal(X, 1 - seen[0])
    assert batches.augmentation == "test_pixels_reach_an_augmentation_from_0_to_1.<locals>.look"


def test_an_augmentation_that_changes_the_shape_is_refused() -> None:
    batches = mini_batches(augment=lambda X, rng: X[:, :2])
    with pytest.raises(ShapeError, match=r"augment must keep the shape \(3, 4\); it returned \(3, 2\)"):
        next(batches.of_epoch(0))
