"""The cost of texts and its gradient, held against every single way and against central differences."""

import math
import re

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizer.nn import DataError, NetworkError, ShapeError
from recognizer.nn.arrays import Array
from recognizer.nn.sequences.ctc import ctc_cost
from tests.nn.helpers import central_differences
from tests.nn.sequences.every_way import probabilities, random_row, shares, softmax

# with four outputs in five frames: nothing, one, as long as the row, repeats that need each frame there is
TEXTS = [(), (0,), (2, 1), (1, 1), (0, 1, 2, 0, 1), (2, 2, 2), (0, 1, 1), (1, 0, 1), (0, 0)]
LENGTHS = np.array([5, 3, 4, 5, 5, 5, 4, 3, 3])


def example(dtype: npt.DTypeLike = np.float64) -> Array:
    Z: Array = np.random.default_rng(1).normal(0, 2, (len(TEXTS), 5, 4))
    return softmax(Z).astype(dtype)


def test_by_hand() -> None:
    # two frames; what reads 0 is 00, 0– and –0
    A = np.array([[[0.6, 0.4], [0.7, 0.3]]])
    p = 0.6 * 0.7 + 0.6 * 0.3 + 0.4 * 0.7
    costs, delta = ctc_cost(A, np.array([2]), [[0]])
    assert costs == pytest.approx([-np.log(p)])
    np.testing.assert_allclose(delta[0, :, 0], [0.6 - 0.6 / p, 0.7 - 0.7 / p])
    np.testing.assert_allclose(delta[0, :, 1], [0.4 - 0.4 * 0.7 / p, 0.3 - 0.3 * 0.6 / p])


def test_costs_are_those_of_all_ways_one_by_one() -> None:
    A = example()
    costs, _ = ctc_cost(A, LENGTHS, TEXTS)
    by_ways = [
        -np.log(probabilities(a[:length])[text]) for a, length, text in zip(A, LENGTHS, TEXTS, strict=True)
    ]
    np.testing.assert_allclose(costs, by_ways, rtol=1e-12)


def test_delta_is_the_activation_less_the_share_of_the_ways() -> None:
    A = example()
    _, delta = ctc_cost(A, LENGTHS, TEXTS)
    for row, (length, text) in enumerate(zip(LENGTHS, TEXTS, strict=True)):
        a = A[row, :length]
        np.testing.assert_allclose(delta[row, :length], a - shares(a, text), rtol=0, atol=1e-13)
        assert not delta[row, length:].any()


def test_delta_is_the_derivative_with_respect_to_z() -> None:
    Z = np.random.default_rng(2).normal(0, 1.5, (len(TEXTS), 5, 4))
    _, delta = ctc_cost(softmax(Z), LENGTHS, TEXTS)
    numeric = central_differences(lambda: float(ctc_cost(softmax(Z), LENGTHS, TEXTS)[0].sum()), Z)
    np.testing.assert_allclose(delta, numeric, rtol=0, atol=1e-8)


def test_it_holds_for_longer_rows_too() -> None:
    rng = np.random.default_rng(3)
    Z, lengths = rng.normal(0, 2, (3, 12, 6)), np.array([12, 9, 11])
    texts = [[4, 4, 0, 1, 1], [2, 3, 2], [0, 0, 0, 0, 0, 0]]
    _, delta = ctc_cost(softmax(Z), lengths, texts)
    numeric = central_differences(lambda: float(ctc_cost(softmax(Z), lengths, texts)[0].sum()), Z)
    np.testing.assert_allclose(delta, numeric, rtol=0, atol=1e-8)


@given(
    frames=st.integers(1, 4),
    text=st.lists(st.integers(0, 1), max_size=4),
    seed=st.integers(0, 99),
    length=st.integers(0, 4),
)
def test_any_text_in_any_row(frames: int, text: list[int], seed: int, length: int) -> None:
    a, length = random_row(frames, 3, seed=seed), min(length, frames)
    (cost,), delta = ctc_cost(a[None], np.array([length]), [text])
    p = probabilities(a[:length]).get(tuple(text), 0.0)
    assert np.exp(-cost) == pytest.approx(p, rel=1e-12)
    wanted = a[:length] - shares(a[:length], tuple(text)) if p else 0.0
    np.testing.assert_allclose(delta[0, :length], wanted, rtol=0, atol=1e-12)


