"""For whoever teaches with the course: what to do in 45 and in 90 minutes, and which address shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a lesson: one thing to show, at one address."""

    minutes: int
    title: "_StrPromise"
    do: "_StrPromise"
    """What teacher and class do."""
    url_name: str
    state: str = ""
    """Query and anchor of the address: the page as it is to be shown."""

    @property
    def address(self) -> str:
        """Return the address of the page in that state, from the root of the host."""
        return reverse(self.url_name) + self.state


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A lesson."""

    name: str
    title: "_StrPromise"
    parts: Sequence[Part] = field(default_factory=tuple)

    @property
    def timed_parts(self) -> list[tuple[int, Part]]:
        """Return each part with the minute at which it begins."""
        begins = 0
        timed = []
        for part in self.parts:
            timed.append((begins, part))
            begins += part.minutes
        return timed

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return sum(part.minutes for part in self.parts)


DRAW = Part(
    minutes=5,
    title=_("Draw, and be read"),
    do=_(
        "Everybody draws a number on a phone. Who finds one that is read wrongly? Keep it: it comes back "
        "under “Look inside”."
    ),
    url_name="draw",
)
DECISION = Part(
    minutes=7,
    title=_("A decision with three reasons"),
    do=_(
        "The class votes for weights and a threshold; the perceptron decides. Ask for weights with which the "
        "weather alone is enough."
    ),
    url_name="learn-neural-networks",
    state="?w1=6&w2=2&w3=2&t=5#perceptron",
)
SIGMOID = Part(
    minutes=5,
    title=_("From a step to a sigmoid"),
    do=_("Raise w: the curve becomes a step. Ask what is lost then when weights change a little."),
    url_name="learn-neural-networks",
    state="?sw=8#sigmoid",
)
BALL = Part(
    minutes=8,
    title=_("A ball, and three learning rates"),
    do=_("Too small, right, too large: let the class foretell each before you choose it."),
    url_name="learn-gradient-descent",
    state="?sf=bowl#ball",
)
TRAINING = Part(
    minutes=10,
    title=_("Train a network together"),
    do=_(
        "Start a training and watch how many digits are right after each epoch. Send the address: all see "
        "the same training."
    ),
    url_name="learn-gradient-descent",
    state="?te=5#train",
)
DEMON = Part(
    minutes=8,
    title=_("The demon"),
    do=_(
        "Move Δz and compare what is foretold with what happens. How far does the derivative hold? That is "
        "the whole idea of δ."
    ),
    url_name="learn-backpropagation",
    state="?dz=0.5#bp1",
)
WALK = Part(
    minutes=10,
    title=_("One step, there and back"),
    do=_("Press Step; before each press somebody says what will be coloured next. Then let it play."),
    url_name="learn-backpropagation",
    state="#walk",
)
INDICES = Part(
    minutes=7,
    title=_("Which weight is it?"),
    do=_("Call out two numbers; somebody presses the entry, the others point at the connection."),
    url_name="learn-backpropagation",
    state="?wj=2&wk=3#forward",
)
SATURATION = Part(
    minutes=7,
    title=_("Stuck neurons"),
    do=_(
        "A neuron that is badly wrong learns slowly. Find out by the formula why the other cost has no "
        "such trouble."
    ),
    url_name="learn-backpropagation",
    state="?sw=2&sb=2#saturation",
)
PROGRAM = Part(
    minutes=10,
    title=_("The short program"),
    do=_("In pairs: step through one sample, and write BP1 to BP4 beside the lines that compute them."),
    url_name="learn-backpropagation",
    state="#program",
)
INSIDE = Part(
    minutes=7,
    title=_("Look inside"),
    do=_("Take the digit that was read wrongly: which ink spoke for the wrong answer?"),
    url_name="inside",
    state="#evidence",
)
END = Part(
    minutes=6,
    title=_("What was it all?"),
    do=_("The algorithm in five lines. For each line somebody says on which page it was seen."),
    url_name="learn-summary",
    state="#training",
)

PLANS = (
    Plan(
        name="45",
        title=_("45 minutes: how a network reads and learns"),
        parts=(DRAW, DECISION, BALL, TRAINING, DEMON, INSIDE),
    ),
    Plan(
        name="90",
        title=_("90 minutes: with backpropagation"),
        parts=(
            *(DRAW, DECISION, SIGMOID, BALL, TRAINING),
            *(INDICES, DEMON, WALK, SATURATION, PROGRAM, INSIDE, END),
        ),
    ),
)
