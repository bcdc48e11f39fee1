"""What a larger network and what better data gave: figures of docs/training.md, for the course (deck 2.5)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class DataFigure:
    """A training, and what came of it."""

    name: "_StrPromise"
    mnist: str
    """Percent of MNIST's test set, read rightly."""
    drawn: str
    """Percent of the drawn benchmark."""
    command: str
    """What makes the figures."""

    @property
    def wrong(self) -> float:
        """Percent of the drawn benchmark that is read wrongly."""
        return round(100 - float(self.drawn), 2)


DATA_FIGURES = (
    DataFigure(
        name=_("The lecture’s network, 784-30-10"),
        mnist="95.55",
        drawn="79.65",
        command="train_network --preset deck",
    ),
    DataFigure(
        name=_("The same algorithm, a network of more than three times the size, 784-100-10"),
        mnist="97.70",
        drawn="84.45",
        command="train_network --preset deck --sizes 784,100,10",
    ),
    DataFigure(
        name=_("The lecture’s network again, shown 50,000 digits of synthetic handwriting as well"),
        mnist="94.99",
        drawn="94.67",
        command="train_network --preset deck --synthetic-digits 50000 --synthetic-writers 10000",
    ),
    DataFigure(
        name=_("What ships: a convolutional network, and still more data"),
        mnist="99.52",
        drawn="98.85",
        command="train_network --preset best --seed 0",
    ),
)
