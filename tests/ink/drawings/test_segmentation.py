"""Which divisions of a drawing into digits are looked at, and what geometry says of them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizer.ink import Lattice, Mode, Stroke, StrokesError, best_path, drawing, lattice_from_strokes
from recognizer.ink.drawings import segmentation
from recognizer.ink.drawings.atoms import atoms_of
from recognizer.ink.drawings.rows import line_height
from tests.ink.handwriting import FIVE, ONE, SEVEN, row, zero

FOUR: list[Stroke] = [
    np.array([[0.3, 0.0], [0.0, 0.6], [0.45, 0.6]]),
    np.array([[0.5, 0.2], [0.5, 1.0]]),
]
digits = st.sampled_from([zero(), ONE, FIVE, SEVEN])

forty_examples = settings(max_examples=40)


def lattice(strokes: list[Stroke]) -> Lattice:
    return lattice_from_strokes(strokes, mode="number")


def divisions(found: Lattice) -> set[tuple[tuple[int, ...], ...]]:
    """Return all ways through a lattice, each as the strokes of its digits."""
    ways: list[set[tuple[tuple[int, ...], ...]]] = [set() for _ in range(found.last + 1)]
    ways[0].add(())
    for segment in found.segments:
        digit = () if segment.glyph is None else (segment.glyph.strokes,)
        ways[segment.end] |= {way + digit for way in ways[segment.start]}
    return ways[found.last]


def likeliest(found: Lattice) -> list[tuple[int, ...]]:
    """Return the division that geometry alone prefers."""
    path = best_path(found, dict.fromkeys(found.glyphs, np.eye(10)[0]))
    return [glyph.strokes for glyph in path.glyphs]


def moved(strokes: list[Stroke], x: float = 0.0, y: float = 0.0) -> list[Stroke]:
    return [stroke + np.array([x, y]) for stroke in strokes]


@forty_examples
@given(chosen=st.lists(digits, min_size=1, max_size=20), gap=st.floats(1.0, 3))
def test_k_well_spaced_digits_are_k_by_geometry_alone(chosen: list[list[Stroke]], gap: float) -> None:
    found = likeliest(lattice(row(*chosen, gap=gap)))
    assert len(found) == len(chosen)
    assert [index for digit in found for index in digit] == list(range(sum(map(len, chosen))))


def test_a_piece_of_a_stroke_is_no_mark_though_it_has_as_many_points_as_the_stroke() -> None:
    zigzag = np.array([[33.1, 133.7], [128.0, 127.1], [101.6, 188.4]])
    found = lattice([zigzag])
    assert [
        len(part) for atom in atoms_of({0: zigzag}, line_height({0: zigzag})) for _, part in atom.parts
    ] == [2, 3, 2]
    assert found.glyphs
    assert not any(segment.mark for segment in found.segments)


@settings(max_examples=200)
@given(
    points=st.lists(
        st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=6),
        min_size=1,
        max_size=3,
    )
)
def test_any_few_strokes_have_a_lattice(points: list[list[tuple[float, float]]]) -> None:
    found = lattice([np.array(stroke) for stroke in points])
    assert found.last > 0


def test_well_spaced_digits_cost_no_second_look() -> None:
    assert len(lattice(row(zero(), ONE, zero(), gap=1.3)).glyphs) == 3


def test_a_delayed_bar_joins_its_digit() -> None:
    later = [FIVE[0], *moved(zero(), 1.1), *moved(ONE, 2.2), FIVE[1]]
    assert likeliest(lattice(later)) == [(0, 3), (1,), (2,)]


@pytest.mark.parametrize("apart", [-0.1, 0.0, 0.05])
def test_a_four_in_two_strokes_may_be_one_or_two(apart: float) -> None:
    strokes = [FOUR[0], *moved(FOUR[1:], apart)]
    assert divisions(lattice(strokes)) >= {((0, 1),), ((0,), (1,))}


@pytest.mark.parametrize("distance", [0.45, 0.6, 0.7])
def test_digits_that_overlap_or_touch_may_be_two(distance: float) -> None:
    assert ((0,), (1,)) in divisions(lattice([*zero(), *moved(zero(), distance)]))


def test_a_stroke_of_two_digits_may_be_two() -> None:
    turn = np.linspace(0, 2 * np.pi, 40)
    loops = [np.stack([x - 0.3 * np.sin(turn), 0.5 - 0.5 * np.cos(turn)], axis=1) for x in (0.3, 1.2)]
    found = lattice([np.concatenate(loops)])
    assert ((0,), (0,)) in divisions(found)
    widths = sorted(glyph.box[2] for glyph in found.glyphs)
    assert any(width == pytest.approx(0.6, abs=0.05) for width in widths)


def test_slanted_digits_overlap_in_x_and_are_two_all_the_same() -> None:
    slanted = [stroke @ np.array([[1, 0], [-0.5, 1]]) for stroke in row(ONE, ONE, gap=0.65)]
    assert likeliest(lattice(slanted)) == [(0,), (1,)]


def test_two_circles_are_an_eight_or_two_lines() -> None:
    circles = [zero()[0] * 0.5, zero()[0] * 0.5 + np.array([0, 0.5])]
    assert divisions(lattice(circles)) >= {((0, 1),), ((0,), (1,))}


def test_two_lines_are_read_from_top_to_bottom() -> None:
    lower = moved(row(FIVE, ONE), y=1.4)
    upper = row(zero(), SEVEN)
    assert likeliest(lattice([*lower, *upper])) == [(3,), (4, 5), (0, 1), (2,)]


@forty_examples
@given(
    order=st.permutations(range(7)),
    unit=st.floats(1e-3, 1e3),
    x=st.floats(-1e3, 1e3),
    y=st.floats(-1e3, 1e3),
)
def test_neither_order_nor_place_nor_unit_matter(order: list[int], unit: float, x: float, y: float) -> None:
    strokes = row(FIVE, zero(), FOUR, SEVEN)
    changed = [(strokes[index] + np.array([x, y])) * unit for index in order]
    found = [tuple(sorted(order[place] for place in digit)) for digit in likeliest(lattice(changed))]
    assert found == likeliest(lattice(strokes))


@forty_examples
@given(times=st.integers(2, 4))
def test_repeated_points_do_not_matter(times: int) -> None:
    strokes = row(FIVE, zero(), FOUR, gap=0.8)
    repeated = lattice([np.repeat(stroke, times, axis=0) for stroke in strokes])
    for segment, same in zip(lattice(strokes).segments, repeated.segments, strict=True):
        assert segment.prior == pytest.approx(same.prior)
        assert segment.glyph is not None
        assert same.glyph is not None
        assert np.array_equal(segment.glyph.tile, same.glyph.tile)


@forty_examples
@given(exponent=st.integers(-323, 11), digits=st.lists(digits, min_size=1, max_size=4))
@pytest.mark.parametrize("mode", ["digit", "number"])
def test_a_drawing_of_any_size_gives_a_sound_lattice(
    exponent: int, digits: list[list[Stroke]], mode: Mode
) -> None:
    """Where lengths are so small that their products are 0, there is nothing but a dot."""
    strokes = [stroke * 10.0**exponent for stroke in row(*digits)]
    slash = np.array([[1.0, 0.0], [0.0, 1.0]]) * 10.0**exponent
    for drawn in (strokes, [*strokes, slash], [slash] * 3):
        found = lattice_from_strokes(drawn, mode=mode)
        assert all(np.isfinite(segment.prior) for segment in found.segments)


@forty_examples
@given(strokes=st.lists(st.lists(st.tuples(*[st.floats(-1e9, 1e9)] * 2), max_size=8), max_size=6))
@pytest.mark.parametrize("mode", ["digit", "number"])
def test_any_finite_strokes_give_a_sound_lattice(
    strokes: list[list[tuple[float, float]]], mode: Mode
) -> None:
    drawing = [np.array(stroke, dtype=float).reshape(-1, 2) for stroke in strokes]
    found = lattice_from_strokes(drawing, mode=mode)
    assert bool(found.glyphs) == any(len(stroke) for stroke in drawing)
    assert all(glyph.tile.max() > 100 and glyph.strokes for glyph in found.glyphs)
    assert all(np.isfinite(segment.prior) for segment in found.segments)
    # all that is drawn may be marks beside a number, but then there would be no number
    assert all(way or not found.glyphs for way in divisions(found.without_non_digits()))


def test_the_segments_are_in_the_order_of_their_starts() -> None:
    segments = lattice([*row(FOUR, FIVE, gap=0.7), *moved(row(zero(), ONE), y=1.3)]).segments
    assert all(one.start <= next_one.start for one, next_one in pairwise(segments))
    assert all(segment.start < segment.end for segment in segments)


def test_a_tap_beside_a_number_is_dropped_and_strokes_keep_their_places() -> None:
    drawing = [*moved(ONE, 1.0), np.array([[0.9, 0.5]]), *FIVE]
    assert likeliest(lattice(drawing)) == [(2, 3), (0,)]


def test_digit_mode_is_one_digit_of_all_strokes() -> None:
    found = lattice_from_strokes(row(zero(), ONE, gap=3), mode="digit")
    assert divisions(found) == {((0, 1),)}


def test_it_refuses_points_that_are_nowhere() -> None:
    with pytest.raises(StrokesError):
        lattice([np.array([[0.0, np.nan]])])


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    "strokes",
    [
        [RNG.random((20, 2)) for _ in range(1_000)],
        [RNG.random((20, 2)) + np.array([place * 0.3, 0]) for place in range(1_000)],
        [RNG.random((20_000, 2))],
        [RNG.random((20_000, 2)) * (300, 1)],
        [RNG.random((1_000, 2)) + np.array([place * 0.8, 0]) for place in range(20)],
        [np.stack([np.linspace(0, 90, 20_000), np.sin(np.linspace(0, 900, 20_000))], axis=1)],
    ],
    ids=["one heap", "a row", "one scribble", "a long scribble", "scribbles side by side", "a wave"],
)
def test_whatever_comes_the_work_is_bounded(strokes: list[Stroke]) -> None:
    found = lattice(strokes)
    assert len(found.glyphs) <= 1_000


def scribbled(count: int, points: int, *, columns: int) -> list[Stroke]:
    """Return strokes side by side, in lines of so many, each scribbled over and over."""
    rng = np.random.default_rng(0)
    corners = [(60.0 * (place % columns), 150.0 * (place // columns)) for place in range(count)]
    return [rng.random((points, 2)) * (50, 100) + corner for corner in corners]


@pytest.mark.parametrize(
    ("count", "points", "columns"),
    [(50, 400, 50), (100, 200, 100), (20, 1_000, 20), (1_000, 1, 1_000), (1_000, 20, 1_000), (1, 20_000, 1)],
)
def test_the_work_on_a_line_is_bounded(
    count: int, points: int, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fits into a request: few tiles are made, and little is drawn on them."""
    drawn: list[int] = []
    evenly_spaced = drawing._evenly_spaced

    def counted(stroke: Stroke, spacing: float) -> Stroke:
        spaced = evenly_spaced(stroke, spacing)
        drawn.append(len(spaced))
        return spaced

    monkeypatch.setattr(drawing, "_evenly_spaced", counted)
    glyphs = lattice_from_strokes(scribbled(count, points, columns=columns), mode="number").glyphs
    for glyph in glyphs:
        assert glyph.tile.shape == (28, 28)
    assert len(glyphs) <= segmentation.MAX_LINE_SEGMENTS
    assert sum(drawn) <= 1.5 * segmentation.MAX_PEN_POINTS


def test_the_work_on_many_lines_is_bounded() -> None:
    glyphs = lattice_from_strokes(scribbled(1_000, 20, columns=25), mode="number").glyphs
    assert len(glyphs) <= segmentation.MAX_LINE_SEGMENTS + 1.5 * segmentation.MAX_SEGMENTS_OF_LINES


def test_what_people_draw_keeps_all_its_points() -> None:
    """Fifty digits, each with as many points as a tablet reports."""
    circle = np.linspace(0, 2 * np.pi, 200)
    strokes = {place: np.stack([np.cos(circle) + 3 * place, np.sin(circle)], axis=1) for place in range(50)}
    assert segmentation._thinned(strokes) is strokes
