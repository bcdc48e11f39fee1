"""Formulas in templates: {% math "a = σ(z)" %} within a line, {% formula "a = σ(z)" %} on its own."""

import re
from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from recognizer.mathml import mathml
from recognizer.services.course.surfaces import SURFACES, Surface

register = template.Library()

WORDS: Mapping[str, str | Promise] = {
    "and": pgettext_lazy("formula", "and"),
    "for": pgettext_lazy("formula", "for"),
    "for the quadratic cost": pgettext_lazy("formula", "for the quadratic cost"),
    "if": pgettext_lazy("formula", "if"),
    "in": pgettext_lazy("formula", "in"),
    "mean": pgettext_lazy("formula", "mean"),
    "out": pgettext_lazy("formula", "out"),
    "output": pgettext_lazy("formula", "output"),
    "quotient": pgettext_lazy("formula", "quotient"),
    "so": pgettext_lazy("formula", "so"),
    "threshold": pgettext_lazy("formula", "threshold"),
}
"""All words that formulas in templates have between quotes; commas and spaces around them stay."""
WORD = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
QUOTED = re.compile(r'"[^"]*"')


@register.simple_tag
def math(notation: str) -> SafeString:
    """Return a formula within a line."""
    return mark_safe(mathml(in_own_words(notation)))  # noqa: S308 - made of escaped pieces


@register.simple_tag
def formula(*notations: str) -> SafeString:
    """Return formulas that belong together, each on a line of its own."""
    lines = "".join(mathml(in_own_words(notation), block=True) for notation in notations)
    return mark_safe(f'<div class="formula" tabindex="0">{lines}</div>')  # noqa: S308 - made of escaped pieces


@register.filter
def with_formulas(text: str | Promise) -> SafeString:
    """Return a text with a formula for each notation that it has between backticks."""
    words_and_notations = str(text).split("`")
    pieces = [math(piece) if at % 2 else escape(piece) for at, piece in enumerate(words_and_notations)]
    return mark_safe("".join(pieces))  # noqa: S308 - made of escaped pieces


@register.simple_tag
def surfaces() -> Mapping[str, Surface]:
    """Return the functions for a ball to roll down, by name."""
    return SURFACES


def in_own_words(notation: str) -> str:
    """Return a formula with its words in the language of whoever is served now."""
    return QUOTED.sub(lambda quoted: WORD.sub(translated, quoted.group()), notation)


def translated(word: re.Match[str]) -> str:
    """Return a word of a formula in that language."""
    return str(WORDS[word.group()])
