"""Drawings as small pictures, from the strokes that were kept."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

SIDE = 100.0
"""The longer side of a drawing, without the margin."""
MARGIN = 8.0
MIN_SHARE = 0.3
"""The shorter side is at least this part of the longer one."""

Strokes = Sequence[Sequence[Sequence[float]]]


def drawing(strokes: Strokes, label: str) -> SafeString:
    """Return strokes as an SVG that says `label` to whoever does not see it."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return SafeString("")
    lefts, tops = zip(*((point[0], point[1]) for point in points), strict=True)
    width, height = max(lefts) - min(lefts), max(tops) - min(tops)
    scale = SIDE / (max(width, height) or 1.0)
    box = [max(MIN_SHARE * SIDE, side * scale) + 2 * MARGIN for side in (width, height)]
    moved = [
        (box[0] - width * scale) / 2 - min(lefts) * scale,
        (box[1] - height * scale) / 2 - min(tops) * scale,
    ]
    return format_html(
        '<svg class="watch-drawing" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        f"{box[0]:.0f}",
        f"{box[1]:.0f}",
        label,
        "".join(path_of(stroke, scale, moved) for stroke in strokes if stroke),
    )


def path_of(stroke: Sequence[Sequence[float]], scale: float, moved: Sequence[float]) -> str:
    """Return a stroke as the data of a path; one point is a dot."""
    places = [f"{point[0] * scale + moved[0]:.1f} {point[1] * scale + moved[1]:.1f}" for point in stroke]
    return f"M{places[0]}" + ("".join(f"L{place}" for place in places[1:]) or "h0")
