"""Formulas: what is written becomes MathML."""

import json
from pathlib import Path

import pytest

from recognizer.mathml import MathError, mathml

CASES = [
    pytest.param(notation, block, expected, id=f"{notation or 'nothing'}{', a block' if block else ''}")
    for name, block in [("mathml.json", False), ("mathml-blocks.json", True)]
    for notation, expected in json.loads(Path(__file__).with_name(name).read_text())
]


@pytest.mark.parametrize(("notation", "block", "expected"), CASES)
def test_notation_becomes_mathml_or_an_error_that_says_where(
    notation: str, block: bool, expected: str
) -> None:
    if expected.startswith("<"):
        assert mathml(notation, block=block) == expected
    else:
        with pytest.raises(MathError) as raised:
            mathml(notation, block=block)
        assert str(raised.value) == expected
