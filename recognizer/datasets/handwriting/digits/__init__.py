"""The writing styles of the world, a module for each digit.

Each style is a function from a writer's numbers to the strokes of the pen.
"""

from recognizer.datasets.handwriting.digits import eight, five, four, nine, one, seven, six, three, two, zero
from recognizer.datasets.handwriting.variation import Style

__all__ = ["STYLES"]

STYLES: dict[int, list[tuple[float, Style]]] = {
    digit: module.STYLES
    for digit, module in enumerate((zero, one, two, three, four, five, six, seven, eight, nine))
}
"""For each digit its styles, and how often one meets them beside each other."""
