"""One connection serves one request after the other, whatever was refused on it, or says that it ends."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import BAR, Site

JSON = {"Content-Type": "application/json"}
LARGE = b"x" * 200_000
TIMES = 20

REFUSALS = {
    "404 of the API": ("POST", "/api/v1/nothing", JSON, 404),
    "404 of a page": ("POST", "/nothing", JSON, 404),
    "404 of a file": ("POST", "/static/nothing.js", JSON, 404),
    "405": ("PUT", "/api/v1/recognize", JSON, 405),
    "413": ("POST", "/api/v1/learn/adder", {**JSON, "Content-Length": "300000"}, 413),
    "415": ("POST", "/api/v1/recognize", {"Content-Type": "text/plain"}, 415),
    "a form without parts": ("POST", "/api/v1/recognize", {"Content-Type": "multipart/form-data"}, 400),
    "another host": ("POST", "/api/v1/recognize", {**JSON, "Host": "example.org"}, 400),
    "no token": ("POST", "/admin/login/", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
    "no slash": ("POST", "/learn", JSON, 301),
    "a body that nobody expects": ("GET", "/healthz", JSON, 200),
}


@pytest.mark.parametrize(("method", "path", "headers", "status"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_leaves_the_connection_usable(
    site_server: Site, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    address = urlsplit(site_server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE_SECONDS)
    connection.auto_open = 0  # a second connection would hide that the first has broken
    connection.connect()
    body = b"x" * int(headers.get("Content-Length", len(LARGE)))
    for _ in range(TIMES):
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
        if answer.getheader("Connection") == "close":  # as good: whoever is told so begins another
            connection.connect()
        connection.request("POST", "/api/v1/recognize", json.dumps(BAR), JSON)
        answer = connection.getresponse()
        assert json.load(answer)["text"] == "1"
    connection.close()
