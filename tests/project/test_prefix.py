"""What is below a path of its host finds its own part of an address, with the prefix or without."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse

import pytest

from digitweb.prefix import at_prefix, without_prefix


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer with what an application knows of its place."""
    start_response("200 OK", [])
    return [f"{environ.get('SCRIPT_NAME', '')} {environ['PATH_INFO']}".encode()]


def asked(path: str, query: str = "") -> tuple[str, dict[str, str], bytes]:
    answers: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:  # noqa: ANN401
        answers.append((status, dict(headers)))

    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    body = b"".join(at_prefix(application, "/digits")(environ, start_response))
    return *answers[0], body


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/digits/learn/", "/learn/"),
        ("/digits/", "/"),
        ("/learn/", "/learn/"),
        ("/digitsandmore", "/digitsandmore"),
        ("/digits/digits/", "/digits/"),
    ],
)
def test_the_prefix_is_taken_from_an_address_once(path: str, own: str) -> None:
    assert without_prefix(path, "/digits") == own
    assert asked(path)[2] == f"/digits {own}".encode()


def test_the_prefix_alone_leads_to_the_page_with_a_slash() -> None:
    status, headers, body = asked("/digits", "a=1")
    assert (status, headers["Location"], body) == ("301 Moved Permanently", "/digits/?a=1", b"")


def test_without_a_prefix_the_application_is_left_as_it_is() -> None:
    assert at_prefix(application, "") is application
    assert without_prefix("/learn/", "") == "/learn/"
