"""How often readings seem to be right, as charts."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recognizer.admin.versions.diagrams import NARROW, WIDE
from recognizer.charts import DASHES, Area, Axis, Box, axis_of, laid_out, svg
from recognizer.services.watching.drift import Share
from recognizer.services.watching.series import Found

MAX_LINES = len(DASHES)

Line = tuple[str, Sequence[Found]]
"""A name, and what is known of each day."""


def chart_of_days(days: Sequence[Found], *, narrow: bool = False) -> bytes:
    """Return the estimate of each day with its interval, and what review found."""
    width, height = NARROW if narrow else WIDE
    top, key = laid_out(
        [
            (_("estimated (%)"), "line c0"),
            (_("interval of 95 %"), "band c0"),
            (_("found by review (%), with its interval"), "dot c1"),
        ],
        width,
    )
    reviewed = [found for found in days if found.review is not None]
    reviews = [found.review for found in reviewed if found.review is not None]
    shares = [found.estimate for found in days]
    area = area_of(days, [*shares, *reviews], Box(0, top, width, height), narrow=narrow)
    x, there = places(days), places(reviewed)
    low, high = per_cent(share.low for share in shares), per_cent(share.high for share in shares)
    least, most = per_cent(share.low for share in reviews), per_cent(share.high for share in reviews)
    return svg(width, height, [
        key,
        area.frame(x_name=_("day")),
        area.band(x, low, high, "c0"),
        area.line(x, per_cent(share.share for share in shares), "c0"),
        area.spans(there, least, most, "c1"),
        area.dots(there, per_cent(share.share for share in reviews), "c1"),
    ])  # fmt: skip


def chart_of_lines(lines: Sequence[Line], *, narrow: bool = False) -> bytes:
    """Return the estimates of several versions or devices by day, over each other."""
    width, height = NARROW if narrow else WIDE
    lines = lines[:MAX_LINES]
    looks = [f"c{place} dash{place}" for place in range(len(lines))]
    top, key = laid_out(
        [(name, f"line {look}") for (name, _days), look in zip(lines, looks, strict=True)], width
    )
    days = [found for _name, found_days in lines for found in found_days]
    area = area_of(days, [found.estimate for found in days], Box(0, top, width, height), narrow=narrow)
    drawn = [
        area.line(places(found), per_cent(each.estimate.share for each in found), look)
        for (_name, found), look in zip(lines, looks, strict=True)
    ]
    return svg(width, height, [key, area.frame(x_name=_("day")), *drawn])


def area_of(days: Sequence[Found], shares: Sequence[Share], box: Box, *, narrow: bool) -> Area:
    """Return the part of a chart that these days and shares need."""
    bounds = [100 * bound for share in shares for bound in (share.low, share.high)]
    y = axis_of(bounds, 6)
    return Area(box=box.inside(left=y.room, right=40), x=day_axis(days, 4 if narrow else 8), y=y)


def day_axis(days: Sequence[Found], most: int) -> Axis:
    """Return an axis of days with at most so many of them named."""
    numbers = places(days)
    first, last = int(min(numbers)), int(max(numbers))
    step = max(1, -(-(last - first + 1) // most))
    ticks = [
        (float(number), date_format(date.fromordinal(number), "MONTH_DAY_FORMAT"))
        for number in range(last, first - 1, -step)
    ]
    return Axis(low=first - 0.5, high=last + 0.5, ticks=ticks)


def places(days: Iterable[Found]) -> list[float]:
    """Return where days lie on the axis."""
    return [float(found.key.toordinal()) for found in days]


def per_cent(shares: Iterable[float]) -> list[float]:
    """Return shares in per cent."""
    return [100 * share for share in shares]
