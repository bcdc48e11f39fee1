"""Samples of a data set by label and part, as a chart."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from recognizer.charts import Area, Axis, Box, laid_out, round_step, svg
from recognizer.models import NO_DIGIT, Part

WIDE, NARROW = (864, 320), (400, 300)
"""Size in pixels for a desktop and for a phone, whose text is as large."""
BAR = 0.26
"""Width of a bar where a label has 1."""
TICKS = 5


def label_chart(statistics: Mapping[str, Any], *, narrow: bool = False) -> bytes:
    """Return bars for each label, one for each part, as high as it has samples."""
    width, height = NARROW if narrow else WIDE
    looks = {part: f"bar c{place}" for place, part in enumerate(Part)}
    top, key = laid_out([(str(part.label), look) for part, look in looks.items()], width)
    labels = range(NO_DIGIT + 1)
    counts = {part: [of_label(statistics, label, part) for label in labels] for part in Part}
    y = from_zero(max(map(max, counts.values())))
    names = [
        (float(label), pgettext("label", "none") if label == NO_DIGIT else str(label)) for label in labels
    ]
    area = Area(
        box=Box(0, top, width, height).inside(left=y.room),
        x=Axis(low=-0.6, high=NO_DIGIT + 0.6, ticks=names),
        y=y,
    )
    bars = [
        area.bars(
            [label + (place - 1) * BAR for label in labels], counts[part], BAR, look.removeprefix("bar ")
        )
        for place, (part, look) in enumerate(looks.items())
    ]
    return svg(width, height, [key, area.frame(x_name=_("label")), *bars])


def of_label(statistics: Mapping[str, Any], label: int, part: Part) -> int:
    """Return how many samples a label has in a part."""
    return int(statistics.get("labels", {}).get(str(label), {}).get(part.value, 0))


def from_zero(most: int) -> Axis:
    """Return an axis of counts from none to the most."""
    step = round(max(1, round_step(max(most, 1) / TICKS)))
    ticks = [(float(tick), f"{tick:,}") for tick in range(0, most + step, step)]
    return Axis(
        low=0, high=max(most, step) * 1.05, ticks=[tick for tick in ticks if tick[0] <= max(most, step)]
    )
