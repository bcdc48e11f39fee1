"""What tests of watching share."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recognizer.models import ModelVersion
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.reading import Reading, recognize_strokes
from recognizer.services.versions.registry import register_file
from tests.support.versions import register_good_version, write_untrained_network

ReadingOf = Callable[..., Reading]


@pytest.fixture
def good(tmp_path: Path) -> ModelVersion:
    """A version that reads as the live one does."""
    return register_good_version(tmp_path)


@pytest.fixture
def untrained(tmp_path: Path) -> ModelVersion:
    """A version that has learned nothing."""
    return register_file(write_untrained_network(tmp_path / "untrained.safetensors"))


@pytest.fixture
def reading_of() -> ReadingOf:
    """Returns the live version's reading of a digit, with other values in it."""

    def read(digit: int = 7, **changes: object) -> Reading:
        return replace(recognize_strokes(STROKES[digit], mode="digit"), **changes)  # type: ignore[arg-type]

    return read