def test_the_delta_of_each_frame_sums_to_0() -> None:
    _, delta = ctc_cost(example(), LENGTHS, TEXTS)
    np.testing.assert_allclose(delta.sum(axis=2), 0, atol=1e-14)


def test_a_row_costs_the_same_alone_and_among_others() -> None:
    A = example()
    costs, delta = ctc_cost(A, LENGTHS, TEXTS)
    for row, (length, text) in enumerate(zip(LENGTHS, TEXTS, strict=True)):
        cost_alone, delta_alone = ctc_cost(A[row, None, :length], np.array([length]), [text])
        assert cost_alone[0] == pytest.approx(costs[row], rel=1e-13, abs=0)
        np.testing.assert_allclose(delta_alone[0], delta[row, :length], rtol=0, atol=1e-13)


def test_what_is_behind_the_length_is_not_used() -> None:
    A = example()
    behind = np.arange(5) >= LENGTHS[:, None]
    costs, delta = ctc_cost(A, LENGTHS, TEXTS)
    A[behind] = np.nan
    with np.errstate(all="raise", under="ignore"):
        again, delta_again = ctc_cost(A, LENGTHS, TEXTS)
    np.testing.assert_array_equal(again, costs)
    np.testing.assert_array_equal(delta_again, delta)


@pytest.mark.parametrize("text", [[0, 1, 2, 0], [1, 1, 2], [2, 2, 2], [0] * 9])
def test_a_text_that_cannot_fit_costs_infinity_and_teaches_nothing(text: list[int]) -> None:
    A = example()[:3]
    texts = [[0], text, [1, 1]]
    with np.errstate(all="raise", under="ignore"):
        costs, delta = ctc_cost(A, np.array([3, 3, 3]), texts)
    assert costs[1] == np.inf
    assert not delta[1].any()
    others, delta_of_others = ctc_cost(A[::2], np.array([3, 3]), texts[::2])
    np.testing.assert_allclose(costs[::2], others, rtol=1e-13)
    np.testing.assert_allclose(delta[::2], delta_of_others, rtol=0, atol=1e-13)


def test_no_frames_read_the_empty_text_and_no_other() -> None:
    costs, delta = ctc_cost(example()[:2], np.array([0, 0]), [[], [1]])
    np.testing.assert_array_equal(costs, [0, np.inf])
    assert not delta.any()


