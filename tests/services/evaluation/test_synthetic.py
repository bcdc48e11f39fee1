"""Synthetic handwriting on its way into a training."""

import numpy as np
import pytest

from recognizer.datasets.handwriting import NO_DIGIT, HandwritingMix
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion
from recognizer.services.evaluation import synthetic as handwriting
from recognizer.services.evaluation.synthetic import drawn_benchmark, write_tiles
from recognizer.services.training.datasets import training_sets
from recognizer.services.training.presets import training_spec
from recognizer.services.training.run import train_version

MIX = HandwritingMix(synthetic_digits=60, synthetic_strangers=20, synthetic_writers=9)


def test_tiles_are_drawn_as_a_user_s_strokes_are() -> None:
    written = write_tiles(MIX, seed=3)
    assert written.images.shape == (80, 28, 28)
    assert written.images.dtype == np.uint8
    assert np.bincount(written.labels).tolist() == [6] * 10 + [20]
    inked = written.images > 0
    assert inked.any(axis=(1, 2)).all()
    assert (written.images.max(axis=(1, 2)) > 200).all()
    sides = [max(np.ptp(np.nonzero(tile), axis=1)) + 1 for tile in inked[:60]]
    assert 19 <= min(sides) <= max(sides) <= 22


def test_several_processes_draw_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = write_tiles(MIX, seed=3)
    monkeypatch.setattr(handwriting, "MIN_SAMPLES_FOR_PROCESSES", 1)
    assert np.array_equal(write_tiles(MIX, seed=3).images, alone.images)


def test_the_drawn_benchmark_is_the_same_every_time_and_written_by_others() -> None:
    benchmark = drawn_benchmark()
    assert len(benchmark.labels) == handwriting.BENCHMARK_DIGITS
    assert np.bincount(benchmark.labels).tolist() == [400] * 10
    assert handwriting.BENCHMARK_SEED != handwriting.VALIDATION_SEED
    assert max(handwriting.BENCHMARK_SEED, handwriting.VALIDATION_SEED) < handwriting.TRAINING_SEED


def test_a_spec_adds_handwriting_to_both_sets(mnist: Mnist) -> None:
    spec = training_spec("best", {"synthetic_digits": 100, "synthetic_strangers": 50})
    sets = training_sets(spec, mnist)
    assert len(sets.training[0]) == len(sets.training[1]) == 100_150  # MNIST twice
    assert len(sets.validation[0]) == len(sets.validation[1]) == 10_012
    assert sets.training[1].max() == NO_DIGIT
    images = mnist.training.images.reshape(-1, 784)
    assert np.array_equal(sets.training[0][:100_000], np.concatenate([images, images]))


def test_a_spec_without_handwriting_trains_on_mnist_alone(mnist: Mnist) -> None:
    sets = training_sets(training_spec("deck", {}), mnist)
    assert len(sets.training[0]) == 50_000
    assert sets.training[1].max() == 9


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_network_learns_what_is_no_digit(mnist: Mnist) -> None:
    options = {"sizes": [784, 10], "epochs": 1, "synthetic_digits": 300, "synthetic_strangers": 200}
    version: ModelVersion = train_version(training_spec("deck", options), mnist=mnist)
    assert version.architecture["layers"][-1]["units"] == 11
    assert version.drawn_accuracy is not None
    assert version.drawn_accuracy > 0.5
    assert version.temperature != 1
    assert version.hyperparameters["handwriting"]["synthetic_strangers"] == 200
    assert "--synthetic-strangers 200" in version.command
