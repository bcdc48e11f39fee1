import math
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from recognizer.nn import (
    Callback,
    ConfigurationError,
    EpochRecord,
    FileFormatError,
    History,
    Network,
    Recipe,
    RunState,
    Trainer,
    dense_architecture,
    save_network,
)
from recognizer.nn.arrays import Array
from recognizer.nn.parallel import ProductThreads, Workers
from recognizer.nn.training.checkpoints import Checkpoint, read_checkpoint, write_checkpoint
from recognizer.nn.training.mini_batches import Augment
from tests.nn.helpers import blobs
from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import ROOT

# Everything that has a state of its own or draws random numbers: Adam, EMA, dropout, augmentation, schedule.
RECIPE = Recipe(
    cost="cross_entropy",
    optimizer="adam",
    learning_rate=0.01,
    schedule="cosine",
    warmup_steps=5,
    epochs=4,
    batch_size=10,
    l2=0.1,
    label_smoothing=0.1,
    ema_decay=0.9,
    seed=5,
)


class KillAt(Callback):
    """Saves a checkpoint every few mini-batches, and at a later one kills its own process."""

    def __init__(self, path: Path, *, save_every: int, kill_at: int) -> None:
        self.path = path
        self.save_every = save_every
        self.kill_at = kill_at

    def on_batch_end(self, state: RunState) -> None:
        if state.steps % self.save_every == 0:
            state.save_checkpoint(self.path)
        if state.steps == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def noisy(X: Array, rng: np.random.Generator) -> Array:
    return np.clip(X + rng.normal(0, 0.05, X.shape), 0, 1)


@dataclass(frozen=True)
class Noise:
    size: float = 0.05

    def __call__(self, X: Array, rng: np.random.Generator) -> Array:
        return np.clip(X + rng.normal(0, self.size, X.shape), 0, 1)


def dropping_network() -> Network:
    architecture = dense_architecture([8, 6, 3], hidden="relu", output="softmax")
    architecture["layers"].insert(1, {"type": "dropout", "rate": 0.3})
    return Network.build(architecture, initializer="he", rng=np.random.default_rng(0))


def trainer(recipe: Recipe = RECIPE, *callbacks: Callback, n: int = 96) -> Trainer:
    return Trainer(dropping_network(), recipe, blobs(n, seed=1), blobs(40, seed=2), noisy, callbacks)


def run_until_killed(path: Path) -> None:
    """What the child process does: 10 mini-batches an epoch, a checkpoint amid the third."""
    trainer(RECIPE, KillAt(path, save_every=8, kill_at=29)).run()


def outcome(t: Trainer) -> tuple[Array, list[EpochRecord]]:
    history = t.run()
    return t.network.vector.values.copy(), [replace(record, seconds=0.0) for record in history.epochs]


def test_a_run_that_was_killed_and_resumed_ends_with_the_same_bits(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint"
    code = f"import pathlib, {__name__} as test; test.run_until_killed(pathlib.Path({str(path)!r}))"
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=PATIENCE_SECONDS)
    assert killed.returncode == -signal.SIGKILL

    resumed = trainer()
    resumed.state.load_checkpoint(path)
    assert (resumed.state.epoch, resumed.state.batch) == (2, 4)
    values, records = outcome(resumed)

    expected_values, expected_records = outcome(trainer())
    assert values.tobytes() == expected_values.tobytes()
    assert records == expected_records


class SaveAt(Callback):
    def __init__(self, path: Path, step: int) -> None:
        self.path = path
        self.step = step

    def on_batch_end(self, state: RunState) -> None:
        if state.steps == self.step:
            state.save_checkpoint(self.path)

    def on_epoch_end(self, state: RunState, record: EpochRecord) -> None:
        self.on_batch_end(state)


@pytest.mark.parametrize("step", [1, 10, 19, 40])
def test_it_resumes_from_any_mini_batch(tmp_path: Path, step: int) -> None:
    expected_values, expected_records = outcome(trainer(RECIPE, SaveAt(tmp_path / "c", step)))
    resumed = trainer()
    resumed.state.load_checkpoint(tmp_path / "c")
    values, records = outcome(resumed)
    assert values.tobytes() == expected_values.tobytes()
    assert records == expected_records


