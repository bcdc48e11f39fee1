"""Any pixels whatever are read, or it is said why not, with bounded work."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink import Mode, blank_because, lattice_from_ink, picture_of, picture_to_ink
from recognizer.ink.pictures.segmentation import MAX_GLYPHS
from tests.support.worst_pictures import SIDE, worst

pytestmark = pytest.mark.slow  # it reads hundreds of pictures, and the most costly ones

pixels = arrays(
    np.uint8,
    array_shapes(min_dims=2, max_dims=2, max_side=48),
    elements=st.one_of(st.sampled_from([0, 255]), st.integers(0, 255)),
)
patterns = st.builds(
    lambda tile, down, across: np.tile(tile, (down, across)),
    arrays(
        np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=14), elements=st.sampled_from([0, 90, 255])
    ),
    st.integers(1, 14),
    st.integers(1, 14),
)


def read(grey: NDArray[np.uint8], mode: Mode) -> int:
    """Go the whole way of a picture, all tiles included; return how many glyphs it has."""
    picture = picture_of(Image.fromarray(grey))
    ink = picture_to_ink(picture)
    lattice = lattice_from_ink(ink, picture.step, mode=mode)
    assert all(glyph.tile.shape == (28, 28) for glyph in lattice.glyphs)
    assert blank_because(picture, ink, lattice)
    return len(lattice.glyphs)


@settings(max_examples=150, deadline=None)
@given(grey=st.one_of(pixels, patterns))
def test_any_pixels_are_read_in_both_modes(grey: NDArray[np.uint8]) -> None:
    assert read(grey, "number") <= MAX_GLYPHS
    assert read(grey, "digit") <= 1


@settings(max_examples=150, deadline=None)
@given(grey=st.one_of(pixels, patterns))
def test_any_ink_is_read_in_both_modes(grey: NDArray[np.uint8]) -> None:
    for mode in ("number", "digit"):
        for glyph in lattice_from_ink(grey, 1, mode=mode).glyphs:
            assert glyph.tile.shape == (28, 28)


@pytest.mark.parametrize("name", worst())
def test_the_work_of_the_worst_pictures_is_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: pixels that are resampled, and cut-outs."""
    resampled = 0
    resize = Image.Image.resize

    def counted(self: Image.Image, size: tuple[int, int], *args: object, **options: object) -> Image.Image:
        nonlocal resampled
        resampled += size[0] * size[1]
        return resize(self, size, *args, **options)  # type: ignore[arg-type]

    picture = picture_of(Image.fromarray(worst()[name]))
    ink = picture_to_ink(picture)
    monkeypatch.setattr(Image.Image, "resize", counted)
    lattice = lattice_from_ink(ink, picture.step, mode="number")
    assert resampled < SIDE * SIDE
    assert len(lattice.glyphs) <= MAX_GLYPHS
