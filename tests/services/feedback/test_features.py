"""What a version makes of tiles, and the nearest known digits."""

from pathlib import Path

import numpy as np
import pytest

from recognizer import nn
from recognizer.models import SampleState
from recognizer.services.feedback import features
from recognizer.services.feedback.features import (
    Known,
    known_digits,
    look_at,
    nearest_known,
    reviewed,
    tiles_of,
)
from recognizer.services.recognition.tiles import network_input
from recognizer.services.versions.registry import loaded_file
from tests.support.given import BAR, sample
from tests.support.versions import CONVOLUTIONAL, write_network


def known(values: list[int], labels: list[int]) -> Known:
    return Known(hidden=np.array(values, np.float16)[:, None], labels=np.array(labels))


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_the_nearest_come_first_whichever_source_they_are_of(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "CHUNK", chunk)
    sources = [known([0, 5, 9], [1, 2, 3]), known([1, 4], [4, 5])]
    found = nearest_known(np.array([[0.25], [8.0]]), sources, 3)
    assert found.labels.tolist() == [[1, 4, 5], [3, 2, 5]]
    expected = np.array([[0.25, 0.75, 3.75], [1, 3, 4]])
    np.testing.assert_allclose(found.distances, expected, rtol=1e-5)


def test_digits_written_alike_have_no_distance_in_whatever_order_a_processor_adds() -> None:
    digits = np.random.default_rng(0).random((50, 128)).astype(np.float32) * 100
    alike = Known(hidden=digits * np.float32(1 + 1e-6), labels=np.arange(50))
    found = nearest_known(digits, [alike], 1)
    assert found.labels[:, 0].tolist() == list(range(50))
    assert not found.distances.any()


def test_where_fewer_are_known_there_are_fewer() -> None:
    assert nearest_known(np.zeros((2, 1)), [known([1], [7])], 3).labels.tolist() == [[7], [7]]
    assert nearest_known(np.zeros((2, 1)), [], 3).labels.shape == (2, 0)


def test_a_look_is_that_of_the_network(tmp_path: Path) -> None:
    path = write_network(tmp_path / "network.safetensors", CONVOLUTIONAL["architecture"])
    version = loaded_file(path)
    tiles = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    looks = look_at(version, tiles)
    outputs = version.network.predict(network_input(tiles))
    np.testing.assert_allclose(
        looks.probabilities, nn.tempered(outputs, version.temperature), rtol=1e-5, atol=1e-7
    )
    assert looks.hidden.shape == (3, 9)


@pytest.mark.django_db
def test_tiles_of_samples() -> None:
    tiles = tiles_of([sample(), sample(tile=255 - BAR)])
    np.testing.assert_array_equal(tiles, [BAR, 255 - BAR])


@pytest.mark.django_db
def test_what_reviewers_agree_on_is_known(tmp_path: Path) -> None:
    version = loaded_file(write_network(tmp_path / "network.safetensors", CONVOLUTIONAL["architecture"]))
    assert reviewed(version) == []
    sample(state=SampleState.AGREED, label=7)
    sample(said=3)
    (found,) = reviewed(version)
    assert found.labels.tolist() == [7]
    np.testing.assert_allclose(found.hidden, look_at(version, BAR[None]).hidden)


@pytest.mark.django_db
def test_known_digits_are_those_of_all_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = loaded_file(write_network(tmp_path / "network.safetensors", CONVOLUTIONAL["architecture"]))
    asked: list[tuple[str, int]] = []

    def prepared(source: str, _version: object, *, step: int) -> Known | None:
        asked.append((source, step))
        return known([1, 2], [3, 4]) if source == "drawn" else None  # which could not be prepared

    monkeypatch.setattr(features, "available_sources", lambda: ["mnist", "drawn"])
    monkeypatch.setattr(features, "prepared", prepared)
    sample(state=SampleState.AGREED, label=7)
    assert [each.labels.tolist() for each in known_digits(version)] == [[3, 4], [7]]
    assert asked == [("mnist", 6), ("drawn", 1)]
