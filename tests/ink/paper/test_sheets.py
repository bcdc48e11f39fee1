"""A sheet with ink on it is found in what lies about it; anything else stays as it is."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink import picture_of
from recognizer.ink.paper.light import Grey
from recognizer.ink.paper.sheets import sheet_alone
from tests.ink.handwriting import FIVE, ONE, SEVEN, enlarged, lattice_of, photographed, row, zero

NUMBER = row(FIVE, ONE, SEVEN)


def lying(
    pixels: NDArray[np.uint8], *, turn: float = 0, around: int = 60, waves: float = 20, margin: int = 90
) -> tuple[Grey, NDArray[np.bool_]]:
    """Return a picture of a sheet, turned so many degrees, on a surface of uneven tone, and where it is."""
    sheet = Image.fromarray(pixels)
    shape = Image.new("L", sheet.size, 255).rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    sheet = sheet.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    width, height = (side + 2 * margin for side in sheet.size)
    surface = around + waves * np.sin(np.arange(width) / 17)
    picture = Image.fromarray(np.tile(surface, (height, 1)).astype(np.uint8))
    picture.paste(sheet, (margin, margin // 2), shape)
    inside = Image.new("L", picture.size)
    inside.paste(shape, (margin, margin // 2))
    return np.asarray(picture, dtype=np.float32), np.asarray(inside) > 127


@pytest.mark.parametrize("turn", [0, 3, -8, 20])
@pytest.mark.parametrize(
    ("paper", "ink", "around"),
    [(230, 40, 60), (230, 160, 60), (35, 230, 180)],
    ids=["paper", "faint", "plate"],
)
def test_its_surroundings_become_its_paper(turn: float, paper: int, ink: int, around: int) -> None:
    light, inside = lying(photographed(NUMBER, paper=paper, ink=ink), turn=turn, around=around)
    alone = sheet_alone(light)
    assert np.abs(alone[~inside] - paper).max() < 20
    drawn = inside & (np.abs(light - ink) < 10)
    np.testing.assert_array_equal(alone[drawn], light[drawn])


def test_three_digits_are_found_on_a_plate() -> None:
    plate, _ = lying(photographed(NUMBER, paper=30, ink=235), around=200, waves=5)
    boxes = [glyph.box for glyph in lattice_of(Image.fromarray(plate.astype(np.uint8)), mode="number").glyphs]
    assert len(boxes) >= 3
    assert max(height for _, _, _, height in boxes) < 0.8 * plate.shape[0]


def eight(pen: int) -> NDArray[np.uint8]:
    """Return a thick 8 of two rounded rectangles, whose loops are small."""
    pixels = np.full((200, 160), 240, np.uint8)
    pixels[20:180, 40:120] = 30
    for top in (20, 96):
        pixels[top + pen : top + 84 - pen, 40 + pen : 120 - pen] = 240
    return pixels


UNTOUCHED = {
    "dark ink": photographed(NUMBER),
    "light ink": photographed(NUMBER, paper=20, ink=240),
    "thick ink": np.rint(240 - 200 * np.pad(enlarged(zero()), 50)).astype(np.uint8),
    "an 8 of thick bars": eight(16),
    "an 8 of very thick bars": eight(28),
    "a block": np.pad(np.full((120, 30), 30, np.uint8), 60, constant_values=240),
    "a sheet without ink": lying(np.full((120, 200), 230, np.uint8))[0].astype(np.uint8),
    "a spot of light": np.rint(
        200 * np.exp(-((np.indices((150, 200)) - [[[75]], [[100]]]) ** 2).sum(axis=0) / 3000)
    ).astype(np.uint8),
    "one tone": np.full((90, 120), 128, np.uint8),
}


@pytest.mark.parametrize("pixels", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_is_no_sheet_stays(pixels: NDArray[np.uint8]) -> None:
    light = picture_of(Image.fromarray(pixels)).light
    np.testing.assert_array_equal(sheet_alone(light), light)


def test_half_in_shadow_stays() -> None:
    light = photographed(NUMBER).astype(np.float32)
    light[:, light.shape[1] // 2 :] *= 0.4
    np.testing.assert_array_equal(sheet_alone(light), light)


@pytest.mark.parametrize("over", [slice(0, 120), slice(60, None), slice(40, 160)], ids=str)
def test_a_highlighters_mark_over_a_part_of_the_number_stays(over: slice) -> None:
    light = np.pad(photographed(NUMBER), 60, constant_values=230).astype(np.float32)
    marked = light[70:-70, 60:-60][:, over]
    np.minimum(marked, 150, out=marked)
    np.testing.assert_array_equal(sheet_alone(light), light)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (2, 2), (30, 1000)])
def test_it_takes_any_shape(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(4)
    assert sheet_alone(rng.uniform(0, 255, shape).astype(np.float32)).shape == shape
