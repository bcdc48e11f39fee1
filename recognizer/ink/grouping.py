"""Which ink belongs to one digit: spans that overlap in x, read from left to right."""

from collections.abc import Mapping
from typing import TypeVar

Span = tuple[float, float]
"""Left and right end of a piece of ink."""

Key = TypeVar("Key")

OVERLAP = 0.0


def group_by_overlap(spans: Mapping[Key, Span], *, tolerance: float) -> list[list[Key]]:
    """
    Group spans that overlap by more than a tolerance, from left to right.

    Parameters
    ----------
    spans
        Left and right end of each piece, in any unit.
    tolerance
        Overlap in the same unit that neighbours may have by chance; negative where a gap is still one digit.

    Returns
    -------
    list[list[Key]]
        The keys of each group, in the order of ``spans``.
    """
    groups: list[list[Key]] = []
    reach = 0.0
    for key in sorted(spans, key=spans.__getitem__):
        left, right = spans[key]
        if groups and reach - left > tolerance:
            groups[-1].append(key)
            reach = max(reach, right)
        else:
            groups.append([key])
            reach = right
    order = {key: place for place, key in enumerate(spans)}
    return [sorted(group, key=order.__getitem__) for group in groups]
