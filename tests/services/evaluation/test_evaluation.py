"""What a version's answers say, on a handful of samples that can be counted by hand."""

import numpy as np
import pytest

from recognizer.services.evaluation.comparison import differing, disagreements, flattened
from recognizer.services.evaluation.evaluation import Answers


def answers(*read: tuple[int, int, float]) -> Answers:
    """Return answers from (label, what was read, confidence)."""
    likely = np.zeros((len(read), 10))
    for row, (_, digit, confidence) in enumerate(read):
        likely[row] = (1 - confidence) / 9
        likely[row, digit] = confidence
    return Answers(likely=likely, labels=np.array([label for label, _, _ in read], np.uint8))


SOME = answers((3, 3, 0.9), (3, 5, 0.6), (3, 5, 0.8), (3, 3, 0.5), (7, 1, 0.7))


def test_mistakes_are_the_most_confident_first() -> None:
    assert SOME.wrong.tolist() == [2, 4, 1]
    assert [mistake.sample for mistake in SOME.evaluation().mistakes] == [2, 4, 1]
    assert SOME.evaluation().mistakes[0].answer == 5


def test_a_cell_holds_its_samples_the_most_telling_first() -> None:
    assert SOME.cell(3, 5).tolist() == [2, 1]  # mistakes: the most confident
    assert SOME.cell(3, 3).tolist() == [3, 0]  # right: the least confident
    assert SOME.cell(5, 3).tolist() == []


def test_every_cell_together_is_the_whole_set() -> None:
    confusion = SOME.evaluation().confusion
    for written in range(10):
        for read in range(10):
            assert len(SOME.cell(written, read)) == confusion[written, read]


def test_versions_disagree_the_most_confident_contradiction_first() -> None:
    one = answers((3, 3, 0.9), (3, 5, 0.6), (3, 5, 0.99), (7, 7, 0.8))
    other = answers((3, 3, 0.5), (3, 3, 0.7), (3, 3, 0.95), (7, 1, 0.3))
    assert disagreements([one, other]).tolist() == [2, 1, 3]
    assert disagreements([one, one]).tolist() == []


def test_a_third_version_adds_its_own_contradictions() -> None:
    one, other = answers((3, 3, 0.9), (7, 7, 0.8)), answers((3, 3, 0.9), (7, 7, 0.9))
    assert disagreements([one, other, answers((3, 3, 0.2), (7, 2, 0.4))]).tolist() == [1]


def test_only_what_differs_is_listed() -> None:
    one = {"rate": 0.1, "epochs": 3, "bent.shift": 1}
    other = {"rate": 0.1, "epochs": 5, "bent": None}
    assert [(found.name, found.values) for found in differing([one, other])] == [
        ("epochs", (3, 5)),
        ("bent.shift", (1, None)),
    ]
    assert differing([one, one]) == []


def test_nested_values_have_paths() -> None:
    assert list(flattened({"a": {"b": {"c": 1}}, "d": [2]})) == [("a.b.c", 1), ("d", [2])]


@pytest.mark.parametrize("bins", [1, 15])
def test_the_bins_of_the_reliability_diagram_hold_every_sample(bins: int) -> None:
    found = SOME.reliability()
    assert found.counts.sum() == 5
    assert np.nansum(found.counts * found.accuracy) == pytest.approx(2)
    assert np.nansum(found.counts * found.confidence) == pytest.approx(0.9 + 0.6 + 0.8 + 0.5 + 0.7)
