"""Strips to learn from: drawn, of real digits and photographed, each with what is on it."""

import numpy as np
import pytest

from recognizer.datasets.mnist import Split
from recognizer.datasets.numbers import numbers, strips
from recognizer.datasets.numbers.scanned import InkedRow, RealDigits
from recognizer.datasets.numbers.strips import REAL, rows
from recognizer.ink.strip import STRIP_HEIGHT

COUNT = 60


def test_rows_are_strips_with_their_digits() -> None:
    found = list(rows(COUNT, seed=12))
    assert 0.8 * COUNT < len(found) <= COUNT, "Few are cut apart by paper."
    for row in found:
        assert row.strip.dtype == np.uint8
        assert row.strip.shape[0] == STRIP_HEIGHT
        assert row.text.isdecimal()
    widths = [(len(row.text), row.strip.shape[1]) for row in found]
    assert np.corrcoef(np.array(widths).T)[0, 1] > 0.7, "Longer numbers are on longer strips."


def test_the_same_seed_gives_the_same_rows() -> None:
    one, two, other = ([row.strip for row in rows(12, seed=seed)] for seed in (2, 2, 3))
    assert all(map(np.array_equal, one, two))
    assert len(one) != len(other) or not all(map(np.array_equal, one, other))


def test_real_digits_are_among_them_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    rings = np.zeros((10, 28, 28), dtype=np.uint8)
    rings[:, 4:24, 4:24] = 255
    rings[:, 7:21, 7:21] = 0
    texts: list[str] = []

    class Noted(RealDigits):
        def row(self, text: str, rng: np.random.Generator) -> InkedRow:
            texts.append(text)
            return super().row(text, rng)

    monkeypatch.setattr(strips, "RealDigits", Noted)
    found = [row.text for row in rows(COUNT, seed=12, digits=Split(rings, np.arange(10, dtype=np.uint8)))]
    assert 0.5 * REAL * COUNT < len(texts) < 1.6 * REAL * COUNT
    assert sum(text in found for text in texts) > 0.8 * len(texts), "They are there with their text."


def test_texts_are_those_of_the_writers_in_their_order() -> None:
    written = iter([number.text for number in numbers(COUNT, seed=12)])
    assert all(row.text in written for row in rows(COUNT, seed=12))
