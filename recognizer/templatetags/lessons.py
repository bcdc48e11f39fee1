"""Tags for facts of the live network, and for the code in the course's summary."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from recognizer.services.course.algorithm import SOURCES, VARYING
from recognizer.services.course.architecture_facts import ArchitectureFacts, loaded_architecture

register = template.Library()

NAMES = {"relu": "ReLU"}
"""Activation functions that are written otherwise than an architecture has them."""
WEIGHTED_INPUT = "<i>w</i>·<i>x</i> + <i>b</i>"
FORMULAS = {
    "sigmoid": f"<i>σ</i>({WEIGHTED_INPUT})",
    "tanh": f"tanh({WEIGHTED_INPUT})",
    "relu": f"max(0, {WEIGHTED_INPUT})",
    "softmax": f"softmax({WEIGHTED_INPUT})",
    "linear": WEIGHTED_INPUT,
}
"""What neurons make of their inputs, by their activation function."""


@register.simple_tag
def network_in_memory() -> ArchitectureFacts | None:
    """Return facts of the network in memory, for pages that must not need the database."""
    return loaded_architecture()


@register.filter
def activation_name(activation: str) -> str:
    """Return an activation function as one writes it."""
    return NAMES.get(activation, activation)


@register.filter
def neuron_formula(activations: str | Sequence[str]) -> SafeString:
    """Return what neurons compute, with one activation function or with several."""
    names = [activations] if isinstance(activations, str) else activations
    formulas = ", ".join(f"<i>a</i> = {FORMULAS[name]}" for name in names)
    return mark_safe(f'<span translate="no">{formulas}</span>')  # noqa: S308 - all from here


@register.inclusion_tag("recognizer/learn/_code.html")
def code(name: str) -> dict[str, Any]:
    """Return a piece of code to be opened; what not every version runs is hidden until a script knows."""
    qualified_name = getattr(SOURCES[name], "__qualname__", name)
    return {"name": name, "qualified_name": qualified_name, "is_hidden": name in VARYING}
