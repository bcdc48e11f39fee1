"""Which pieces of ink are one digit: for now those that lie above one another, read from left to right."""

from collections.abc import Mapping
from typing import TypeVar

Span = tuple[float, float]
"""Left and right end of a piece of ink."""

Key = TypeVar("Key")

OVERLAP = 0.33
"""Part of the narrower of two pieces that has to lie above or below the other."""


def group_by_overlap(spans: Mapping[Key, Span]) -> list[list[Key]]:
    """
    Group pieces of ink that overlap in x, from left to right.

    Neighbours in a row of digits touch or overlap a little; a delayed bar, or the second stroke of a 4, has a
    good part of itself within its digit.

    Parameters
    ----------
    spans
        Left and right end of each piece, in any unit, the width of the pen included: a vertical line has one.

    Returns
    -------
    list[list[Key]]
        The keys of each group, in the order of ``spans``.
    """
    groups: list[list[Key]] = []
    left = right = 0.0
    for key in sorted(spans, key=spans.__getitem__):
        start, end = spans[key]
        if groups and min(right, end) - start > OVERLAP * min(right - left, end - start):
            groups[-1].append(key)
            right = max(right, end)
        else:
            groups.append([key])
            left, right = start, end
    order = {key: place for place, key in enumerate(spans)}
    return [sorted(group, key=order.__getitem__) for group in groups]
