"""Recognise pictures through the API."""

import base64
import io
import json
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.api.conftest import URL, Post, assert_problem
from tests.support.pictures import data_url, encoded, picture_of_a_one


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be `width` × `height` pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("dark_on_light", [True, False])
def test_it_reads_every_format_in_either_polarity(post: Post, kind: str, dark_on_light: bool) -> None:
    content = encoded(picture_of_a_one(dark_on_light=dark_on_light), kind)
    answer = json.loads(post({"image": data_url(content), "mode": "digit"}).content)
    assert answer["text"] == "1"
    assert answer["digits"][0]["strokes"] == []


def test_plain_base64_is_as_good_as_a_data_url(post: Post) -> None:
    content = base64.b64encode(encoded(picture_of_a_one())).decode()
    assert json.loads(post({"image": content}).content)["text"] == "1"


def test_base64_may_be_broken_into_lines(post: Post) -> None:
    content = base64.encodebytes(encoded(picture_of_a_one())).decode()
    assert "\n" in content
    assert json.loads(post({"image": content}).content)["text"] == "1"


@pytest.mark.django_db
def test_it_reads_a_posted_file(client: Client) -> None:
    file = SimpleUploadedFile("one.png", encoded(picture_of_a_one()), content_type="image/png")
    response = client.post(URL, {"image": file, "mode": "digit", "include": "tiles"})
    answer = json.loads(response.content)
    assert answer["text"] == "1"
    assert answer["digits"][0]["tile"]


@pytest.mark.django_db
def test_a_form_says_with_what_it_was_made_and_who_gives(client: Client) -> None:
    file = SimpleUploadedFile("one.png", encoded(picture_of_a_one()), content_type="image/png")
    response = client.post(URL, {"image": file, "device": "picture", "contributor": "a" * 43})
    assert response.status_code == 200
    assert json.loads(response.content)["receipt"]
    file.seek(0)
    assert client.post(URL, {"image": file, "contributor": "me"}).status_code == 400


def test_it_shows_the_ink_it_found_when_asked(post: Post) -> None:
    content = data_url(encoded(picture_of_a_one(size=(2500, 2000), dark_on_light=True)))
    answer = json.loads(post({"image": content, "include": ["ink"]}).content)

    header, _, png = answer["ink"].partition(",")
    ink = Image.open(io.BytesIO(base64.b64decode(png)))
    x, y, width, height = (side * ink.width / 2500 for side in answer["digits"][0]["box"])

    assert header == "data:image/png;base64"
    assert ink.mode == "L"
    assert max(ink.size) <= 1024
    assert ink.width / ink.height == pytest.approx(1.25, rel=0.01)
    # rows are divided at 80 pixels a line, of which each is five here
    assert ink.getbbox() == pytest.approx((x, y, x + width, y + height), abs=2.5)
    assert ink.getpixel((ink.width // 2, ink.height // 2)) == 255
    assert "tile" not in answer["digits"][0]


def test_a_blank_picture_has_blank_ink(post: Post) -> None:
    content = data_url(encoded(Image.new("L", (100, 80), 255)))
    answer = json.loads(post({"image": content, "include": ["ink"]}).content)
    ink = Image.open(io.BytesIO(base64.b64decode(answer["ink"].partition(",")[2])))
    assert (ink.size, ink.getextrema()) == ((100, 80), (0, 0))


def test_ink_is_only_sent_when_asked_for_and_never_for_strokes(post: Post) -> None:
    picture = data_url(encoded(picture_of_a_one()))
    assert "ink" not in json.loads(post({"image": picture, "include": ["tiles"]}).content)
    drawn = {"strokes": [[[40, 10], [40, 90]]], "include": ["ink"]}
    assert "ink" not in json.loads(post(drawn).content)


def test_a_blank_picture_is_empty(post: Post) -> None:
    answer = json.loads(post({"image": data_url(encoded(Image.new("L", (100, 80), 255)))}).content)
    assert answer["verdict"] == "empty"
    assert answer["text"] == ""
    assert answer["digits"] == []


@pytest.mark.parametrize(
    ("image", "status"),
    [
        ("@@@", 400),
        ("data:image/png,plain", 400),
        (data_url(encoded(picture_of_a_one())[:-200]), 400),
        (data_url(encoded(picture_of_a_one(), "GIF")[:60]), 400),
        (data_url(b"not a picture at all"), 415),
        (data_url(b""), 415),
        (data_url(bomb(50_000, 50_000)), 422),
        (data_url(bomb(8_001, 5_000)), 422),
    ],
)
def test_it_refuses_what_is_no_usable_picture(post: Post, image: str, status: int) -> None:
    response = post({"image": image})
    assert_problem(response, status, json.loads(response.content)["detail"])


def test_it_refuses_other_picture_formats(post: Post) -> None:
    buffer = io.BytesIO()
    picture_of_a_one().save(buffer, "TIFF")
    response = post({"image": data_url(buffer.getvalue(), "image/tiff")})
    assert_problem(response, 415, json.loads(response.content)["detail"])


@pytest.mark.django_db
def test_a_form_without_a_file_is_malformed(client: Client) -> None:
    response: Any = client.post(URL, {"mode": "digit"})
    assert_problem(response, 400, 'Expected a file in the form field "image", found none.')


@pytest.mark.django_db
def test_a_form_with_an_unknown_mode_is_malformed(client: Client) -> None:
    file = SimpleUploadedFile("one.png", encoded(picture_of_a_one()))
    response: Any = client.post(URL, {"image": file, "mode": "word"})
    assert_problem(response, 400, "/mode: expected one of 'number', 'digit'.")
