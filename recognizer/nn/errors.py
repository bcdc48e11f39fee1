"""Everything that can go wrong in the library, under one root."""

from recognizer.phrases import Phrase, PhraseError

__all__ = [
    "ConfigurationError",
    "DataError",
    "FileFormatError",
    "NetworkError",
    "NonFiniteCost",
    "ShapeError",
]


class NetworkError(PhraseError):
    """The root of all errors of :mod:`recognizer.nn`."""


class ConfigurationError(NetworkError):
    """An architecture, a recipe or a name that cannot be."""


class ShapeError(NetworkError):
    """An array of another shape than the network needs."""


class DataError(NetworkError):
    """Samples or labels of a wrong type, out of range, or not finite."""


class FileFormatError(NetworkError):
    """A file that is no saved network or checkpoint, or a damaged one."""


class NonFiniteCost(NetworkError):
    """The cost, or a weight and with it all further cost, became infinite or not a number: training is over.

    Parameters
    ----------
    epoch, batch : int
        Where it happened; both count from 0.
    cost : float
        What came instead of a cost.
    """

    def __init__(self, epoch: int, batch: int, cost: float) -> None:
        super().__init__(
            Phrase(
                "the cost became {cost} in epoch {epoch}, mini-batch {batch}; try a smaller learning_rate, "
                "more warmup_steps, or initial weights of a smaller scale",
                cost=cost,
                epoch=epoch,
                batch=batch,
            )
        )
        self.epoch = epoch
        self.batch = batch
        self.cost = cost
