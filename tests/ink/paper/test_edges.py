"""What lies along the edges of a picture, and is no writing."""

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.ink import Stroke
from recognizer.ink.paper.edges import without_edge_pieces, without_edges
from recognizer.ink.paper.light import Grey
from recognizer.ink.pieces import Ink
from tests.ink.handwriting import FIVE, ONE, SEVEN, photographed, row

EDGES = {
    "left": lambda pixels: pixels,
    "right": lambda pixels: pixels[:, ::-1],
    "top": lambda pixels: pixels.T,
    "bottom": lambda pixels: pixels.T[:, ::-1],
}
NUMBER = row(FIVE, ONE, SEVEN)


def paper_with(strokes: list[Stroke]) -> Grey:
    return photographed(strokes).astype(np.float32)


def with_strip(light: Grey, edge: str, *, thickness: NDArray[np.float64], tone: float) -> Grey:
    """Lay a strip along an edge, so many pixels thick from its one end to its other."""
    laid = light.copy()
    view = EDGES[edge](laid)
    cut = np.interp(np.arange(len(view)), np.linspace(0, len(view) - 1, thickness.size), thickness)
    view[np.arange(view.shape[1]) < cut[:, None]] = tone
    return laid


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("thickness", [[1, 1], [4, 4], [20, 20], [2, 18]], ids=str)
@pytest.mark.parametrize("tone", [0, 120])
def test_a_strip_along_an_edge_goes(edge: str, thickness: list[int], tone: int) -> None:
    light = paper_with(NUMBER)
    cleaned = without_edges(with_strip(light, edge, thickness=np.array(thickness, float), tone=tone))
    np.testing.assert_allclose(cleaned, light, atol=3)


@pytest.mark.parametrize("thickness", [3.0, 30.0])
def test_a_border_all_round_goes(thickness: float) -> None:
    light = framed = paper_with(NUMBER)
    for edge in EDGES:
        framed = with_strip(framed, edge, thickness=np.full(2, thickness), tone=20)
    np.testing.assert_allclose(without_edges(framed), light, atol=3)


def test_a_table_about_askew_paper_goes() -> None:
    light = np.pad(paper_with(NUMBER), 60, constant_values=230)
    on_table = light
    for edge in EDGES:
        on_table = with_strip(on_table, edge, thickness=np.array([45.0, 60]), tone=70)
    np.testing.assert_allclose(without_edges(on_table), light, atol=3)


@pytest.mark.parametrize(
    "strokes", [ONE, SEVEN, FIVE, NUMBER, row(ONE, FIVE), row(FIVE, ONE), row(ONE, ONE, gap=0.4)], ids=len
)
def test_writing_that_is_cut_out_tightly_stays(strokes: list[Stroke]) -> None:
    light = photographed(strokes, margin=0)[1:-1, 1:-1].astype(np.float32)
    np.testing.assert_array_equal(without_edges(light), light)


@pytest.mark.parametrize("place", ["alone", "first", "last"])
def test_a_bar_along_the_edge_of_a_tight_cut_out_stays_a_one(place: str) -> None:
    light = np.full((100, 60), 230, dtype=np.float32)
    light[:, {"alone": slice(24, 36), "first": slice(0, 12), "last": slice(-12, None)}[place]] = 30
    if place != "alone":
        light[:, 30:38] = 30
    np.testing.assert_array_equal(without_edges(light), light)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (40, 40), (33, 1000)])
def test_it_takes_any_shape(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    assert without_edges(rng.uniform(0, 255, shape).astype(np.float32)).shape == shape


def ink_of(strokes: list[Stroke], margin: int = 40) -> Ink:
    return photographed(strokes, paper=0, ink=255, margin=margin)


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("strokes", [NUMBER, []], ids=["beside a number", "alone"])
def test_a_piece_along_an_edge_is_no_digit(edge: str, strokes: list[Stroke]) -> None:
    ink = ink_of(strokes) if strokes else np.zeros((120, 200), np.uint8)
    stained = ink.copy()
    view = EDGES[edge](stained)
    thickness = 20 + 8 * np.sin(np.arange(len(view)) / 5)
    view[np.arange(view.shape[1]) < thickness[:, None]] = 255
    np.testing.assert_array_equal(without_edge_pieces(stained), ink)


@pytest.mark.parametrize("strokes", [ONE, SEVEN, FIVE, NUMBER, row(ONE, ONE, gap=0.4)], ids=len)
def test_ink_that_is_cut_out_tightly_stays(strokes: list[Stroke]) -> None:
    ink = ink_of(strokes, margin=0)[1:-1, 1:-1]
    np.testing.assert_array_equal(without_edge_pieces(ink), ink)


def test_a_bar_from_edge_to_edge_stays() -> None:
    ink = np.zeros((100, 40), np.uint8)
    ink[:, 10:22] = 255
    np.testing.assert_array_equal(without_edge_pieces(ink), ink)
