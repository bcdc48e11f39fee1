import numpy as np
import pytest
from PIL import Image

from recognizer.ink.tile import Tile, ink_to_tile, longer_side


def inked(shape: tuple[int, int], *boxes: tuple[slice, slice]) -> Image.Image:
    pixels = np.zeros(shape, dtype=np.uint8)
    for box in boxes:
        pixels[box] = 255
    return Image.fromarray(pixels)


def centre(tile: Tile) -> tuple[float, float]:
    rows, columns = np.indices(tile.shape) + 0.5
    mass = tile.sum(dtype=float)
    return float((columns * tile).sum() / mass), float((rows * tile).sum() / mass)


def test_it_puts_the_centre_of_mass_in_the_middle() -> None:
    ink = inked((90, 70), np.s_[5:85, 10:20], np.s_[75:85, 10:50])
    tile = ink_to_tile(ink, scale=20 / 80)
    assert centre(tile) == pytest.approx((14, 14), abs=0.15)


def test_it_scales_by_what_it_is_told() -> None:
    tile = ink_to_tile(inked((100, 100), np.s_[10:90, 30:70]), scale=0.25)
    assert tile.sum() / 255 == pytest.approx(20 * 10, rel=0.01)
    assert tile.max() == 255


@pytest.mark.parametrize("turns", range(4))
def test_it_keeps_ink_on_the_tile_that_centring_would_push_off(turns: int) -> None:
    heavy_foot = np.zeros((80, 80), dtype=np.uint8)
    heavy_foot[:, 38:42] = 255
    heavy_foot[68:, :] = 255
    ink = Image.fromarray(np.rot90(heavy_foot, turns).copy())
    assert ink_to_tile(ink, scale=0.25).sum() == pytest.approx(heavy_foot.sum() / 16, rel=0.005)


def test_it_does_not_mind_where_the_ink_lies() -> None:
    near = ink_to_tile(inked((60, 60), np.s_[0:40, 0:12]), scale=0.5)
    far = ink_to_tile(inked((600, 900), np.s_[517:557, 801:813]), scale=0.5)
    assert np.array_equal(near, far)


def test_no_ink_is_an_empty_tile() -> None:
    tile = ink_to_tile(inked((30, 30)), scale=1)
    assert tile.shape == (28, 28)
    assert tile.dtype == np.uint8
    assert not tile.any()


def test_it_measures_the_longer_side_of_the_ink_alone() -> None:
    assert longer_side(inked((50, 50), np.s_[10:15, 3:33])) == 30
    assert longer_side(inked((50, 50))) == 1
