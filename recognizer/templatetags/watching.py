"""Shares of readings as people read them."""

from django import template

from recognizer.models import Device
from recognizer.services.watching.drift import Share
from recognizer.templatetags.versions import percentage, rounded

register = template.Library()


@register.filter
def whole_percentage(share: float) -> str:
    """Return 0.987 as 99 %."""
    return f"{rounded(100 * share, 0)} %"


@register.filter
def part_of(count: int, whole: int) -> str:
    """Return 3 of 4 as 75.00 %."""
    return percentage(count / whole if whole else None)


@register.filter
def interval(share: Share) -> str:
    """Return the bounds of a share, as in 91.2–95.0 %."""
    return f"{rounded(100 * share.low, 1)}–{rounded(100 * share.high, 1)} %"


@register.filter
def device_name(device: str) -> str:
    """Return a kind of device in the reader's language."""
    return str(Device(device).label)
