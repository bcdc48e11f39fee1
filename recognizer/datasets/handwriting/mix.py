"""How much synthetic handwriting joins a training."""

from dataclasses import dataclass

from recognizer.datasets.errors import HandwritingError
from recognizer.datasets.ranges import check_ranges

MAX_SYNTHETIC = 2_000_000


@dataclass(frozen=True, kw_only=True)
class HandwritingMix:
    """What is written beside MNIST's pictures, as plain numbers.

    Raises
    ------
    HandwritingError
        If a value is not a whole number in the range below.
    """

    synthetic_digits: int = 0
    """Digits, 0 to 2,000,000."""
    synthetic_strangers: int = 0
    """Drawings that are no digits, 0 to 2,000,000; with any, the network has an eleventh output for them."""
    synthetic_writers: int = 5000
    """How many people wrote them, 1 to 2,000,000."""
    mnist_copies: int = 1
    """How often MNIST's own training pictures are among the samples, 1 to 2,000,000."""

    def __post_init__(self) -> None:
        check_ranges(
            self,
            {
                "synthetic_digits": (0, MAX_SYNTHETIC),
                "synthetic_strangers": (0, MAX_SYNTHETIC),
                "synthetic_writers": (1, MAX_SYNTHETIC),
                "mnist_copies": (1, MAX_SYNTHETIC),
            },
            HandwritingError,
        )
