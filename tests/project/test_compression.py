"""What is compressed on its way, and what is not."""

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from digitweb.compression import MIN_BYTES, Compression
from digitweb.middleware import READING

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
DOTS = [[[30 * index, 10], [30 * index, 90]] for index in range(8)]


def answered(response: HttpResponseBase, *, takes: str = "gzip") -> HttpResponseBase:
    """Send a response through the middleware."""

    def get_response(_request: HttpRequest) -> HttpResponseBase:
        return response

    found = Compression(get_response)(RequestFactory().get("/", headers={"Accept-Encoding": takes}))
    assert isinstance(found, HttpResponseBase)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/learn/", "/inside/", "/api/v1/openapi.json", "/api/docs"])
def test_a_page_comes_compressed_and_is_the_same(client: Client, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    if len(plain.content) < MIN_BYTES:
        assert "Content-Encoding" not in packed.headers
        return
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert len(gzip.decompress(packed.content)) == len(plain.content)
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.django_db
def test_a_long_reading_comes_compressed_and_a_short_one_as_it_is(client: Client) -> None:
    long = client.post(READING, {"strokes": DOTS}, content_type="application/json", headers=GZIP)
    assert long["Content-Encoding"] == "gzip"
    assert gzip.decompress(long.content).startswith(b'{"text":"')
    short = {"strokes": DOTS[:1], "mode": "digit"}
    answer = client.post(READING, short, content_type="application/json", headers=GZIP)
    assert answer.json()["text"] == "1"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.django_db
def test_an_error_of_the_api_can_be_read_whatever_was_asked_for(client: Client) -> None:
    answer = client.get("/api/v1/nowhere", headers=GZIP)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert "Content-Encoding" not in answer.headers


def test_an_answer_is_longer_each_time_by_another_number_of_bytes() -> None:
    lengths = {len(answered(HttpResponse(b"page " * MIN_BYTES)).content) for _ in range(40)}  # type: ignore[attr-defined]
    assert len(lengths) > 1


def test_what_is_no_text_or_goes_out_in_parts_stays_as_it_is() -> None:
    large = b"0" * (2 * MIN_BYTES)
    untouched = (
        answered(HttpResponse(large, content_type="image/png")),
        answered(FileResponse([large], content_type="text/html")),
        answered(HttpResponse(large), takes="br"),
        answered(HttpResponse(large[: MIN_BYTES - 1])),
    )
    assert not [response for response in untouched if "Content-Encoding" in response.headers]
