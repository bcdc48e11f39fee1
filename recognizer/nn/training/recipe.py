"""A training recipe: plain values that say how a network is trained, and nothing else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from recognizer.nn.costs import COSTS
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.optim.optimizers import OPTIMIZERS
from recognizer.nn.optim.schedules import SCHEDULES
from recognizer.phrases import Phrase

__all__ = ["Recipe"]

# field → (least, most, whether the most itself is allowed)
RANGES: dict[str, tuple[float, float, bool]] = {
    "learning_rate": (0, 1e6, True),
    "momentum": (0, 1, False),
    "weight_decay": (0, 1, False),
    "warmup_steps": (0, 10**9, True),
    "step_epochs": (1, 10**6, True),
    "step_factor": (0, 1, True),
    "epochs": (0, 10**6, True),
    "batch_size": (1, 10**9, True),
    "l1": (0, 1e6, True),
    "l2": (0, 1e6, True),
    "label_smoothing": (0, 1, False),
    "ema_decay": (0, 1, False),
    "early_stopping": (0, 10**6, True),
    "seed": (0, 2**63, False),
}

NAMES = {"cost": COSTS, "optimizer": OPTIMIZERS, "schedule": SCHEDULES}


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train. The defaults are the deck's: quadratic cost, plain descent, η = 3, m = 10, 30 epochs.

    Raises
    ------
    ConfigurationError
        On construction, naming the field, what it may be and what came.
    """

    cost: str = "quadratic"
    """"quadratic", or "cross_entropy" for sigmoid or softmax outputs."""

    optimizer: str = "sgd"
    """"sgd", "momentum", "nesterov", "adam" or "adamw"."""

    learning_rate: float = 3.0
    """η, the size of a step; with a schedule the largest."""

    momentum: float = 0.9
    """μ of "momentum" and "nesterov"; the others take no notice of it."""

    weight_decay: float = 0.0
    """Of "adamw": the share of each weight that a step at η = 1 would take away."""

    schedule: str = "constant"
    """How η varies: "constant", "step" or "cosine" (down to 0 at the end of the last epoch)."""

    warmup_steps: int = 0
    """Mini-batches in which η first rises evenly from nothing."""

    step_epochs: int = 10
    """Of the schedule "step": how many epochs a step lasts."""

    step_factor: float = 0.1
    """Of the schedule "step": what η is multiplied by after each step."""

    epochs: int = 30
    """How often training goes through all samples."""

    batch_size: int = 10
    """m, the samples in a mini-batch; 1 is on-line learning."""

    l1: float = 0.0
    """λ of the penalty λ/n Σ|w| (book, chapter 3), n being the number of training samples."""

    l2: float = 0.0
    """λ of the penalty λ/2n Σw² (book, chapter 3)."""

    label_smoothing: float = 0.0
    """The share of each wanted output that is spread over all classes."""

    ema_decay: float = 0.0
    """Decay of the moving average of the weights that is validated and kept; 0 turns it off."""

    early_stopping: int = 0
    """Stop after so many epochs without a better one; 0 turns it off."""

    seed: int = 0
    """Decides the order of samples, augmentation and dropout."""

    def __post_init__(self) -> None:
        for field, names in NAMES.items():
            if getattr(self, field) not in names:
                raise ConfigurationError(
                    "{field} must be one of {names}; got {found}",
                    field=field,
                    names=", ".join(names),
                    found=repr(getattr(self, field)),
                )
        for field, (least, most, inclusive) in RANGES.items():
            self._check_range(field, least, most, inclusive=inclusive)
        if self.weight_decay > 0 and self.optimizer != "adamw":
            raise ConfigurationError(
                "weight_decay is for adamw (others take l2); got optimizer {optimizer}",
                optimizer=repr(self.optimizer),
            )

    def _check_range(self, field: str, least: float, most: float, *, inclusive: bool) -> None:
        """Raise a ConfigurationError unless a field holds a number of its type and range."""
        value = getattr(self, field)
        kind = type(getattr(type(self), field))
        right_type = isinstance(value, int | kind) and not isinstance(value, bool)
        if not right_type or not (least <= value <= most) or (value == most and not inclusive):
            limit = most if inclusive else Phrase("below {limit}", limit=most)
            raise ConfigurationError(
                "{field} must be {kind} from {least} to {most}; got {value}",
                field=field,
                kind=Phrase("an integer") if kind is int else Phrase("a number"),
                least=least,
                most=limit,
                value=f"{value!r:.100}",
            )

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a dict that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Recipe":
        """Return the recipe with these fields; those left out have their defaults."""
        known = [field.name for field in fields(cls)]
        unknown = [name for name in values if name not in known]
        if unknown:
            raise ConfigurationError(
                "a recipe has the fields {known}; got {unknown}",
                known=", ".join(known),
                unknown=", ".join(map(str, unknown)),
            )
        return cls(**values)
