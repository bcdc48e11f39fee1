import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from recognizer.ink.paper import cleaning
from recognizer.ink.paper.cleaning import AS_IT_STANDS, OTHER_LOOKS, Reliefs, picture_to_ink
from recognizer.ink.paper.grey import WORKING_SIDE, picture_of
from recognizer.ink.pen import stroke_width
from recognizer.ink.pieces import Mask
from tests.ink.handwriting import FIVE, SEVEN, photographed, picture

RNG_SEED = 7


def noisy(shape: tuple[int, int], spread: float) -> Image.Image:
    noise = np.random.default_rng(RNG_SEED).normal(150, spread, shape)
    return Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8))


def test_ink_is_255_and_paper_0() -> None:
    whole = picture_of(picture(FIVE))
    ink = picture_to_ink(whole)
    drawn = photographed(FIVE, paper=0, ink=255)
    assert whole.step == 1
    assert ink.dtype == np.uint8
    assert (ink > 127)[drawn == 255].mean() > 0.99
    assert (ink == 0)[drawn == 0].mean() > 0.97


@pytest.mark.parametrize("tone", [0, 128, 255])
def test_one_tone_is_blank(tone: int) -> None:
    assert not picture_to_ink(picture_of(Image.new("L", (60, 40), tone))).any()


@pytest.mark.parametrize("spread", [2, 8, 25])
def test_noise_is_blank(spread: float) -> None:
    assert not picture_to_ink(picture_of(noisy((80, 120), spread))).any()


def test_a_fall_of_light_over_bare_paper_is_blank() -> None:
    fall = np.linspace(0, 120, 200) + np.linspace(0, 90, 150)[:, None]
    assert not picture_to_ink(picture_of(Image.fromarray(fall.astype(np.uint8)))).any()


def test_ink_is_found_in_noise() -> None:
    rng = np.random.default_rng(RNG_SEED)
    grey = photographed(FIVE, paper=200, ink=90) + rng.normal(0, 12, photographed(FIVE).shape)
    ink = picture_to_ink(picture_of(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))))
    drawn = photographed(FIVE, paper=0, ink=255)
    assert (ink > 127)[drawn == 255].mean() > 0.98
    assert (ink > 0)[drawn == 0].mean() < 0.05


def written(tones: list[float], *, paper: int = 225) -> tuple[Image.Image, NDArray[np.bool_]]:
    """Return digits side by side, each of another tone, on paper with a little grain; and where they are."""
    rng = np.random.default_rng(RNG_SEED)
    grey = np.full((140, 60 + 90 * len(tones)), paper, dtype=np.float64)
    drawn = np.zeros(grey.shape, dtype=bool)
    for place, tone in enumerate(tones):
        shape = Image.new("L", (grey.shape[1], grey.shape[0]))
        painter = ImageDraw.Draw(shape)
        for stroke in (FIVE, SEVEN)[place % 2]:
            points = 80 * stroke + [40 + 90 * place, 30]
            painter.line([tuple(point) for point in points], fill=255, width=7, joint="curve")
        cover = np.asarray(shape) / 255
        grey, drawn = grey + (tone - grey) * cover, drawn | (cover > 0)
    grey += rng.normal(0, 1.5, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)), drawn


@pytest.mark.parametrize(
    "tones", [[40, 70, 100, 130, 160], [40, 40, 170, 175], [160, 40, 40]], ids=["dry", "changed", "first"]
)
def test_ink_is_found_where_the_pen_runs_dry_or_is_changed(tones: list[float]) -> None:
    image, drawn = written(tones)
    ink = picture_to_ink(picture_of(image))
    assert (ink > 127)[drawn].mean() > 0.9
    assert (ink > 0)[~drawn].mean() < 0.05


def test_long_faint_lines_side_by_side_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: the boxes of slanting lines are as large as the picture, each one."""
    x, y = np.meshgrid(np.arange(700), np.arange(700))
    beside = np.abs(x - y)
    grey = np.where((beside > 40) & (beside < 300) & (beside % 30 < 3), 180, 235)
    grey[beside < 3] = 20
    looked_at = 0

    def counted(inked: Mask) -> float:
        nonlocal looked_at
        looked_at += inked.size
        return stroke_width(inked)

    monkeypatch.setattr(cleaning, "stroke_width", counted)
    picture_to_ink(picture_of(Image.fromarray(grey.astype(np.uint8))))
    assert looked_at < 5 * grey.size


def test_a_printed_line_is_not_taken_for_fainter_ink() -> None:
    image, drawn = written([40, 40, 40])
    painter = ImageDraw.Draw(image)
    painter.line([260, 20, 260, 120], fill=190, width=2)
    ink = picture_to_ink(picture_of(image))
    assert not ink[:, 250:270][~drawn[:, 250:270]].any()


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_it_takes_any_mode(mode: str) -> None:
    expected = picture_to_ink(picture_of(picture(FIVE, paper=255, ink=0)))
    ink = picture_to_ink(picture_of(picture(FIVE, paper=255, ink=0).convert(mode)))
    assert np.abs(ink.astype(int) - expected).mean() < 3


def test_it_uses_the_range_that_a_deep_picture_uses() -> None:
    twelve_bits = photographed(FIVE).astype(np.uint16) * 16
    assert picture_to_ink(picture_of(Image.fromarray(twelve_bits))).any()


def test_it_shrinks_a_large_picture_first() -> None:
    large = picture_of(picture(FIVE).resize((2500, 3000)))
    ink = picture_to_ink(large)
    assert large.step == 3
    assert max(ink.shape) <= WORKING_SIDE
    assert ink.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 2), (3, 3), (1, 5000), (5000, 1), (2, 700)])
def test_it_takes_any_shape(shape: tuple[int, int]) -> None:
    pixels = np.zeros(shape, dtype=np.uint8)
    pixels[0, shape[1] // 2] = 255
    ink = picture_to_ink(picture_of(Image.fromarray(pixels)))
    assert ink.ndim == 2


@pytest.mark.parametrize("side", [8, 10, 12])
def test_ink_is_found_in_a_tiny_picture(side: int) -> None:
    """Strokes are a pixel wide, and all of it is edges."""
    large = picture(FIVE, paper=0, ink=255, margin=10)
    tiny = large.resize((side, side), Image.Resampling.BOX)
    ink = picture_to_ink(picture_of(tiny))
    assert (ink > 0)[np.asarray(tiny) > 200].all()
    assert (ink > 0).sum() < 0.7 * ink.size


def test_looks_that_share_reliefs_find_what_each_finds_alone() -> None:
    whole = picture_of(picture(FIVE))
    shared = Reliefs(whole)
    for look in (AS_IT_STANDS, *OTHER_LOOKS, AS_IT_STANDS):
        np.testing.assert_array_equal(
            picture_to_ink(whole, look, reliefs=shared), picture_to_ink(whole, look)
        )
