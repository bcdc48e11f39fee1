"""What people gave, made for tests: synthetic digits in a hand of their own, and networks that know it."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.datasets.handwriting import HandwritingMix
from recognizer.models import NO_DIGIT, DataSet, ModelVersion, Status
from recognizer.services.data_sets.files import file_of, store
from recognizer.services.data_sets.people import DEVICES, PARTS, PeopleData
from recognizer.services.evaluation.synthetic import WrittenTiles, write_tiles
from recognizer.services.versions.registry import complete_version
from tests.support.versions import facts

PEOPLE, OF_EACH = 45, 12
OUTPUTS = 11


@cache
def written(digits: int, strangers: int, seed: int) -> WrittenTiles:
    """Return synthetic handwriting."""
    return write_tiles(
        HandwritingMix(synthetic_digits=digits, synthetic_strangers=strangers, synthetic_writers=100),
        seed=seed,
    )


def people_who_lie_down() -> PeopleData:
    """Return what 45 people gave, who write all digits lying on their side; a third of them in each part."""
    tiles = written(PEOPLE * OF_EACH, 0, 71)
    person = np.repeat(np.arange(PEOPLE), OF_EACH)
    return PeopleData(
        images=np.ascontiguousarray(np.rot90(tiles.images, axes=(1, 2))),
        labels=tiles.labels,
        people=tuple(f"{place:010x}" for place in range(PEOPLE)),
        person=person,
        part=(person % len(PARTS)).astype(np.uint8),
        device=(person // len(PARTS) % 2).astype(np.uint8),
        devices=DEVICES,
        sample=np.arange(len(person)) + 1,
        by_lot=np.ones(len(person), dtype=np.uint8),
    )


def registered(data: PeopleData, name: str = "Spring") -> DataSet:
    """Store a data set and return its row."""
    stored = store(file_of(data, {"name": name}))
    return DataSet.objects.create(
        name=name, sha256=stored.sha256, file_size=stored.size, samples=len(data.labels)
    )


def learned(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], weight: float = 1.0, *, seed: int = 0
) -> nn.Network:
    """Return a small network that learned from synthetic handwriting and these samples beside it."""
    base = written(3000, 600, 72)
    network = nn.Network.build(
        nn.dense_architecture([784, 48, OUTPUTS], hidden="relu", output="softmax"),
        initializer="he",
        rng=np.random.default_rng(seed),
    )
    recipe = nn.Recipe(
        cost="cross_entropy", optimizer="adam", learning_rate=2e-3, batch_size=32, epochs=12, seed=seed
    )
    X = np.concatenate([base.images, images]).reshape(-1, 784)
    y = np.concatenate([base.labels, labels])
    sample_weight = np.concatenate([np.ones(len(base.labels)), np.full(len(labels), weight)])
    nn.Trainer(network, recipe, (X, y), sample_weight=sample_weight).run()
    return network


def ready(network: nn.Network, name: str, **changes: Any) -> ModelVersion:
    """Keep a network as a ready version."""
    version = ModelVersion.objects.create(name=name, status=Status.TRAINING, **changes)
    complete_version(version, network, facts(name, mnist_accuracy=0.9, drawn_accuracy=0.9))
    return version


NONE = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8)


def scribbles_as_digits(count: int = 240) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return drawings that are no digits, each said to be one."""
    tiles = written(0, count, 73)
    assert (tiles.labels == NO_DIGIT).all()
    return tiles.images, (np.arange(count) % 10).astype(np.uint8)
