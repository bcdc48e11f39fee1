"""Synthetic writers, and what they write."""

import numpy as np
import pytest

from recognizer.datasets.errors import HandwritingError
from recognizer.datasets.handwriting import (
    HASTY_STYLES,
    NO_DIGIT,
    STYLES,
    HandwritingMix,
    Writers,
    Written,
)
from recognizer.datasets.handwriting.variation import Style, Variation


def digits(n: int = 400, *, writers: int = 30, seed: int = 5) -> list[Written]:
    return Writers(writers, seed=seed).digits(n, rng=np.random.default_rng(seed))


def test_each_digit_comes_as_often_as_any_other() -> None:
    counts = np.bincount([sample.label for sample in digits(400)])
    assert counts.tolist() == [40] * 10


def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    first, again, other = digits(20), digits(20), digits(20, seed=6)
    for one, same in zip(first, again, strict=True):
        assert (one.label, one.writer, one.style) == (same.label, same.writer, same.style)
        assert all(np.array_equal(a, b) for a, b in zip(one.strokes, same.strokes, strict=True))
    assert any(
        one.style != another.style or one.strokes[0].shape != another.strokes[0].shape
        for one, another in zip(first, other, strict=True)
    )


def test_strokes_are_finite_points_about_one_unit_high() -> None:
    for sample in digits(600):
        points = np.concatenate(sample.strokes)
        assert all(stroke.ndim == 2 and stroke.shape[1] == 2 and len(stroke) for stroke in sample.strokes)
        assert np.isfinite(points).all()
        assert 0.4 < np.ptp(points, axis=0).max() < 3


def test_every_style_of_every_digit_is_written() -> None:
    found = {(sample.label, sample.style) for sample in digits(20_000, writers=2000)}
    assert found == {(digit, style.__name__) for digit, styles in STYLES.items() for _, style in styles}


def test_the_world_writes_each_digit_in_several_ways() -> None:
    assert {digit: len(styles) >= 4 for digit, styles in STYLES.items()} == dict.fromkeys(range(10), True)


def test_a_writer_has_a_style_of_his_own() -> None:
    sevens = [sample for sample in digits(6000, writers=10) if sample.label == 7]
    for writer in range(10):
        styles = [sample.style for sample in sevens if sample.writer == writer]
        commonest = max(styles.count(style) for style in set(styles))
        assert commonest > 0.6 * len(styles)


def in_a_hurry(n: int = 400, *, writers: int = 30, seed: int = 5, hasty: float = 1.0) -> list[Written]:
    rng = np.random.default_rng(seed)
    labels, who = np.arange(n) % 10, rng.integers(0, writers, n)
    return Writers(writers, seed=seed).written(labels, who, rng=rng, hasty=hasty)


def names_of(table: dict[int, list[tuple[float, Style]]]) -> set[tuple[int, str]]:
    return {(digit, style.__name__) for digit, styles in table.items() for _, style in styles}


def test_what_is_asked_for_is_written_in_its_order() -> None:
    labels, who = np.array([3, 1, 4, 1, 5]), np.array([2, 7, 1, 8, 2])
    samples = Writers(10, seed=1).written(labels, who, rng=np.random.default_rng(1), hasty=0.5)
    assert [sample.label for sample in samples] == labels.tolist()
    assert [sample.writer for sample in samples] == who.tolist()


def test_every_hasty_style_writes_finite_strokes_of_sensible_size() -> None:
    samples = in_a_hurry(20_000, writers=2000)
    assert {(sample.label, sample.style) for sample in samples} == names_of(HASTY_STYLES)
    for sample in samples:
        points = np.concatenate(sample.strokes)
        assert all(stroke.ndim == 2 and stroke.shape[1] == 2 and len(stroke) for stroke in sample.strokes)
        assert np.isfinite(points).all()
        assert 0.25 < np.ptp(points, axis=0).max() < 3


def test_hasty_styles_are_none_of_the_careful_ones() -> None:
    assert {digit: 3 <= len(styles) <= 8 for digit, styles in HASTY_STYLES.items()} == dict.fromkeys(
        range(10), True
    )
    assert not names_of(HASTY_STYLES) & names_of(STYLES)


