"""Handwriting of the whole world, synthesised: strokes of digits, and of what is no digit."""

from recognizer.datasets.handwriting.digits import STYLES
from recognizer.datasets.handwriting.generator import NO_DIGIT, Writers, Written
from recognizer.datasets.handwriting.hasty import STYLES as HASTY_STYLES
from recognizer.datasets.handwriting.mix import HandwritingMix

__all__ = ["HASTY_STYLES", "NO_DIGIT", "STYLES", "HandwritingMix", "Writers", "Written"]
