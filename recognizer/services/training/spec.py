"""The specification of a training, as plain values."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from recognizer import nn
from recognizer.datasets.augmentation import Augmentation
from recognizer.datasets.handwriting import HandwritingMix
from recognizer.services.training.people import PeopleMix

INPUTS = 28 * 28
CLASSES = 10

ROWS_OF_LIVE, NO_ROWS = "live", "none"
"""Whose network of rows a version is given when it is trained: the live version's, or none."""


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
    people: PeopleMix | None = None
    """What people gave, to learn from beside the rest."""
    rows: str = NO_ROWS
    """`ROWS_OF_LIVE` or `NO_ROWS`."""
    options: dict[str, Any] = field(default_factory=dict)
    """What was asked for beyond the preset, by the command's option names."""

    @property
    def outputs(self) -> int:
        """Ten, or eleven with one for what is no digit."""
        units: int = self.architecture["layers"][-1]["units"]
        return units

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
            **({} if self.people is None else {"people": as_dict(self.people)}),
            **self.recipe.to_json(),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the spec as JSON, for the queue."""
        return {
            **asdict(self),
            "recipe": self.recipe.to_json(),
            "augmentation": as_dict(self.augmentation),
            "handwriting": as_dict(self.handwriting),
            "people": as_dict(self.people),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read a spec that `to_json` wrote, in this release or an earlier one."""
        augmentation, handwriting = values.get("augmentation"), values.get("handwriting")
        people = values.get("people")
        return cls(
            **{
                **values,
                "recipe": nn.Recipe.from_json(values["recipe"]),
                "augmentation": Augmentation(**augmentation) if augmentation else None,
                "handwriting": HandwritingMix(**handwriting) if handwriting else None,
                "people": PeopleMix(**people) if people else None,
            }
        )


def as_dict(values: Augmentation | HandwritingMix | PeopleMix | None) -> dict[str, Any] | None:
    """Return a dataclass as JSON can hold it."""
    return None if values is None else asdict(values)
