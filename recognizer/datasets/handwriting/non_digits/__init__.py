"""What people draw that is no digit: letters, signs, scribbles."""

from recognizer.datasets.handwriting.non_digits.letters import LETTERS
from recognizer.datasets.handwriting.non_digits.scribbles import SCRIBBLES
from recognizer.datasets.handwriting.non_digits.signs import SIGNS

__all__ = ["LETTERS", "SCRIBBLES", "SIGNS"]
