"""What comes in is answered, whatever it says of itself."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import RequestFactory

from digitweb.handler import Handler

MANY = "&".join(["a"] * 2000)
"""More fields than Django reads."""


def status_of(path: str, content_type: str) -> int:
    """Return how a request is answered, or fail as a server would."""
    environ = RequestFactory(headers={"host": "127.0.0.1"}).get("/").environ
    asked = {**environ, "PATH_INFO": path, "QUERY_STRING": MANY, "CONTENT_TYPE": content_type}
    answered: list[int] = []

    def start_response(status: str, _headers: object, _error: object = None) -> Any:  # noqa: ANN401
        answered.append(int(status.split(maxsplit=1)[0]))

    Handler()(asked, start_response).close()
    return answered[0]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "latin-1", "none-that-is-known"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/learn/curve", "/admin/login/", "/learn/"])
def test_no_charset_makes_an_error_of_an_address_with_too_much_in_it(path: str, charset: str) -> None:
    found = status_of(path, f"application/x-www-form-urlencoded; charset={charset}")
    assert found == status_of(path, "")
    assert found < HTTPStatus.INTERNAL_SERVER_ERROR
