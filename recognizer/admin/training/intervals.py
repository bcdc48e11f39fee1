"""Small charts of intervals: where a difference of two shares lies, beside 0."""

from collections.abc import Sequence
from typing import Any

from recognizer.charts import Area, Axis, Box, svg

WIDTH, HEIGHT = 180, 28
"""In pixels."""
LOOKS = {True: "c2", False: "c1", None: "c5"}
"""The colour of what passed, failed, or cannot be told."""


def interval_chart(check: dict[str, Any], group: Sequence[dict[str, Any]]) -> bytes:
    """Return a line from one end of the interval to the other, a dot at the difference, and a line at 0.

    All of a group have one scale, which has 0 in the middle, so that their charts can be compared. What
    cannot be told may reach beyond its ends, and is cut there.
    """
    most = scale_of(group)
    box = Box(4, 2, WIDTH - 4, HEIGHT - 2)
    area = Area(box=box, x=Axis(low=-most, high=most), y=Axis(low=0, high=1))
    middle, look = area.place(0, 0)[0], LOOKS[check["passed"]]
    difference = (check["gained"] - check["lost"]) / check["n"]
    parts = [
        f'<path class="frame" d="M{middle} {box.top:g}V{box.bottom:g}"/>',
        area.line([max(-most, check["low"]), min(most, check["high"])], [0.5, 0.5], look),
        *(end(area, share, look) for share in (check["low"], check["high"]) if abs(share) <= most),
        area.dots([difference], [0.5], look),
    ]
    return svg(WIDTH, HEIGHT, parts)


def scale_of(group: Sequence[dict[str, Any]]) -> float:
    """Return the largest difference that a group's charts show."""
    told = [check for check in group if check["n"] and check["passed"] is not None]
    known = told or [check for check in group if check["n"]]
    dots: list[float] = [abs(check["gained"] - check["lost"]) / check["n"] for check in group if check["n"]]
    ends = [abs(float(check[side])) for check in known for side in ("low", "high")]
    most: float = max([0.005, *dots, *ends])
    return 1.05 * most


def end(area: Area, share: float, look: str) -> str:
    """Draw an end of the interval."""
    return area.line([share, share], [0.3, 0.7], look)
