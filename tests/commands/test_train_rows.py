"""`manage.py train_rows`: a small training, joined to the digits that ship; what cannot be is refused."""

from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recognizer.management.commands import train_rows as command
from recognizer.models import ModelVersion
from recognizer.nn.io.persistence import load_network
from recognizer.services.paths import PRETRAINED
from recognizer.services.training import rows as training
from recognizer.services.versions.registry import load_version, register_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # it trains


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validate on few rows."""
    monkeypatch.setattr(training, "VALIDATION_ROWS", 8)


@pytest.mark.usefixtures("_small")
def test_it_makes_a_version_of_new_rows_and_known_digits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "both.safetensors"
    call_command("train_rows", chunks=1, chunk_rows=64, name="Rows", no_mnist=True, output=output)

    version = ModelVersion.objects.get(name="Rows")
    loaded, shipped = load_version(version), load_network(PRETRAINED)
    assert loaded.rows is not None
    assert (loaded.network.vector.values == shipped.network.vector.values).all()
    assert version.parameters == loaded.network.parameter_count + loaded.rows.vector.values.size
    assert version.hyperparameters["rows"]["chunks"] == 1
    assert version.hyperparameters["rows"]["real_digits"] is False
    assert load_network(output).rows is not None
    assert f"activate_version {version.number}" in capsys.readouterr().out


@pytest.mark.usefixtures("_small", "mnist")
def test_it_goes_on_from_the_rows_of_a_version_with_real_digits() -> None:
    shipped = register_file(PRETRAINED)
    options = {"chunks": 1, "chunk_rows": 64, "learning_rate": 1e-6}
    call_command("train_rows", start=shipped.number, name="On", **options)

    version = ModelVersion.objects.get(name="On")
    assert version.hyperparameters["rows"]["real_digits"] is True
    assert version.hyperparameters["rows"]["from"] == str(shipped)
    before, after = load_version(shipped).rows, load_version(version).rows
    assert before is not None
    assert after is not None
    difference = np.abs(after.vector.values - before.vector.values).max()
    assert 0 < difference < 1e-3, "So small a rate hardly moves it."


def test_rows_of_another_architecture_are_not_gone_on_from(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = register_file(PRETRAINED)
    monkeypatch.setattr(command, "ROW_ARCHITECTURE", {"input_shape": [32, 128, 1], "layers": []})
    with pytest.raises(CommandError, match="--from: expected rows of the architecture trained here"):
        call_command("train_rows", start=shipped.number, no_mnist=True)


def test_rows_are_taken_or_gone_on_from_not_both() -> None:
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("train_rows", "--from", "1", "--rows-of", "1")


@pytest.mark.usefixtures("_small")
def test_it_goes_on_from_a_checkpoint_bit_for_bit(tmp_path: Path) -> None:
    whole = training.train_rows(training.RowTraining(chunks=2, chunk_rows=64))
    checkpoint = tmp_path / "rows.checkpoint"

    class Interrupted(Exception):
        pass

    def interrupt(_progress: training.RowProgress) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        training.train_rows(
            training.RowTraining(chunks=2, chunk_rows=64), checkpoint=checkpoint, on_progress=interrupt
        )
    gone_on = training.train_rows(training.RowTraining(chunks=2, chunk_rows=64), checkpoint=checkpoint)

    assert (gone_on.vector.values == whole.vector.values).all()


@pytest.mark.usefixtures("_small")
def test_the_checkpoint_of_another_training_is_refused(tmp_path: Path) -> None:
    checkpoint = tmp_path / "rows.checkpoint"
    call_command("train_rows", chunks=1, chunk_rows=64, no_mnist=True, checkpoint=checkpoint)
    with pytest.raises(CommandError, match="of another training"):
        call_command("train_rows", chunks=1, chunk_rows=96, no_mnist=True, checkpoint=checkpoint)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"chunks": 0}, "--chunks: expected 1 to 10000, found 0"),
        ({"chunk_rows": 3}, "--chunk-rows: expected 64 to 100000, found 3"),
        ({"learning_rate": 0.0}, "--learning-rate: expected more than 0 and at most 0.1, found 0.0"),
        ({"output": Path("/nowhere/at/all")}, "expected a file in an existing folder"),
    ],
)
def test_what_cannot_be_is_refused_at_once(options: dict[str, object], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("train_rows", **options)