def test_no_rows() -> None:
    costs, delta = ctc_cost(np.empty((0, 5, 4)), np.empty(0, int), [])
    assert costs.shape == (0,)
    assert delta.shape == (0, 5, 4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_computed_in_double_precision(dtype: npt.DTypeLike) -> None:
    A = example(dtype)
    costs, delta = ctc_cost(A, LENGTHS, TEXTS)
    exact, exact_delta = ctc_cost(A.astype(np.float64), LENGTHS, TEXTS)
    assert costs.dtype == np.float64
    assert delta.dtype == dtype
    np.testing.assert_allclose(costs, exact, rtol=1e-15)
    np.testing.assert_allclose(delta, exact_delta, rtol=0, atol=np.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_finite_where_outputs_are_saturated_and_wrong(dtype: npt.DTypeLike) -> None:
    A: Array = np.zeros((2, 500, 11), dtype)
    A[0, :, 10] = 1  # nothing but blanks
    A[1, :, 3] = 1  # nothing but threes
    texts = [[1, 2, 2, 3] * 10, [7] * 40]
    with np.errstate(all="raise", under="ignore"):
        costs, delta = ctc_cost(A, np.array([500, 500]), texts)
    tiny = np.log(np.finfo(dtype).tiny, dtype=np.float64)
    # in one row 40 frames, which may be any, must be other than they are; in the other all of them
    assert 35 * -tiny < costs[0] < 40 * -tiny
    assert 495 * -tiny < costs[1] < 500 * -tiny
    assert np.isfinite(delta).all()
    # δ asks for the 40 labels, wherever they be, and for none of the threes
    assert delta[0, :, :10].sum() == pytest.approx(-40, rel=1e-4)
    assert (delta[1, :, 3] > 0.999).all()


def test_certain_activations_that_are_right_cost_nothing() -> None:
    A = np.zeros((1, 500, 11))
    text = [3, 1, 4, 1, 5, 9, 9, 9]
    A[0, :, 10] = 1
    for place, label in enumerate(text):
        A[0, 20 + 50 * place] = np.eye(11)[label]
    costs, delta = ctc_cost(A, np.array([500]), [text])
    assert costs == pytest.approx([0], abs=1e-12)
    np.testing.assert_allclose(delta, 0, atol=1e-12)


def test_long_rows_that_say_nothing_have_as_many_ways_as_can_be_counted() -> None:
    frames, labels = 500, 20
    A = np.full((1, frames, 11), 1 / 11)
    costs, delta = ctc_cost(A, np.array([frames]), [[place % 10 for place in range(labels)]])
    # each label begins somewhere and ends somewhere: C(T + U, 2U) ways for a text without repeats
    log_ways = math.log(math.comb(frames + labels, 2 * labels))
    assert costs[0] == pytest.approx(frames * np.log(11) - log_ways, rel=1e-12)
    np.testing.assert_allclose(delta.sum(axis=2), 0, atol=1e-10)


def test_not_a_number_stays_not_a_number() -> None:
    A = example()[:1]
    A[0, 1] = np.nan
    costs, delta = ctc_cost(A, np.array([5]), [[0]])
    assert np.isnan(costs).all()
    assert np.isnan(delta).any()


def test_descent_along_delta_makes_the_text_the_likeliest() -> None:
    Z = np.random.default_rng(4).normal(0, 1, (1, 8, 4))
    for _ in range(300):
        costs, delta = ctc_cost(softmax(Z), np.array([8]), [[2, 0, 0, 1]])
        Z -= delta
    assert costs[0] < 0.05


A = np.full((2, 5, 4), 0.25)
TWO = np.array([5, 5])


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        (
            (A[0], TWO, [[], []]),
            ShapeError,
            "activations must have the shape (n, frames, labels + 1), with frames and labels; got (5, 4)",
        ),
        (
            (A[:, :0], TWO * 0, [[], []]),
            ShapeError,
            "activations must have the shape (n, frames, labels + 1), with frames and labels; got (2, 0, 4)",
        ),
        ((A.astype(int), TWO, [[], []]), DataError, "activations must be floats; got int64"),
        (
            (A, TWO[:1], [[], []]),
            ShapeError,
            "each of 2 rows needs a length and a text; got lengths of shape (1,) and 2 texts",
        ),
        (
            (A, TWO, [[]]),
            ShapeError,
            "each of 2 rows needs a length and a text; got lengths of shape (2,) and 1 texts",
        ),
        ((A, TWO / 2, [[], []]), DataError, "lengths must be integers; got float64"),
        ((A, np.array([5, 6]), [[], []]), DataError, "lengths must be from 0 to 5; row 1 has 6"),
        ((A, np.array([-1, 5]), [[], []]), DataError, "lengths must be from 0 to 5; row 0 has -1"),
        ((A, TWO, [[1.5], []]), DataError, "texts must consist of integers; got float64"),
        (
            (A, TWO, [[0], [3]]),
            DataError,
            "labels of a text must be from 0 to 2; got labels from 0 to 3",
        ),
        (
            (A, TWO, [[0], [-1]]),
            DataError,
            "labels of a text must be from 0 to 2; got labels from -1 to 0",
        ),
    ],
)
def test_it_says_what_was_expected_and_what_came(
    arguments: tuple[Array, Array, list[list[int]]], error: type[NetworkError], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(sentence)}$"):
        ctc_cost(*arguments)
