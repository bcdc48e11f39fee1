"""A stroke of a round pen on a picture."""

from collections.abc import Sequence

from PIL import ImageDraw


def paint(painter: ImageDraw.ImageDraw, path: Sequence[tuple[float, float]], pen: float) -> None:
    """Paint a stroke in full ink, its ends and corners round: the path and the width of the pen in pixels."""
    painter.line(path, fill=255, width=max(1, round(pen)), joint="curve")
    for x, y in path:
        painter.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=255)
