"""On what a network was trained."""

import platform
import subprocess
from pathlib import Path

import numpy as np
import pytest

from recognizer.services.training import environment
from recognizer.services.training.environment import training_environment
from recognizer.services.versions.model_card import METADATA_KEY, VersionFacts
from tests.support.versions import facts


def test_it_names_what_the_last_digits_of_a_result_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    found = training_environment()
    assert found["Python"] == f"CPython {platform.python_version()}"
    assert found["NumPy"] == np.__version__
    assert "blas" in found["BLAS"].lower()
    assert found["BLAS threads"] == "3 (OPENBLAS_NUM_THREADS)"
    assert int(found["cores"]) >= 1


def test_without_a_word_on_threads_all_cores_count(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.THREAD_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert training_environment()["BLAS threads"] == f"{environment.cores()} (all cores)"


def test_the_revision_says_whether_files_were_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    assert environment.revision() == ""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    (tmp_path / "file").write_text("one")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"]):
        subprocess.run([*git, *words], check=True)
    clean = environment.revision()
    assert len(clean) == 12
    (tmp_path / "file").write_text("two")
    assert environment.revision() == f"{clean}+"


def test_a_file_from_before_has_no_environment() -> None:
    metadata = facts("Old").to_metadata()
    text = metadata[METADATA_KEY].replace('"environment": {}, ', "")
    assert "environment" not in text
    assert VersionFacts.from_metadata({METADATA_KEY: text}).environment == {}
