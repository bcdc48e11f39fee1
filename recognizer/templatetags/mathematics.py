"""Formulas in templates: {% math "a = σ(z)" %} within a line, {% formula "a = σ(z)" %} on one of its own."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from recognizer.mathml import mathml

register = template.Library()


@register.simple_tag
def math(notation: str) -> SafeString:
    """Return a formula within a line."""
    return mark_safe(mathml(notation))  # noqa: S308 - made of escaped pieces


@register.simple_tag
def formula(notation: str) -> SafeString:
    """Return a formula on a line of its own."""
    return mark_safe(f'<div class="formula" tabindex="0">{mathml(notation, block=True)}</div>')  # noqa: S308
