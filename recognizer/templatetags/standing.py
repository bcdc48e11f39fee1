"""How the site stands, for the first page of the admin."""

from django import template
from django.template.context import Context

from recognizer.admin import standing as found

register = template.Library()


@register.simple_tag(takes_context=True)
def site_standing(context: Context) -> found.Standing | None:
    """Return how the site stands, as far as whoever looks may know."""
    return found.standing(context["user"])


@register.simple_tag(takes_context=True)
def own_reviews(context: Context) -> int | None:
    """Return how many drawings wait for the review of whoever looks."""
    return found.waiting_for_review(context["user"])


@register.filter
def in_milliseconds(seconds: float) -> float:
    """Return a time in milliseconds."""
    return 1000 * seconds
