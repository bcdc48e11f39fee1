"""What tests of the admin share."""

from pathlib import Path

import pytest

from recognizer.models import ModelVersion
from recognizer.services.release.activation import activate
from tests.support.versions import register_good_version


@pytest.fixture
def two(tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    """A live version with one to go back to, and one that is ready."""
    live, ready = (register_good_version(tmp_path, name) for name in ("Live", "Ready"))
    activate(live)
    return live, ready
