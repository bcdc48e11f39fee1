"""What an exercise of the course is: a question that checks itself, and says why a wrong answer is wrong.

Between backticks texts have formulas, in the notation of `recognizer/mathml.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A question at the end of a section."""

    kind: ClassVar[str]
    name: str
    """No other exercise of its page has it; by page and name a device remembers what was solved."""
    question: "_StrPromise"
    right: "_StrPromise"
    """Why the right answer is right: said once it is given."""


@dataclass(frozen=True, kw_only=True)
class NumberExercise(Exercise):
    """A question whose answer is a number."""

    kind = "number"
    answer: float
    tolerance: float = 0.0
    """How far from the answer a number still counts as right."""
    wrong: Mapping[float, "_StrPromise"] = field(default_factory=dict)
    """Numbers to which a certain mistake leads, and which mistake that is."""
    hint: "_StrPromise"
    """How one gets there: said of other numbers, behind whether they are too large or too small."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """An answer to choose."""

    text: "_StrPromise"
    why_not: "_StrPromise | None" = None
    """Why it is wrong; None for the right one."""


@dataclass(frozen=True, kw_only=True)
class ChoiceExercise(Exercise):
    """A question with answers of which one is right."""

    kind = "choice"
    options: Sequence[Option]


@dataclass(frozen=True, kw_only=True)
class PlayExercise(Exercise):
    """Something to be done in a play of the page, whose script judges whether it is done."""

    kind = "play"
    reasons: Mapping[str, "_StrPromise"]
    """What is still missing, by the names that the script gives."""


Exercises = Mapping[str, Sequence[Exercise]]
"""The exercises of a page, by the anchor of the section that they end."""
