"""How rectangular and convex shapes are."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recognizer.ink.paper.shapes import convexity, rectangularity
from recognizer.ink.pieces import Mask


def drawn(shape: str, turn: float = 0) -> Mask:
    picture = Image.new("L", (200, 200))
    getattr(ImageDraw.Draw(picture), shape)([30, 60, 170, 140], fill=255)
    return np.asarray(picture.rotate(turn, Image.Resampling.BICUBIC)) > 127


@pytest.mark.parametrize("turn", [0, 12, 45, 100])
def test_a_rectangle_fills_the_smallest_about_it_however_it_is_turned(turn: float) -> None:
    assert rectangularity(drawn("rectangle", turn)) == pytest.approx(1, abs=0.04)
    assert convexity(drawn("rectangle", turn)) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("turn", [0, 30])
def test_an_ellipse_fills_a_quarter_of_pi_of_it(turn: float) -> None:
    assert rectangularity(drawn("ellipse", turn)) == pytest.approx(np.pi / 4, abs=0.03)
    assert convexity(drawn("ellipse", turn)) == pytest.approx(1, abs=0.03)


def test_a_bay_is_not_convex() -> None:
    shape = drawn("rectangle")
    shape = shape & ~np.pad(np.ones((40, 60), bool), ((60, 100), (70, 70)))
    area = 141 * 81
    assert convexity(shape) == pytest.approx((area - 40 * 60) / area, abs=0.02)
    assert rectangularity(shape) == pytest.approx((area - 40 * 60) / area, abs=0.02)


@pytest.mark.parametrize("shape", [np.ones((1, 1), bool), np.ones((1, 50), bool), np.eye(30, dtype=bool)])
def test_a_line_fills_nothing(shape: Mask) -> None:
    assert rectangularity(shape) == convexity(shape) == 0


def test_nothing_fills_nothing() -> None:
    assert rectangularity(np.zeros((9, 9), bool)) == 0
