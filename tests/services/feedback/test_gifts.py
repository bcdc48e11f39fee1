"""What is said of a reading, beside what was shown."""

import pytest

from recognizer.models import NO_DIGIT, ClaimKind
from recognizer.services.feedback.gifts import Gift, GivenDigit


def gift(*said: int | None, strokes: tuple[tuple[int, ...], ...] | None = None) -> Gift:
    places = strokes or tuple((index,) for index in range(len(said)))
    digits = tuple(GivenDigit(said=one, strokes=own) for one, own in zip(said, places, strict=True))
    return Gift(contributor="", consent=1, receipt="", device="mouse", strokes=[], digits=digits)


@pytest.mark.parametrize(
    ("said", "shown", "text", "kind"),
    [
        ((3, 5), "35", "35", ClaimKind.CONFIRMED),
        ((3, 8), "35", "38", ClaimKind.CORRECTED),
        ((3, 5), "355", "35", ClaimKind.CORRECTED),
        ((3, 5), "3", "35", ClaimKind.CORRECTED),
        ((NO_DIGIT,), "7", "", ClaimKind.CORRECTED),
        ((3, NO_DIGIT, 5), "35", "35", ClaimKind.CONFIRMED),
        ((None, None), "35", "", ClaimKind.UNSAID),
        ((3, None), "35", "3·", ClaimKind.CONFIRMED),
        ((8, None), "35", "8·", ClaimKind.CORRECTED),
        ((7,), "", "7", ClaimKind.CORRECTED),
    ],
)
def test_what_was_said_confirms_or_corrects_what_was_shown(
    said: tuple[int | None, ...], shown: str, text: str, kind: ClaimKind
) -> None:
    given = gift(*said)
    assert (given.said, given.kind(shown)) == (text, kind)


def test_a_stroke_that_two_digits_name_is_shared() -> None:
    assert gift(1, 2, 3, strokes=((0, 1), (1, 2), (3, 3))).shared_strokes() == {1}
