"""Which numbers are written: of every length, with the zeros of amounts and with repeats."""

import itertools

import numpy as np

from recognizer.datasets.numbers.texts import LONGEST, any_text


def test_numbers_are_of_every_length_and_many_end_in_zeros() -> None:
    rng = np.random.default_rng(4)
    texts = [any_text(rng) for _ in range(2000)]
    assert {len(text) for text in texts} == set(range(1, LONGEST + 1))
    assert set("".join(texts)) == set("0123456789")
    long = [text for text in texts if len(text) > 3]
    assert 0.15 < np.mean([text.endswith("00") for text in long]) < 0.5
    twins = [any(a == b != "0" for a, b in itertools.pairwise(text)) for text in long]
    assert np.mean(twins) > 0.3, "What repeats itself must be counted rightly."
