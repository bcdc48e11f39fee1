"""`manage.py train_network`, as an operator types it."""

import io
import json
import signal
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion
from tests.support.patience import PATIENCE_SECONDS
from tests.support.processes import install

pytestmark = pytest.mark.django_db

QUICK = ("--sizes", "784,10", "--epochs", "2", "--name", "Quick")


def train(*arguments: str) -> str:
    output = io.StringIO()
    call_command("train_network", *arguments, stdout=output)
    return output.getvalue()


def test_it_prints_a_line_an_epoch_and_says_what_came_out(mnist: Mnist) -> None:
    lines = train(*QUICK).splitlines()
    version = ModelVersion.objects.get(name="Quick")
    for epoch, record in enumerate(version.epochs):
        assert lines[epoch] == f"Epoch {epoch}: {record['validation_correct']} / 10000"
    assert lines[2].startswith(
        f"Version {version.number} · Quick: {version.mnist_accuracy:.2%} of the MNIST test set"
    )
    assert lines[-1] == "Put it live in the admin, under Model versions, or train with --activate."


def test_it_activates_on_request(mnist: Mnist) -> None:
    said = train("--epochs", "2", "--name", "Live", "--activate", "--force", "For the lecture")
    assert "is live" in said
    assert ModelVersion.objects.get(status="active").name == "Live"


def test_a_worse_one_is_kept_but_not_put_live(mnist: Mnist) -> None:
    with pytest.raises(CommandError, match=r"is kept, but not live.* --force --reason"):
        train("--epochs", "1", "--name", "Worse", "--activate")
    assert ModelVersion.objects.get(name="Worse").status == "ready"


def test_it_writes_the_file_on_request(mnist: Mnist, tmp_path: Path) -> None:
    target = tmp_path / "network.safetensors"
    train(*QUICK, "--output", str(target))
    assert nn.load_network(target).network.architecture == ModelVersion.objects.get(name="Quick").architecture


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sizes", "784,thirty,10"], 'expected whole numbers such as 784,30,10, found "784,thirty,10"'),
        (["--sizes", "30,10"], "--sizes: expected 784,…,10"),
        (["--architecture", "no-such-file"], "expected a JSON object or a file of one"),
        (["--architecture", "{}"], "input_shape"),
        (["--epochs", "0"], "--epochs: expected at least 1, found 0."),
        (["--epochs", "many"], "argument --epochs: invalid int value: 'many'"),
        (["--learning-rate", "-3"], "learning_rate must be a number from 0"),
        (["--preset", "best of all"], "Expected one of the presets"),
        (["--output", "/no/such/folder/file"], "--output: expected a file in an existing folder"),
        (["--queue", "--force", "why"], "--force says why to put the version live: add --activate."),
        (["--queue", "--output", "x"], "leave out --queue or --output"),
        (["--force", "Why not"], "--force says why to put the version live: add --activate."),
    ],
)
def test_it_says_what_would_be_right(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as caught:
        train(*arguments)
    assert message in str(caught.value)
    assert ModelVersion.objects.count() == 1


def test_a_training_that_diverges_is_an_error_with_advice(mnist: Mnist) -> None:
    architecture = json.dumps(nn.dense_architecture([784, 30, 10], hidden="relu", output="linear"))
    with pytest.raises(CommandError, match="learning_rate"):
        train("--architecture", architecture, "--learning-rate", "1000", "--epochs", "1")


@pytest.mark.sqlite
def test_ctrl_c_at_the_terminal_keeps_the_best_epoch(
    tmp_path: Path, prepared: Path, mnist_folder: Path
) -> None:
    """Send a real SIGINT to a real process in its third epoch."""
    installation = install(tmp_path / "data", prepared, mnist_folder)
    training = ("train_network", "--sizes", "784,10", "--epochs", "1000")
    with installation.process(*training, output=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Epoch 0: ")
        assert process.stdout.readline().startswith("Epoch 1: ")
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, rest
    assert "of the drawn benchmark, best epoch" in rest
