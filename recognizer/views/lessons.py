"""The pages of the course: what they are called, in which order they come, and what each is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One page of the course."""

    slug: str
    """The last part of its address; the URL is named `learn-<slug>`, the template `learn/<slug>.html`."""
    number: str
    """As the lecture numbers its sections."""
    title: "_StrPromise"
    about: "_StrPromise"
    """What a reader finds there, in one or two sentences."""
    sections: Mapping[str, "_StrPromise"] = field(default_factory=dict)
    """Headings by the anchors that they have, in their order."""

    @property
    def url_name(self) -> str:
        """Return the name of the URL."""
        return f"learn-{self.slug}"

    @property
    def template_name(self) -> str:
        """Return the path of the template."""
        return f"recognizer/learn/{self.slug}.html"


NEURAL_NETWORKS = Lesson(
    slug="neural-networks",
    number="1",
    title=_("Neural networks"),
    about=_(
        "From a decision with three reasons to a network that reads your digit: perceptrons, sigmoid "
        "neurons, and what a small change of a weight does."
    ),
    sections={
        "prototype": _("Six digits, and no rule for them"),
        "perceptron": _("A decision: the car show"),
        "committee": _("A network of perceptrons"),
        "nand": _("A gate, and an adder built of it"),
        "sigmoid": _("Step against sigmoid"),
        "change": _("A small change in a weight"),
        "layers": _("Layers, and how many"),
        "recurrent": _("Feedforward against recurrent"),
        "cutting": _("From a number to digits"),
        "digits": _("Why 784 inputs and ten outputs"),
    },
)
GRADIENT_DESCENT = Lesson(
    slug="gradient-descent",
    number="2",
    title=_("Stochastic gradient descent"),
    about=_(
        "A ball that rolls into a valley of cost, the learning rate, mini-batches, and a network that is "
        "trained while you watch."
    ),
    sections={
        "samples": _("Seventy thousand digits: MNIST"),
        "cost": _("The quadratic cost on real digits"),
        "ball": _("A ball that rolls downhill"),
        "solve": _("Why not solve ∇C = 0?"),
        "rate": _("The learning rate"),
        "many": _("Not two variables, but 23,860"),
        "batch": _("Mini-batches: a gradient from a few digits"),
        "train": _("Training, epoch by epoch"),
        "data": _("Good data beat clever algorithms"),
        "deep": _("Deep networks"),
    },
)
BACKPROPAGATION = Lesson(
    slug="backpropagation",
    number="3",
    title=_("Backpropagation"),
    about=_("One step of learning from your drawing: four equations with all their numbers, each checked."),
    sections={
        "walk": _("One step, there and back"),
        "forward": _("Feedforward in matrix notation"),
        "cost": _("The cost, and two things it must allow"),
        "hadamard": _("The Hadamard product"),
        "bp1": _("BP1: the error of the output layer"),
        "bp2": _("BP2: the error carried back"),
        "bp3": _("BP3: the bias"),
        "bp4": _("BP4: the weights"),
        "step": _("Take the step"),
        "saturation": _("Saturated neurons learn slowly"),
        "proofs": _("The four proofs"),
        "program": _("The short program, line by line"),
    },
)
SUMMARY = Lesson(
    slug="summary",
    number="4",
    title=_("Summary"),
    about=_(
        "The whole algorithm as a list whose lines open the code that does it, and the four steps that read "
        "your drawing."
    ),
    sections={
        "training": _("Training a network"),
        "file": _("Six steps to a saved file"),
        "recognition": _("Four steps to an answer"),
        "sources": _("Sources"),
    },
)

LESSONS = (NEURAL_NETWORKS, GRADIENT_DESCENT, BACKPROPAGATION, SUMMARY)

INSIDE_TITLE = _("Look inside")
INSIDE_SECTIONS: Mapping[str, "_StrPromise"] = {
    "layers": _("Layer by layer"),
    "evidence": _("Which ink spoke for it"),
    "why": _("Why not another digit?"),
    "neighbours": _("The nearest known digits"),
}
"""Headings of the view into the network, by the anchors that they have."""
