"""Samples of what was given: the tile that recognition sees, and what the version says to it."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from recognizer.ink import BrokenPicture, PictureTooLarge
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.feedback.gifts import Gift, GivenDigit
from recognizer.services.feedback.samples import CUT_OUT_SIDE, SeenDigit, seen_digits
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.reading import recognize_strokes
from tests.support.gifts import png_of

pytestmark = pytest.mark.django_db


def gift(*digits: GivenDigit, strokes: list[np.ndarray] | None = None) -> Gift:
    return Gift(contributor="", consent=1, receipt="", device="pen", strokes=strokes, digits=digits)


def seen(*digits: GivenDigit, strokes: list[np.ndarray] | None = None) -> list[SeenDigit]:
    return seen_digits(gift(*digits, strokes=strokes), live_model.current())


def file_of(digit: int | None, side: int = 120) -> bytes:
    return base64.b64decode(png_of(digit, side=side).partition(",")[2])


def test_each_digit_is_read_by_its_own_strokes() -> None:
    strokes = [*STROKES[4], *STROKES[2]]
    four, two = seen(GivenDigit(said=4, strokes=(0, 1)), GivenDigit(said=7, strokes=(2,)), strokes=strokes)
    assert (four.read, four.said, two.read, two.said) == (4, 4, 2, 7)
    assert (four.position, two.position) == (0, 1)
    whole = recognize_strokes(STROKES[4], mode="digit")
    assert np.array_equal(four.tile, whole.digits[0].glyph.tile)
    assert four.confidence == pytest.approx(whole.confidence, abs=1e-6)


def test_the_margin_is_what_the_next_answer_lacks() -> None:
    (sure,) = seen(GivenDigit(said=7, strokes=(0,)), strokes=STROKES[7])
    assert 0.5 < sure.margin < sure.confidence <= 1


def test_ink_that_is_no_digit_is_read_as_such() -> None:
    scribble = np.random.default_rng(1).uniform(0, 100, (60, 2))
    (found,) = seen(GivenDigit(said=10, strokes=(0,)), strokes=[scribble])
    assert found.read == 10


def test_of_a_stroke_that_two_digits_name_no_sample_is_made() -> None:
    strokes = [*STROKES[4], *STROKES[2]]
    digits = [
        GivenDigit(said=4, strokes=(0, 1)),
        GivenDigit(said=1, strokes=(1,)),
        GivenDigit(said=2, strokes=(2,)),
    ]
    assert [digit.position for digit in seen(*digits, strokes=strokes)] == [2]


def test_a_stroke_that_one_digit_names_twice_is_drawn_once() -> None:
    once = seen(GivenDigit(said=7, strokes=(0,)), strokes=STROKES[7])[0]
    twice = seen(GivenDigit(said=7, strokes=(0, 0)), strokes=STROKES[7])[0]
    assert np.array_equal(once.tile, twice.tile)


def test_a_cut_out_is_written_anew_grey_and_small() -> None:
    image = Image.open(io.BytesIO(file_of(4, side=700))).convert("RGB")
    file = io.BytesIO()
    image.save(file, "JPEG", comment=b"where I live")
    (found,) = seen(GivenDigit(said=4, picture=file.getvalue()))
    assert found.read == 4
    assert found.cut_out is not None
    assert b"where I live" not in found.cut_out
    kept = Image.open(io.BytesIO(found.cut_out))
    assert (kept.format, kept.mode, kept.size) == ("PNG", "L", (CUT_OUT_SIDE, CUT_OUT_SIDE))
    assert kept.info == {}


def test_the_tile_is_that_of_the_cut_out_that_is_kept() -> None:
    (found,) = seen(GivenDigit(said=4, picture=file_of(4, side=700)))
    assert found.cut_out is not None
    (again,) = seen(GivenDigit(said=4, picture=found.cut_out))
    assert np.array_equal(again.tile, found.tile)
    assert again.cut_out == found.cut_out


def test_a_cut_out_that_is_small_stays_as_it_is() -> None:
    (found,) = seen(GivenDigit(said=4, picture=file_of(4)))
    kept = np.asarray(Image.open(io.BytesIO(found.cut_out or b"")))
    assert np.array_equal(kept, np.asarray(Image.open(io.BytesIO(file_of(4)))))


def test_of_a_blank_cut_out_no_sample_is_made() -> None:
    found = seen(GivenDigit(said=4, picture=file_of(4)), GivenDigit(said=1, picture=file_of(None)))
    assert [digit.position for digit in found] == [0]


def test_a_cut_out_of_too_many_pixels_is_not_decoded() -> None:
    bomb = io.BytesIO()
    Image.new("L", (2001, 2000), 255).save(bomb, "PNG")
    with pytest.raises(PictureTooLarge, match="at most 4 megapixels, got 2001 × 2000"):
        seen(GivenDigit(said=4, picture=bomb.getvalue()))


def test_a_cut_out_that_breaks_off_is_refused() -> None:
    with pytest.raises(BrokenPicture):
        seen(GivenDigit(said=4, picture=file_of(4)[:150]))
