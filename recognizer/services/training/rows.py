"""Train the network that reads whole rows, on synthetic numbers that are written while it learns."""

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from recognizer.datasets.mnist import Mnist, load_mnist
from recognizer.datasets.numbers.strips import rows
from recognizer.nn.errors import FileFormatError
from recognizer.nn.io.files import read_tensor_header, read_tensors, write_tensors
from recognizer.nn.row_network import RowNetwork
from recognizer.nn.sequences.decoding import plain_text
from recognizer.nn.sequences.trainer import LabelledRow, RowRecipe, RowTrainer
from recognizer.services.errors import ServiceError

ROW_ARCHITECTURE: dict[str, Any] = {
    "input_shape": [32, 128, 1],
    "layers": [
        {"type": "conv2d", "filters": 16, "kernel": 3, "padding": 1, "activation": "relu"},
        {"type": "max_pool2d", "size": 2},
        {"type": "conv2d", "filters": 32, "kernel": 3, "padding": 1, "activation": "relu"},
        {"type": "max_pool2d", "size": 2},
        {"type": "conv2d", "filters": 64, "kernel": 3, "padding": 1, "activation": "relu"},
        {"type": "max_pool2d", "size": [2, 1]},
        {"type": "conv2d", "filters": 128, "kernel": 3, "padding": 1, "activation": "relu"},
        {"type": "conv2d", "filters": 160, "kernel": [4, 3], "padding": [0, 1], "activation": "relu"},
        {"type": "conv2d", "filters": 160, "kernel": [1, 5], "padding": [0, 2], "activation": "relu"},
        {"type": "conv2d", "filters": 22, "kernel": 1},
        {"type": "columns", "places": 2},
    ],
}
"""Ten digits and nothing, twice in each column of pooled pixels: a place is two pixels wide."""

VALIDATION_SEED = 900_001
VALIDATION_ROWS = 1500

TRAINING_SEED = 100_000
"""Chunks are written from seeds above this; each by writers of its own."""

AHEAD = 2
"""Chunks that are written while the network learns from another."""


@dataclass(frozen=True, kw_only=True)
class RowTraining:
    """What is asked for."""

    chunks: int = 44
    """How many times new rows are written."""
    chunk_rows: int = 4096
    """Rows of each, about."""
    passes: int = 2
    """How often the network learns from a row."""
    seed: int = 0
    learning_rate: float = 0.002
    """η of Adam at its highest; a network that has learnt already goes on with less."""

    @property
    def recipe(self) -> RowRecipe:
        """The recipe for so many rows."""
        usual = RowRecipe(steps=1)
        steps = self.chunks * self.chunk_rows * self.passes // usual.batch_size
        return RowRecipe(steps=steps, learning_rate=self.learning_rate)


@dataclass(frozen=True, kw_only=True)
class RowProgress:
    """How far a training is."""

    chunk: int
    cost: float
    """The mean of −ln p(text) in the latest chunk, before each step."""
    accuracy: float | None
    """Of the validation set, rows read without a mistake; None where it was not looked at."""


def labelled(
    count: int, seed: int, mnist: Path | None = None, split: Literal["training", "validation"] = "training"
) -> list[LabelledRow]:
    """Return strips of numbers and their digits; some are set in digits of MNIST, if its folder is given."""
    digits = None if mnist is None else getattr(_loaded(mnist), split)
    return [(row.strip, tuple(map(int, row.text))) for row in rows(count, seed=seed, digits=digits)]


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Mnist:
    """Read MNIST, once in each process."""
    return load_mnist(folder)


def train_rows(
    training: RowTraining,
    *,
    mnist: Path | None = None,
    start: RowNetwork | None = None,
    checkpoint: Path | None = None,
    on_progress: Callable[[RowProgress], None] = lambda _progress: None,
) -> RowNetwork:
    """Train a network that reads rows.

    Parameters
    ----------
    training : RowTraining
        What is asked for. The same always gives the same network on the same machine.
    mnist : Path, optional
        The folder of MNIST, of whose real digits some rows are made; without it all are synthetic.
    start : RowNetwork, optional
        A network of the same architecture, from whose parameters it goes on.
    checkpoint : Path, optional
        Where the state is kept after each chunk, and taken up if it is there.
    on_progress : callable
        Is told after each chunk.

    Raises
    ------
    ServiceError
        If the checkpoint is of another training, or damaged.
    """
    network = RowNetwork.build(ROW_ARCHITECTURE, rng=np.random.default_rng([training.seed, 30]))
    if start is not None:
        network.vector.values[...] = start.vector.values
    trainer = RowTrainer(network, training.recipe)
    description = _described(training, mnist, start)
    first = _resume(trainer, description, checkpoint) if checkpoint and checkpoint.exists() else 0
    validation = labelled(VALIDATION_ROWS, VALIDATION_SEED, mnist, "validation")
    for chunk, written in _chunks(training, first, mnist):
        rng = np.random.default_rng([training.seed, chunk, 31])
        costs = [trainer.train(written, rng) for _ in range(training.passes)]
        if checkpoint:
            metadata = {"training": description, "chunks": str(chunk + 1)}
            write_tensors(checkpoint, trainer.state(), metadata)
        looked = (chunk + 1) % 5 == 0 or chunk + 1 == training.chunks
        accuracy = accuracy_on(trainer.averaged(), validation) if looked else None
        on_progress(RowProgress(chunk=chunk + 1, cost=costs[-1], accuracy=accuracy))
    return trainer.averaged()


def accuracy_on(network: RowNetwork, rows: Sequence[LabelledRow]) -> float:
    """Return the share of rows that are read without a mistake, taking the likeliest label of each place."""
    right = [plain_text(network.predict(strip)) == text for strip, text in rows]
    return float(np.mean(right))


def _chunks(training: RowTraining, first: int, mnist: Path | None) -> Iterator[tuple[int, list[LabelledRow]]]:
    """Yield the chunks from the first on, written in a process of their own while one is learnt."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        waiting: list[Future[list[LabelledRow]]] = []
        asked = first
        for chunk in range(first, training.chunks):
            while asked < min(chunk + 1 + AHEAD, training.chunks):
                seed = TRAINING_SEED + training.seed * 10_000 + asked
                waiting.append(pool.submit(labelled, training.chunk_rows, seed, mnist))
                asked += 1
            yield chunk, waiting.pop(0).result()


def _described(training: RowTraining, mnist: Path | None, start: RowNetwork | None) -> str:
    """Return what tells one training from another."""
    began = hashlib.sha256(start.vector.values.tobytes()).hexdigest() if start is not None else None
    return json.dumps({**asdict(training), "real_digits": mnist is not None, "start": began})


def _resume(trainer: RowTrainer, description: str, checkpoint: Path) -> int:
    """Take up the state of a checkpoint and return how many chunks it has seen."""
    try:
        with checkpoint.open("rb") as file:
            header = read_tensor_header(file)
            if header.metadata.get("training") != description:
                raise ServiceError("{file} is of another training.", file=str(checkpoint))
            state = read_tensors(file, header)
        trainer.restore(state)
        return int(header.metadata["chunks"])
    except (FileFormatError, KeyError, ValueError) as error:
        raise ServiceError("{file} cannot be gone on with.", file=str(checkpoint)) from error
