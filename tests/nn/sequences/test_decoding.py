"""Texts of rows, their probabilities and their frames, held against every single way."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizer.nn import ConfigurationError, DataError, NetworkError, ShapeError
from recognizer.nn.arrays import Array
from recognizer.nn.sequences.ctc import ctc_cost
from recognizer.nn.sequences.decoding import alignment, condensed, likeliest_texts, log_probability
from tests.nn.sequences.every_way import Text, probabilities, random_row, read, softmax, ways

ROWS = [(1, 2), (1, 4), (3, 3), (4, 2), (5, 4), (6, 3)]


def peaked_row(frames: int, *, every: int, seed: int) -> tuple[Array, Text]:
    """Return a row that says a label in a frame or two every so often, and blanks between; and its text."""
    rng = np.random.default_rng(seed)
    Z = rng.normal(0, 0.5, (frames, 11))
    Z[:, 10] += 14
    text = tuple(rng.integers(0, 10, (frames - 2) // every).tolist())
    for place, label in enumerate(text):
        Z[place * every + 2 : place * every + 2 + 1 + place % 2, label] += 20
    return softmax(Z), text


@pytest.mark.parametrize(("frames", "classes"), ROWS)
def test_probabilities_are_those_of_all_ways_and_sum_to_1(frames: int, classes: int) -> None:
    a = random_row(frames, classes, seed=frames)
    by_ways = probabilities(a)
    found = np.exp(log_probability(np.log(a), list(by_ways)))
    np.testing.assert_allclose(found, list(by_ways.values()), rtol=1e-12)
    assert found.sum() == pytest.approx(1, rel=1e-13)


def test_it_is_what_the_cost_is_made_of() -> None:
    a = random_row(30, 11, seed=0)
    texts = [[1, 2, 3], [], [4, 4, 4, 4], [0] * 15, list(range(10))]
    costs, _ = ctc_cost(np.stack([a] * 5), np.full(5, 30), texts)
    np.testing.assert_allclose(log_probability(np.log(a), texts), -costs, rtol=1e-13)


def test_what_no_way_reads_has_no_probability() -> None:
    a = random_row(3, 4, seed=0)
    a[:, 2] = 0
    with np.errstate(divide="ignore"):
        log_a = np.log(a)
    with np.errstate(all="raise", under="ignore"):
        found = log_probability(log_a, [[0, 1, 0, 1], [1, 1, 1], [0, 0], [2], []])
    np.testing.assert_array_equal(found == -np.inf, [True, True, False, True, False])


def test_no_texts() -> None:
    assert log_probability(np.log(random_row(3, 4, seed=0)), []).shape == (0,)


@pytest.mark.parametrize(("frames", "classes"), ROWS)
def test_a_wide_beam_finds_all_texts_and_how_likely_they_are(frames: int, classes: int) -> None:
    a = random_row(frames, classes, seed=frames + 10, scale=1.0)
    by_ways = probabilities(a)
    found = likeliest_texts(np.log(a), beam=1000)
    assert dict(found).keys() == by_ways.keys()
    np.testing.assert_allclose([np.exp(log_p) for _, log_p in found], sorted(by_ways.values())[::-1])
    for text, log_p in found:
        assert np.exp(log_p) == pytest.approx(by_ways[text], rel=1e-12)


@given(seed=st.integers(0, 999), scale=st.sampled_from([0.5, 2.0, 4.0]))
def test_a_beam_of_eight_finds_the_likeliest_text(seed: int, scale: float) -> None:
    a = random_row(5, 4, seed=seed, scale=scale)
    by_ways = probabilities(a)
    found = likeliest_texts(np.log(a), beam=8)
    assert len(found) <= 8
    assert by_ways[found[0][0]] == pytest.approx(max(by_ways.values()), rel=1e-12)
    assert [log_p for _, log_p in found] == sorted((log_p for _, log_p in found), reverse=True)


def test_the_likeliest_text_need_not_be_that_of_the_likeliest_way() -> None:
    # the likeliest way is two blanks, 0.36; three others read 0, 0.64 together
    found = likeliest_texts(np.log(np.array([[0.4, 0.6], [0.4, 0.6]])), beam=2)
    assert [text for text, _ in found] == [(0,), ()]
    assert np.exp(found[0][1]) == pytest.approx(0.64)


def test_a_label_twice_needs_a_blank_between() -> None:
    certain = np.eye(3)[[1, 1, 2, 1, 0, 0]] * 0.98 + 0.01
    certain /= certain.sum(axis=1, keepdims=True)
    assert likeliest_texts(np.log(certain), beam=4)[0][0] == (1, 1, 0)


@pytest.mark.parametrize("seed", range(3))
def test_frames_that_are_certainly_blank_change_nothing(seed: int) -> None:
    few = random_row(5, 4, seed=seed)
    blank = np.array([[1e-7, 1e-7, 1e-7, 1 - 3e-7]])
    at = [0, 1, 1, 1, 3, 5]
    many = np.insert(few, at, blank, axis=0)
    once = np.insert(few, [0, 1, 3, 5], blank, axis=0)
    found, expected = (likeliest_texts(np.log(a), beam=50) for a in (many, once))
    assert [text for text, _ in found][:10] == [text for text, _ in expected][:10]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], rtol=0, atol=1e-3)
    np.testing.assert_allclose(
        [p for _, p in found], log_probability(np.log(many), [text for text, _ in found])
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_condensed_row_reads_the_same_in_fewer_frames(seed: int) -> None:
    a, text = peaked_row(90, every=9, seed=seed)
    short = condensed(np.log(a))
    likely = [text, text[:-1]]
    assert len(short) < 45
    np.testing.assert_allclose(log_probability(short, likely), log_probability(np.log(a), likely), atol=0.01)
    assert log_probability(short, [text[::-1]])[0] < log_probability(short, [text])[0] - 10
    assert likeliest_texts(short, beam=8)[0][0] == text


def test_a_row_in_which_every_frame_says_something_stays_whole() -> None:
    log_a = np.log(random_row(12, 5, seed=3))
    np.testing.assert_array_equal(condensed(log_a), log_a)


def test_a_label_twice_keeps_its_blank_when_condensed() -> None:
    a = np.full((7, 3), 1e-9)
    a[[1, 5], 0], a[[0, 2, 3, 4, 6], 2] = 1, 1
    assert likeliest_texts(condensed(np.log(a)), beam=4)[0][0] == (0, 0)
    assert len(condensed(np.log(a))) == 5


def test_a_row_of_certain_blanks_reads_nothing() -> None:
    a = np.full((400, 11), 1e-9)
    a[:, 10] = 1 - 1e-8
    ((text, log_p),) = likeliest_texts(np.log(a), beam=8)
    assert text == ()
    assert log_p == pytest.approx(-400e-8, rel=1e-3)


def test_long_rows() -> None:
    a, text = peaked_row(400, every=12, seed=1)
    found = likeliest_texts(np.log(a), beam=8)
    assert found[0][0] == text
    assert found[0][1] > np.log(0.9)


def test_long_rows_that_say_nothing_clear_do_not_underflow() -> None:
    found = likeliest_texts(np.log(random_row(400, 11, seed=2, scale=0.1)), beam=8)
    assert len(found) == 8
    assert np.isfinite([log_p for _, log_p in found]).all()


def test_outputs_that_are_0_and_1() -> None:
    with np.errstate(divide="ignore"):
        log_a = np.log(np.eye(4)[[0, 0, 3, 0, 2]])
    with np.errstate(all="raise", under="ignore"):
        assert likeliest_texts(log_a, beam=8) == [((0, 0, 2), 0.0)]
        assert alignment(log_a, (0, 0, 2)) == [slice(0, 2), slice(3, 4), slice(4, 5)]


def test_single_precision_is_taken_as_it_is() -> None:
    log_a = np.log(random_row(6, 4, seed=3).astype(np.float32))
    assert likeliest_texts(log_a, beam=3) == likeliest_texts(log_a.astype(np.float64), beam=3)


def frames_of(way: Text, blank: int) -> list[slice]:
    """Return the frames of each label of a way."""
    starts = [t for t, k in enumerate(way) if k != blank and (t == 0 or way[t - 1] != k)]
    ends = [t + 1 for t, k in enumerate(way) if k != blank and way[t + 1 : t + 2] != (k,)]
    return list(map(slice, starts, ends))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "text", [(), (0,), (1, 0), (0, 0), (1, 1, 0), (0, 1, 0, 1, 0, 1), (0, 0, 0), (1, 1, 1)]
)
def test_the_alignment_is_the_likeliest_of_the_ways_that_read_the_text(text: Text, seed: int) -> None:
    a = random_row(6, 3, seed=seed)
    way, _ = max((each for each in ways(a) if read(each[0], 2) == text), key=lambda each: each[1])
    assert alignment(np.log(a), text) == frames_of(way, 2)


def test_the_alignment_of_a_long_row() -> None:
    a, text = peaked_row(400, every=12, seed=4)
    expected = [slice(12 * place + 2, 12 * place + 3 + place % 2) for place in range(len(text))]
    assert alignment(np.log(a), text) == expected


@pytest.mark.parametrize("text", [(0, 1, 2, 0), (1, 1, 1)])
def test_a_text_that_no_way_reads_has_no_alignment(text: Text) -> None:
    with pytest.raises(DataError, match=f"^no way through 3 frames reads the text {re.escape(str(text))}$"):
        alignment(np.log(random_row(3, 4, seed=0)), text)


LOG_A = np.log(np.full((5, 4), 0.25))
FUNCTIONS: list[Callable[[Array], object]] = [
    lambda log_a: log_probability(log_a, [[0]]),
    lambda log_a: likeliest_texts(log_a, beam=1),
    lambda log_a: alignment(log_a, [0]),
]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("log_a", "error", "sentence"),
    [
        (
            LOG_A[None],
            ShapeError,
            "a row must have the shape (frames, labels + 1), with frames and labels; got (1, 5, 4)",
        ),
        (
            LOG_A[:0],
            ShapeError,
            "a row must have the shape (frames, labels + 1), with frames and labels; got (0, 4)",
        ),
        (LOG_A.astype(int), DataError, "activations must be floats; got int64"),
    ],
)
def test_it_says_which_rows_it_takes(
    function: Callable[[Array], object], log_a: Array, error: type[NetworkError], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(sentence)}$"):
        function(log_a)


@pytest.mark.parametrize(
    "function", [lambda: log_probability(LOG_A, [[], [3]]), lambda: alignment(LOG_A, [3, 3])]
)
def test_it_says_which_labels_there_are(function: Callable[[], object]) -> None:
    with pytest.raises(DataError, match=r"^labels of a text must be from 0 to 2; got labels from 3 to 3$"):
        function()


def test_a_beam_must_keep_something() -> None:
    with pytest.raises(ConfigurationError, match=r"^beam must be at least 1; got 0$"):
        likeliest_texts(LOG_A, beam=0)
