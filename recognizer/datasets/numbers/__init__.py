"""Whole numbers as people write them, synthesised: in one go, by one hand, on any paper."""

from recognizer.datasets.numbers.paper import photograph
from recognizer.datasets.numbers.writing import Number, numbers

__all__ = ["Number", "numbers", "photograph"]
