"""What training did, epoch by epoch."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["EpochRecord", "History"]


@dataclass(frozen=True, kw_only=True)
class EpochRecord:
    """One epoch."""

    epoch: int
    """Counted from 0."""

    training_cost: float
    """Mean cost of the samples as they were trained on, without penalties."""

    validation_cost: float | None
    """Mean cost of the validation samples after the epoch, their labels not smoothed; None without any."""

    validation_correct: int | None
    """How many of them are right."""

    validation_size: int | None
    """How many there are."""

    learning_rate: float
    """η of the last mini-batch."""

    seconds: float
    """How long the epoch took, validation included."""

    def is_better_than(self, other: "EpochRecord | None") -> bool:
        """Whether more is right, or as much at less cost; without validation the later is the better."""
        if other is None or self.validation_correct is None or other.validation_correct is None:
            return True
        if self.validation_correct != other.validation_correct:
            return self.validation_correct > other.validation_correct
        return (self.validation_cost or 0.0) < (other.validation_cost or 0.0)


@dataclass(kw_only=True)
class History:
    """All epochs so far."""

    epochs: list[EpochRecord] = field(default_factory=list)

    @property
    def best(self) -> EpochRecord | None:
        """The record of the best epoch; None before the first has ended."""
        best = None
        for record in self.epochs:
            if record.is_better_than(best):
                best = record
        return best

    @property
    def best_epoch(self) -> int | None:
        """The number of the best epoch; None before the first has ended."""
        return None if self.best is None else self.best.epoch

    def to_json(self) -> dict[str, Any]:
        """Return the history as a dict that JSON can hold."""
        return {"best_epoch": self.best_epoch, "epochs": [asdict(record) for record in self.epochs]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "History":
        """Return the history that ``to_json`` gave these values for."""
        return cls(epochs=[EpochRecord(**record) for record in values["epochs"]])
