"""Pictures of all kinds: each is read, or it is said why not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from recognizer.ink import Blank, BrokenPicture, Stroke, UnknownPictureFormat, open_picture
from recognizer.services.recognition.reading import Reading, recognize_picture
from recognizer.services.recognition.verdicts import Verdict
from tests.support.numbers import coloured, shape_of, written

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Floats = NDArray[np.floating]

NUMBER = "504192"
BLUE, CREAM = "#1e2a90", "#f4ecd8"


def file_of(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def read(data: bytes) -> Reading:
    return recognize_picture(open_picture(data), mode="number")


def photograph() -> Image.Image:
    return coloured(shape_of(written(NUMBER)), ink=BLUE, paper=CREAM)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("#1428c8", "#ffffff"),
        ("#d21e28", "#fffbe8"),
        ("#149640", "#f0d0dc"),
        ("#f09614", "#ffffff"),
        ("#f0dc28", "#203050"),
        ("#ffffff", "#206040"),
        ("#202020", "#c8a070"),
        ("#d21e28", "#f0dc28"),
    ],
)
def test_coloured_ink_on_coloured_paper(ink: str, paper: str) -> None:
    reading = read(file_of(coloured(shape_of(written(NUMBER)), ink=ink, paper=paper)))
    assert reading.text == NUMBER


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photograph_taken_on_its_side(kind: str, orientation: int) -> None:
    turn = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    reading = read(file_of(photograph().transpose(turn), kind, exif=exif))
    assert reading.text == NUMBER
    assert [digit.glyph.box[0] for digit in reading.digits] == sorted(
        digit.glyph.box[0] for digit in reading.digits
    )


def test_the_noise_of_a_strongly_packed_jpeg() -> None:
    rng = np.random.default_rng(3)
    grainy = np.asarray(photograph()) + rng.normal(0, 8, (*photograph().size[::-1], 3))
    picture = Image.fromarray(np.clip(grainy, 0, 255).astype(np.uint8))
    assert read(file_of(picture, "JPEG", quality=20)).text == NUMBER


@pytest.mark.parametrize("tone", [0, 255])
def test_ink_without_paper(tone: int) -> None:
    shape = shape_of(written(NUMBER))
    picture = Image.new("RGBA", shape.size, (tone, tone, tone, 0))
    picture.putalpha(shape)
    assert read(file_of(picture)).text == NUMBER


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_the_first_frame_of_an_animation(kind: str) -> None:
    other = coloured(shape_of(written("77")), ink=BLUE, paper=CREAM).resize(photograph().size)
    data = file_of(photograph(), kind, save_all=True, append_images=[other, other])
    assert read(data).text == NUMBER


@pytest.mark.parametrize("size", [(1, 1), (1, 40_000), (40_000, 1), (300, 200)])
@pytest.mark.parametrize(("tone", "why"), [(0, Blank.TOO_DARK), (255, Blank.NO_INK)])
def test_a_picture_of_one_tone_is_empty_and_says_why(size: tuple[int, int], tone: int, why: Blank) -> None:
    reading = read(file_of(Image.new("L", size, tone)))
    assert (reading.text, reading.verdict, reading.blank) == ("", Verdict.EMPTY, why)


@pytest.mark.parametrize(("pitch", "thickness", "why"), [(12, 2, Blank.NO_DIGITS), (16, 11, Blank.TOO_MUCH)])
def test_ink_that_is_no_number_is_not_called_no_ink(pitch: int, thickness: int, why: Blank) -> None:
    y, x = np.mgrid[:480, :700]
    dots = (x % pitch < thickness) & (y % pitch < thickness) & (x > 20) & (y > 20)
    reading = read(file_of(Image.fromarray(np.where(dots, 30, 230).astype(np.uint8))))
    assert (reading.text, reading.verdict, reading.blank) == ("", Verdict.EMPTY, why)


@pytest.mark.parametrize(("size", "text"), [((40_000, 1), ""), ((1, 40_000), "1")])
def test_of_lines_of_pixels_only_an_upright_one_is_a_digit(size: tuple[int, int], text: str) -> None:
    pixels = np.full(size[::-1], 255, dtype=np.uint8)
    pixels.reshape(-1)[20_000:20_400] = 0
    assert read(file_of(Image.fromarray(pixels))).text == text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_half_a_file_is_refused(kind: str) -> None:
    data = file_of(photograph(), kind)
    with pytest.raises(BrokenPicture):
        read(data[: len(data) // 2])


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UnknownPictureFormat):
        read(b"504192")


def test_signs_as_tall_as_digits_are_read_over() -> None:
    sign: list[Stroke] = [np.array(line, dtype=np.float64) for line in HASH]
    end = max(float(stroke[:, 0].max()) for stroke in written("504"))
    reading = read(
        file_of(shape_of([*written("504"), *(stroke + np.array([end + 45, 0]) for stroke in sign)]))
    )
    assert reading.text == "504"


def test_a_sign_alone_is_no_digit_and_not_nothing() -> None:
    reading = read(file_of(shape_of([np.array(line, dtype=np.float64) for line in HASH])))
    assert reading.verdict is Verdict.NOT_A_DIGIT
    assert reading.blank is None


HASH = [
    [(30, 0), (15, 100)],
    [(65, 0), (50, 100)],
    [(0, 35), (80, 35)],
    [(0, 68), (78, 68)],
]
"""A number sign, 100 high."""


PATTERNS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "weave": lambda x, y: np.maximum(np.cos(2 * np.pi * (x + y) / 11), np.cos(2 * np.pi * (x - y) / 11)),
    "rings": lambda x, y: np.cos(2 * np.pi * np.hypot(x - 292, y - 200) / 12),
    "zigzag": lambda x, y: np.cos(2 * np.pi * (y + np.abs(x % 20 - 10)) / 10),
}


def patterned(ink: Floats, pattern: str) -> bytes:
    """Return ink (h, w), where there is any, on paper that is boldly printed all over."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]]
    paper = 215 - 100 * (PATTERNS[pattern](x, y) > 0.3) + rng.normal(0, 4, ink.shape)
    return file_of(Image.fromarray(np.clip(np.where(ink > 127, 50, paper), 0, 255).astype(np.uint8)))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_number_on_boldly_printed_paper_is_told_but_not_for_certain(pattern: str) -> None:
    reading = read(patterned(np.asarray(shape_of(written(NUMBER)), dtype=float), pattern))
    assert reading.text == NUMBER
    assert reading.verdict == Verdict.UNCERTAIN


@pytest.mark.parametrize("pattern", PATTERNS)
def test_boldly_printed_paper_alone_is_no_number(pattern: str) -> None:
    reading = read(patterned(np.zeros((200, 584)), pattern))
    assert reading.verdict in {Verdict.EMPTY, Verdict.NOT_A_DIGIT}
