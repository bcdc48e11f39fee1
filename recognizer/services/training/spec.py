"""The specification of a training, as plain values."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from recognizer import nn
from recognizer.datasets.augmentation import Augmentation
from recognizer.datasets.handwriting import HandwritingMix

INPUTS = 28 * 28
CLASSES = 10


@dataclass(frozen=True, kw_only=True)
class TrainingSpec:
    """All values that determine a training; stored with it, and repeatable by one command."""

    name: str
    preset: str = "deck"
    architecture: dict[str, Any] = field(default_factory=lambda: nn.dense_architecture([INPUTS, 30, CLASSES]))
    initializer: str = "scaled_normal"
    recipe: nn.Recipe = field(default_factory=nn.Recipe)
    augmentation: Augmentation | None = None
    handwriting: HandwritingMix | None = None
    options: dict[str, Any] = field(default_factory=dict)
    """What was asked for beyond the preset, by the command's option names."""

    @property
    def command(self) -> str:
        """The command line that repeats this training."""
        words = ["python", "manage.py", "train_network", "--preset", self.preset]
        for option, value in {**self.options, "seed": self.recipe.seed}.items():
            words += [f"--{option.replace('_', '-')}", str(value)]
        return shlex.join(words)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """All the numbers that shape the training, for the version's row and file."""
        return {
            "preset": self.preset,
            "initializer": self.initializer,
            "augmentation": as_dict(self.augmentation),
            "handwriting": as_dict(self.handwriting),
            **self.recipe.to_json(),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the spec as JSON, for the queue."""
        return {
            **asdict(self),
            "recipe": self.recipe.to_json(),
            "augmentation": as_dict(self.augmentation),
            "handwriting": as_dict(self.handwriting),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read a spec that `to_json` wrote, in this release or an earlier one."""
        augmentation, handwriting = values.get("augmentation"), values.get("handwriting")
        return cls(
            **{
                **values,
                "recipe": nn.Recipe.from_json(values["recipe"]),
                "augmentation": Augmentation(**augmentation) if augmentation else None,
                "handwriting": HandwritingMix(**handwriting) if handwriting else None,
            }
        )


def as_dict(values: Augmentation | HandwritingMix | None) -> dict[str, Any] | None:
    """Return a dataclass as JSON can hold it."""
    return None if values is None else asdict(values)
