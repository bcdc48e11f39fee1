"""An interrupted training run in a file: all that it takes to go on as if nothing had happened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.errors import ConfigurationError, FileFormatError
from recognizer.nn.io.files import parse_json_object, read_tensor_header, read_tensors, write_tensors
from recognizer.nn.training.history import History
from recognizer.phrases import Phrase, message_of

__all__ = ["Checkpoint", "read_checkpoint", "write_checkpoint"]

FORMAT = "digitweb-checkpoint"
FORMAT_VERSION = "1"
HISTORY = "history"


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The state of a run between two mini-batches.

    Of random numbers nothing is kept: see :mod:`recognizer.nn.training.randomness`.
    """

    setup: dict[str, Any]
    """What must be the same for the run to go on: architecture, dtype, recipe and the samples' prints."""

    epoch: int
    """Epochs done."""

    batch: int
    """Mini-batches done in the current epoch."""

    epoch_cost: float
    """Sum of the costs of the samples of the current epoch so far."""

    epoch_seconds: float
    """How long the current epoch has taken so far."""

    history: History
    """The epochs done."""

    arrays: dict[str, Array]
    """Vectors of the length of all parameters: the parameters themselves, the best ones, and so on."""


def write_checkpoint(path: Path | str, checkpoint: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all.

    The history grows with every epoch, so it is an array, the bytes of its JSON: a header has its limit.
    """
    state = {
        "setup": checkpoint.setup,
        "epoch": checkpoint.epoch,
        "batch": checkpoint.batch,
        "epoch_cost": checkpoint.epoch_cost,
        "epoch_seconds": checkpoint.epoch_seconds,
    }
    metadata = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "state": json.dumps(state, allow_nan=False),
    }
    history = json.dumps(checkpoint.history.to_json(), allow_nan=False).encode()
    write_tensors(path, {**checkpoint.arrays, HISTORY: np.frombuffer(history, np.uint8)}, metadata)


def read_checkpoint(path: Path | str, *, setup: Mapping[str, Any], arrays: Mapping[str, Array]) -> Checkpoint:
    """Read a checkpoint of the given setup.

    Parameters
    ----------
    path : path
        The file.
    setup : mapping
        What the checkpoint's setup must be equal to.
    arrays : mapping of str to Array
        By name, arrays of the shape and type that the checkpoint's must have; it may have "best" besides.

    Raises
    ------
    FileFormatError
        If the file is no checkpoint, damaged, or of another version.
    ConfigurationError
        If the checkpoint is of another run; the message names what differs.
    """
    with Path(path).open("rb") as file:
        header = read_tensor_header(file)
        state = parse_state(header.metadata)
        check_setup(state["setup"], setup)
        found = {name: (entry.dtype, entry.shape) for name, entry in header.tensors.items()}
        wanted = {name: (array.dtype, array.shape) for name, array in arrays.items()}
        wanted[HISTORY] = (np.dtype(np.uint8), found.get(HISTORY, (None, ()))[1])  # as long as it may be
        if "best" in found:  # not there before the first epoch has ended
            wanted["best"] = wanted["parameters"]
        if found != wanted:
            raise FileFormatError(
                "the checkpoint must hold the arrays {wanted}; got {found}", wanted=wanted, found=found
            )
        tensors = read_tensors(file, header)
    try:
        history = History.from_json(parse_json_object(tensors.pop(HISTORY).tobytes(), Phrase("the history")))
        return Checkpoint(**state, history=history, arrays=tensors)
    except (TypeError, KeyError) as error:
        raise FileFormatError(
            "the checkpoint's state is damaged: {reason}", reason=message_of(error)
        ) from error


def parse_state(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Return the state that a checkpoint's header holds, or raise a FileFormatError."""
    if metadata.get("format") != FORMAT:
        raise FileFormatError(
            "the file's format must be {format}; got {found}",
            format=FORMAT,
            found=f"{metadata.get('format')!r:.100}",
        )
    if metadata.get("format_version") != FORMAT_VERSION:
        version = metadata.get("format_version")
        raise FileFormatError(
            "format_version must be {expected}; got {version}",
            expected=FORMAT_VERSION,
            version=f"{version!r:.100}",
        )
    state = parse_json_object(metadata.get("state", ""), Phrase("the state"))
    if not isinstance(state.get("setup"), dict):
        raise FileFormatError(
            "the state must have a setup; got {found}", found=", ".join(state) or Phrase("nothing")
        )
    return state


def check_setup(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise a ConfigurationError that names the first difference between two setups."""
    for name, value in wanted.items():
        other = found.get(name)
        if isinstance(value, dict) and isinstance(other, dict):
            check_setup(other, value)
        elif other != value:
            raise ConfigurationError(
                "the checkpoint is of another run: its {name} is {other}, here it is {value}",
                name=name,
                other=f"{other!r:.200}",
                value=f"{value!r:.200}",
            )
