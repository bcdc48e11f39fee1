"""Formulas: the same cases as tests/js/mathml.test.mjs."""

import json
from pathlib import Path

import pytest

from recognizer.mathml import MathError, mathml

CASES = json.loads(Path(__file__).with_name("mathml.json").read_text())


@pytest.mark.parametrize(("notation", "expected"), CASES, ids=[case[0] or "nothing" for case in CASES])
def test_notation_becomes_mathml_or_an_error_that_says_where(notation: str, expected: str) -> None:
    if expected.startswith("<math"):
        assert mathml(notation) == expected
    else:
        with pytest.raises(MathError) as raised:
            mathml(notation)
        assert str(raised.value) == expected


def test_a_formula_on_its_own_line_is_a_block() -> None:
    assert mathml("a", block=True) == '<math display="block"><mi>a</mi></math>'
