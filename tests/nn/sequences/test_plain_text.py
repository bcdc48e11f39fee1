import numpy as np
import pytest

from recognizer.nn.sequences.decoding import plain_text


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("--", ""),
        ("1", "1"),
        ("11", "1"),
        ("1-1", "11"),
        ("0011", "01"),
        ("-00-0-211--", "0021"),
        ("010", "010"),
        ("2222", "2"),
    ],
)
def test_it_merges_repeats_and_drops_blanks_then(way: str, text: str) -> None:
    likeliest = [3 if symbol == "-" else int(symbol) for symbol in way]
    A = np.full((len(way), 4), 0.2)
    A[np.arange(len(way)), likeliest] = 0.4
    found = plain_text(A)
    assert found == tuple(map(int, text))
    assert all(type(label) is int for label in found)


def test_a_row_without_places_has_no_text() -> None:
    assert plain_text(np.empty((0, 4))) == ()