def test_the_same_seed_hurries_the_same() -> None:
    first, again = in_a_hurry(50, hasty=0.5), in_a_hurry(50, hasty=0.5)
    for one, same in zip(first, again, strict=True):
        assert (one.label, one.writer, one.style) == (same.label, same.writer, same.style)
        assert all(np.array_equal(a, b) for a, b in zip(one.strokes, same.strokes, strict=True))


def test_somebody_in_a_hurry_has_a_style_of_his_own() -> None:
    nines = [sample for sample in in_a_hurry(6000, writers=10) if sample.label == 9]
    for writer in range(10):
        styles = [sample.style for sample in nines if sample.writer == writer]
        assert max(styles.count(style) for style in set(styles)) > 0.6 * len(styles)


def test_without_haste_nobody_writes_so() -> None:
    found = {(sample.label, sample.style) for sample in in_a_hurry(4000, writers=400, hasty=0)}
    assert found <= names_of(STYLES)


def test_a_writer_is_in_a_hurry_always_or_never() -> None:
    samples = in_a_hurry(6000, writers=100, hasty=0.3)
    hurried = {sample.writer for sample in samples if (sample.label, sample.style) in names_of(HASTY_STYLES)}
    careful = {sample.writer for sample in samples if (sample.label, sample.style) in names_of(STYLES)}
    assert not hurried & careful
    assert 15 < len(hurried) < 45
    crowd = Writers(100, seed=5)
    assert set(np.flatnonzero(crowd.are_hasty(0.3))) == hurried
    assert hurried <= set(np.flatnonzero(crowd.are_hasty(0.5)))


def test_habits_stay_and_single_digits_vary_around_them() -> None:
    writers = np.repeat(np.arange(200), 50)
    numbers = Variation(writers, key=3, rng=np.random.default_rng(0))(0, 1).reshape(200, 50)
    assert 0 <= numbers.min() <= numbers.max() <= 1
    between, within = numbers.mean(axis=1).std(), numbers.std(axis=1).mean()
    assert between > 0.15
    assert 0.05 < within < 0.25


def test_another_number_of_the_same_style_is_another_habit() -> None:
    vary = Variation(np.arange(2000), key=3, rng=np.random.default_rng(0))
    first, second = vary(0, 1), vary(0, 1)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1


def test_non_digits_are_letters_signs_scribbles_and_two_digits() -> None:
    samples = Writers(50, seed=1).non_digits(1500, rng=np.random.default_rng(1))
    assert {sample.label for sample in samples} == {NO_DIGIT}
    styles = {sample.style for sample in samples}
    assert {"A", "x", "#", "?", "spiral", "zigzag", "spot"} <= styles
    assert any(style.isdigit() and len(style) == 2 for style in styles)
    assert not styles & set("BIOSZbgloqsz|/0123456789")
    assert all(np.isfinite(np.concatenate(sample.strokes)).all() for sample in samples)


def test_two_digits_stand_beside_each_other() -> None:
    samples = Writers(50, seed=1).non_digits(1500, rng=np.random.default_rng(1))
    pairs = [sample for sample in samples if sample.style.isdigit()]
    wide = [np.ptp(np.concatenate(sample.strokes), axis=0) for sample in pairs]
    assert np.mean([width / height for width, height in wide]) > 0.9


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"synthetic_digits": -1}, "synthetic_digits: expected a whole number from 0 to 2000000, found -1."),
        ({"synthetic_writers": 0}, "synthetic_writers: expected a whole number from 1 to 2000000, found 0."),
        ({"synthetic_strangers": 1.5}, "synthetic_strangers: expected a whole number"),
        ({"synthetic_digits": True}, "synthetic_digits: expected a whole number"),
    ],
)
def test_a_mix_that_cannot_be_is_refused(values: dict[str, int], message: str) -> None:
    with pytest.raises(HandwritingError, match=message):
        HandwritingMix(**values)
