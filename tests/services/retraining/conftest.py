"""A gate that takes seconds: few strangers and numbers, small networks that learned from different people."""

import numpy as np
import pytest
from pytest_django import Settings

from recognizer import nn
from recognizer.models import DataSet, ModelVersion, Part
from recognizer.services.retraining import readers
from tests.support.people import NONE, learned, people_who_lie_down, ready, registered, scribbles_as_digits
from tests.support.versions import put_live


@pytest.fixture(scope="session")
def networks() -> dict[str, nn.Network]:
    """One that was live before anybody gave anything, a good challenger, and challengers of bad teachers."""
    given = people_who_lie_down().of(Part.TRAINING)
    flipped = (given.labels + 1 + np.arange(len(given)) % 9) % 10
    sevens = np.where(given.labels == 1, 7, given.labels)
    upright = np.ascontiguousarray(np.rot90(given.images, axes=(2, 1)))
    both = np.concatenate([given.images, upright]), np.concatenate([sevens, sevens])
    scribbles, said = scribbles_as_digits()
    scribbled = np.concatenate([given.images, scribbles]), np.concatenate([given.labels, said])
    return {
        "live": learned(*NONE),
        "good": learned(given.images, given.labels, 2.0),
        "flipped": learned(given.images, flipped.astype(np.uint8), 2.0),
        "sevens": learned(*both, 20.0),
        "scribbled": learned(*scribbled, 10.0),
    }


@pytest.fixture
def quick_gate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small networks pass that differ by chance, and read less."""
    settings.ACTIVATION_MARGIN = 8
    monkeypatch.setattr(readers, "STRANGERS", 300)
    monkeypatch.setattr(readers, "NUMBERS", 12)


@pytest.fixture
def data_set() -> DataSet:
    """What people gave."""
    return registered(people_who_lie_down())


@pytest.fixture
def live(networks: dict[str, nn.Network], mnist: object, quick_gate: None) -> ModelVersion:
    """The version that is live, which knows nothing of digits that lie down."""
    version = ready(networks["live"], "Live")
    put_live(version)
    version.refresh_from_db()
    return version
