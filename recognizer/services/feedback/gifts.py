"""What a contributor gives, before anything is kept of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recognizer.ink import Stroke
from recognizer.models import NO_DIGIT, ClaimKind

UNSAID = "·"
"""Stands in a text for a digit of which nothing was said."""


@dataclass(frozen=True, kw_only=True)
class GivenDigit:
    """One digit of a reading, or ink that is said to be none."""

    said: int | None
    """0 to 9, `NO_DIGIT`, or None where nothing was said."""
    strokes: tuple[int, ...] = ()
    """Indices into the drawing."""
    picture: bytes | None = None
    """The file of its cut-out, where a picture was read."""


@dataclass(frozen=True, kw_only=True)
class Gift:
    """A reading that somebody gives, with what he or she says of it."""

    contributor: str
    """The name, of which only a hash is kept."""
    consent: int
    receipt: str
    device: str
    strokes: Sequence[Stroke] | None
    """The drawing; None of a picture."""
    digits: tuple[GivenDigit, ...]
    """From left to right, at least one."""

    @property
    def is_unsaid(self) -> bool:
        """Whether nothing was said of any digit."""
        return all(digit.said is None for digit in self.digits)

    @property
    def said(self) -> str:
        """The number as it is said to be."""
        if self.is_unsaid:
            return ""
        told = (UNSAID if digit.said is None else str(digit.said) for digit in self._digits())
        return "".join(told)

    def kind(self, shown: str) -> ClaimKind:
        """Return whether what was shown is confirmed or corrected."""
        if self.is_unsaid:
            return ClaimKind.UNSAID
        said = self.said
        is_same = len(said) == len(shown) and all(
            one in {UNSAID, other} for one, other in zip(said, shown, strict=True)
        )
        return ClaimKind.CONFIRMED if is_same else ClaimKind.CORRECTED

    def shared_strokes(self) -> set[int]:
        """Return the strokes that more than one digit names: it cannot be told whose they are."""
        counts = Counter(index for digit in self.digits for index in set(digit.strokes))
        return {index for index, count in counts.items() if count > 1}

    def _digits(self) -> list[GivenDigit]:
        return [digit for digit in self.digits if digit.said != NO_DIGIT]
