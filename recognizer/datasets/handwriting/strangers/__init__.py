"""What people draw that is no digit: letters, signs, scribbles."""

from recognizer.datasets.handwriting.strangers.letters import LETTERS
from recognizer.datasets.handwriting.strangers.scribbles import SCRIBBLES
from recognizer.datasets.handwriting.strangers.signs import SIGNS

__all__ = ["LETTERS", "SCRIBBLES", "SIGNS"]
