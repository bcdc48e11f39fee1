"""The exercises at the end of a section: {% exercises "bp4" %}."""

from typing import Any

from django import template
from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("recognizer/learn/_exercises.html", takes_context=True)
def exercises(context: RequestContext, section: str) -> dict[str, Any]:
    """Return the exercises of a section of the page, which its view knows."""
    return {"page": context["page"], "section": section, "exercises": context["exercises"][section]}
