"""Rules that tell nines, held against shapes of which one knows what they are."""

import numpy as np
import pytest

from recognizer.ink import tile_of_strokes
from recognizer.services.course.digits import written_digits
from recognizer.services.course.rules import (
    NINES,
    OTHERS,
    RULES,
    ends_in_stem,
    has_loop_on_top,
    has_one_loop,
    loops,
    ruled_digits,
)
from recognizer.services.evaluation.smoke_digits import STROKES

LOOPS = {0: 1, 1: 0, 3: 0, 6: 1, 7: 0, 8: 2, 9: 1}


@pytest.mark.parametrize(("digit", "count"), LOOPS.items())
def test_loops_are_counted(digit: int, count: int) -> None:
    tile = tile_of_strokes(STROKES[digit])
    assert len(loops(tile)) == count
    assert has_one_loop(tile) is (count == 1)


def test_a_nine_has_its_loop_on_top_and_a_six_has_not() -> None:
    assert has_loop_on_top(tile_of_strokes(STROKES[9]))
    assert not has_loop_on_top(tile_of_strokes(STROKES[6]))
    assert not has_loop_on_top(tile_of_strokes(STROKES[7]))


def test_a_stem_is_narrow() -> None:
    seven = tile_of_strokes([np.array([[0.0, 0], [60, 0], [30, 100]])])
    box = tile_of_strokes([np.array([[0.0, 0], [60, 0], [60, 100], [0, 100], [0, 0]])])
    assert ends_in_stem(seven)
    assert not ends_in_stem(box)
    assert not ends_in_stem(np.zeros((28, 28), np.uint8))


@pytest.mark.django_db
def test_every_rule_finds_some_nines_and_misses_some(monkeypatch: pytest.MonkeyPatch) -> None:
    from recognizer.services.course import rules  # noqa: PLC0415 - to be changed
    from recognizer.services.course.digits import DigitSource, MeasuredDigits  # noqa: PLC0415

    images, labels = written_digits(400, seed=4)
    digits = MeasuredDigits(source=DigitSource.SYNTHETIC, images=images, labels=labels)
    monkeypatch.setattr(rules, "measured_digits", lambda: digits)
    found = ruled_digits().digits
    assert [digit.label == 9 for digit in found] == [True] * NINES + [False] * OTHERS
    for name in RULES:
        nines = sum(digit.passes[name] for digit in found[:NINES])
        others = sum(digit.passes[name] for digit in found[NINES:])
        assert 0 < nines < NINES
        assert 0 < others < OTHERS
    assert sum(digit.read == digit.label for digit in found) > 45, "The network needs no rule."
