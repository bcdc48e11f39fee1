"""Facts of model versions as people read them."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from recognizer.services.evaluation.comparison import layer_text

register = template.Library()
register.filter("layer", layer_text)


def rounded(number: float, places: int) -> str:
    """Return a number with so many decimal places; Django alone would cut it off, not round it."""
    return number_format(round(number, places), places)


@register.filter
def percentage(share: float | None) -> str:
    """Return 0.9812 as 98.12 %."""
    return "–" if share is None else f"{rounded(100 * share, 2)} %"


@register.filter
def thousands(number: int) -> str:
    """Return 1411611 as 1,411,611."""
    return number_format(number, force_grouping=True)


@register.filter
def milliseconds(value: float) -> str:
    """Return a time with three significant digits."""
    return f"{rounded(value, 2 if value < 9.995 else 1 if value < 99.95 else 0)} ms"


@register.filter
def duration(seconds: float) -> str:
    """Return 754.2 as 12 min 34 s."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)d s") % {"seconds": rest}


@register.filter
def shape(lengths: list[int] | None) -> str:
    """Return [28, 28, 1] as 28 × 28 × 1."""
    return " × ".join(map(str, lengths)) if lengths else "–"


@register.filter
def breakable(name: str) -> SafeString:
    """Let a long name go on in the next line behind a dot or an underscore."""
    return mark_safe(re.sub(r"([._])", r"\1<wbr>", escape(name)))  # noqa: S308 - escaped just here


@register.filter
def plain(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a JSON value in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    return str(value)