def saved(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoint"
    trainer(RECIPE, SaveAt(path, 15)).run()
    return path


def test_it_does_not_resume_another_recipe_or_other_samples(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with pytest.raises(ConfigurationError, match="of another run: its seed is 5, here it is 6"):
        trainer(replace(RECIPE, seed=6)).state.load_checkpoint(path)
    with pytest.raises(
        ConfigurationError, match=r"its training is 'float32 \(96, 8\) .*here it is 'float32 \(95, 8\)"
    ):
        trainer(n=95).state.load_checkpoint(path)


@pytest.mark.parametrize(
    ("augment", "message"),
    [
        (None, "its augment is 'noisy', here it is None"),
        (lambda X, rng: X, "its augment is 'noisy', here it is '<lambda>'"),
        (Noise(), r"its augment is 'noisy', here it is 'Noise\(size=0.05\)'"),
    ],
)
def test_it_does_not_resume_with_another_augmentation(
    tmp_path: Path, augment: Augment | None, message: str
) -> None:
    path = saved(tmp_path)
    other = Trainer(dropping_network(), RECIPE, blobs(96, seed=1), blobs(40, seed=2), augment)
    with pytest.raises(ConfigurationError, match=message):
        other.state.load_checkpoint(path)


def test_it_does_not_resume_with_another_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    count = Workers().count
    monkeypatch.setattr(ProductThreads, "usual", count + 1)
    with pytest.raises(ConfigurationError, match=f"its worker_count is {count}, here it is {count + 1}"):
        trainer().state.load_checkpoint(path)


def test_an_architecture_with_tuples_is_resumed(tmp_path: Path) -> None:
    def with_tuple(*callbacks: Callback) -> Trainer:
        architecture = {**dense_architecture([8, 3]), "input_shape": (8,)}
        return Trainer(Network(architecture), Recipe(epochs=1), blobs(20), callbacks=callbacks)

    with_tuple(SaveAt(tmp_path / "c", 1)).run()
    resumed = with_tuple()
    resumed.state.load_checkpoint(tmp_path / "c")
    assert resumed.state.steps == 1


def test_a_long_history_fits(tmp_path: Path) -> None:
    record = trainer(replace(RECIPE, epochs=1)).run().epochs[0]
    long = [replace(record, epoch=epoch) for epoch in range(10_000)]
    arrays = {"parameters": np.zeros(3)}
    checkpoint = Checkpoint(
        setup={},
        epoch=10_000,
        batch=0,
        epoch_cost=0.0,
        epoch_seconds=0.0,
        history=History(epochs=long),
        arrays=arrays,
    )
    write_checkpoint(tmp_path / "c", checkpoint)
    found = read_checkpoint(tmp_path / "c", setup={}, arrays=arrays)
    assert found.history.epochs == long
    assert found.arrays.keys() == arrays.keys()


@pytest.mark.parametrize("cost", [math.inf, math.nan])
def test_what_json_does_not_have_is_not_written(tmp_path: Path, cost: float) -> None:
    checkpoint = Checkpoint(
        setup={}, epoch=0, batch=1, epoch_cost=cost, epoch_seconds=0.0, history=History(), arrays={}
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_checkpoint(tmp_path / "c", checkpoint)
    assert list(tmp_path.iterdir()) == []


def test_it_does_not_resume_what_is_no_checkpoint_or_a_damaged_one(tmp_path: Path) -> None:
    path = saved(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(FileFormatError, match="cut off"):
        trainer().state.load_checkpoint(path)
    path.write_bytes(whole.replace(b'"format_version":"1"', b'"format_version":"9"'))
    with pytest.raises(FileFormatError, match="format_version must be 1; got '9'"):
        trainer().state.load_checkpoint(path)
    save_network(path, dropping_network(), {})
    with pytest.raises(FileFormatError, match="format must be digitweb-checkpoint; got 'digitweb-network'"):
        trainer().state.load_checkpoint(path)


def test_a_failed_resume_changes_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    t = trainer()
    with pytest.raises(FileFormatError):
        t.state.load_checkpoint(path)
    expected, _ = outcome(trainer())
    assert outcome(t)[0].tobytes() == expected.tobytes()


def test_it_does_not_save_weights_that_are_not_those_to_go_on_with(tmp_path: Path) -> None:
    t = trainer()
    t.run()
    with pytest.raises(ConfigurationError, match="between mini-batches only: do it in a callback"):
        t.state.save_checkpoint(tmp_path / "c")
    assert list(tmp_path.iterdir()) == []
