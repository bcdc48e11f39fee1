"""Whole numbers as the shipped version reads them."""

import time
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.ink import Lattice, MarkKind, Segment, Stroke, glyphs_from_strokes
from recognizer.nn import Network
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.reading import Reading, read_lattice, recognize_strokes
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.versions.registry import LoadedVersion
from tests.support.numbers import written

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def read(strokes: list[Stroke]) -> Reading:
    return recognize_strokes(strokes, mode="number")


@pytest.mark.parametrize("count", range(1, 21))
def test_k_well_spaced_digits_are_read(count: int) -> None:
    text = "".join(map(str, np.random.default_rng(count).integers(10, size=count)))
    assert read(written(text)).text == text


def test_the_lecture_s_number_is_read() -> None:
    reading = read(written("504192"))
    assert reading.text == "504192"
    assert reading.verdict == Verdict.RECOGNIZED


@pytest.mark.parametrize("scale", [0.01, 1, 30])
def test_place_and_size_do_not_matter(scale: float) -> None:
    strokes = [stroke * scale + np.array([-700.0, 333.0]) for stroke in written("20745")]
    assert read(strokes).text == "20745"


def test_the_order_of_strokes_does_not_matter() -> None:
    strokes = written("4147")
    reading, backwards = read(strokes), read(strokes[::-1])
    assert reading.text == backwards.text == "4147"
    assert reading.digits[0].glyph.strokes == (0, 1)
    assert backwards.digits[0].glyph.strokes == (len(strokes) - 2, len(strokes) - 1)


def test_a_bar_drawn_last_joins_its_digit() -> None:
    stem = np.array([[10.0, 0.0], [6.0, 45.0], [40.0, 40.0], [55.0, 70.0], [40.0, 98.0], [2.0, 96.0]])
    bar = np.array([[10.0, 1.0], [58.0, 0.0]])
    rest = [stroke + np.array([100.0, 0.0]) for stroke in written("02")]
    reading = read([stem, *rest, bar])
    assert reading.text == "502"
    assert [digit.glyph.strokes for digit in reading.digits] == [(0, 3), (1,), (2,)]


def test_digits_that_touch_are_two() -> None:
    assert read(written("00", gap=0)).text == "00"


@pytest.mark.parametrize("text", ["30", "88", "69"])
def test_digits_that_overlap_are_two(text: str) -> None:
    assert read(written(text, gap=-4)).text == text


def test_two_digits_in_one_stroke_are_two() -> None:
    zero = STROKES[0][0]
    reading = read([np.concatenate([zero, zero + np.array([90, 0])])])
    assert reading.text == "00"
    assert [digit.glyph.strokes for digit in reading.digits] == [(0,), (0,)]


def test_two_lines_are_read_from_top_to_bottom() -> None:
    assert read([*written("192", y=140), *written("504")]).text == "504192"


def test_a_number_is_at_most_as_certain_as_its_weakest_digit() -> None:
    reading = read(written("3041"))
    weakest = min(digit.confidence for digit in reading.digits)
    assert 0 < reading.confidence <= weakest
    assert reading.confidence > 0.8 * weakest


def test_nothing_drawn_is_empty_and_sure() -> None:
    reading = read([])
    assert (reading.text, reading.confidence, reading.verdict) == ("", 1.0, Verdict.EMPTY)


class NoDigits:
    """A network to which all ink is rather no digit, and else a 9; it notes the tiles of each batch."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def predict(self, X: NDArray[np.float32]) -> NDArray[np.float64]:
        self.batches.append(len(X))
        return np.tile([*[0.001] * 9, 0.011, 0.98], (len(X), 1))


def test_no_candidate_is_scored_that_cannot_be_read_also_where_all_ink_is_rather_no_digit() -> None:
    def candidate(start: int, end: int, prior: float, non_digit: float | None = None) -> Segment:
        (glyph,) = glyphs_from_strokes(written("9"))
        return Segment(start=start, end=end, prior=prior, glyph=glyph, non_digit=non_digit, atoms=end - start)

    arcs = (
        candidate(0, 1, -1.0, -4.0),
        candidate(0, 2, -3.9),  # beats two non-digits
        candidate(0, 3, -12.5),  # beats digits alone
        candidate(1, 2, -1.0, -4.0),
        candidate(1, 3, -30.0),  # beats nothing
        candidate(2, 3, -1.0, -4.0),
    )
    network = NoDigits()
    version = LoadedVersion(number=1, name="", sha256="", network=cast("Network", network), temperature=1.0)
    reading = read_lattice(Lattice(segments=arcs, last=3), version, time.perf_counter())
    assert network.batches == [3, 1, 1]
    assert reading.text == "99"
    assert not reading.ignored


def moved(strokes: list[Stroke], x: float) -> list[Stroke]:
    return [stroke + np.array([x, 0.0]) for stroke in strokes]


def test_a_point_is_left_out_and_told_of() -> None:
    point = np.array([[80.0, 90.0], [88.0, 92.0], [86.0, 100.0], [79.0, 98.0]])
    reading = read([*written("3"), point, *moved(written("5"), 110)])
    assert reading.text == "35"
    assert [(mark.kind, mark.strokes) for mark in reading.ignored] == [(MarkKind.DOT, (1,))]


def test_a_number_within_a_ring_is_read() -> None:
    turn = np.linspace(0, 2 * np.pi, 50)
    ring = np.stack([30 + 95 * np.cos(turn), 50 + 85 * np.sin(turn)], axis=1)
    reading = read([*written("7"), ring])
    assert (reading.text, [mark.kind for mark in reading.ignored]) == ("7", [MarkKind.RING])


def test_a_number_above_a_line_is_read() -> None:
    reading = read([*written("30"), np.array([[-10.0, 130.0], [90.0, 128.0], [180.0, 131.0]])])
    assert (reading.text, [mark.kind for mark in reading.ignored]) == ("30", [MarkKind.LINE])


def test_a_slash_that_may_be_a_one_is_never_recognized() -> None:
    slash = np.array([[220.0, -5.0], [160.0, 110.0]])
    reading = read([*written("12"), slash, *moved(written("05"), 240)])
    assert reading.verdict != Verdict.RECOGNIZED


def test_nothing_but_marks_is_no_empty_sheet() -> None:
    dashes = [np.array([[0.0, 0.0], [30.0, 0.0]]), np.array([[60.0, 0.0], [90.0, 0.0]])]
    assert read(dashes).verdict == Verdict.NOT_A_DIGIT
