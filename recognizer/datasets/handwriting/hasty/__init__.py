"""The writing styles of people in a hurry, a module for each digit.

They stand beside the styles of `digits`: a digit is written in fewer strokes, runs on, stays open or is cut
short, and can often only be told by its neighbours.
"""

from recognizer.datasets.handwriting.hasty import eight, five, four, nine, one, seven, six, three, two, zero
from recognizer.datasets.handwriting.variation import Style

__all__ = ["STYLES"]

STYLES: dict[int, list[tuple[float, Style]]] = {
    digit: module.STYLES
    for digit, module in enumerate((zero, one, two, three, four, five, six, seven, eight, nine))
}
"""For each digit its styles, and how often one meets them beside each other."""
