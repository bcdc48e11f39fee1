"""Every answer has the headers that keep a browser safe; programs without HTTPS are refused."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings
from whitenoise.media_types import MediaTypes

from digitweb.security.headers import HEADERS, NO_PAGE

pytestmark = pytest.mark.django_db

STROKES = {"strokes": [[[0, 0], [0, 9]]]}
PAGES = ("/", "/given/", "/inside/", "/learn/", "/api/docs", "/admin/login/", "/nothing-here")
FILES = (
    "/healthz",
    "/readyz",
    "/api/v1/openapi.json",
    "/api/v1/nothing",
    "/static/js/draw/draw.js",
    "/favicon.ico",
)


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_every_answer_has_them(client: Client, path: str) -> None:
    headers = client.get(path).headers
    for name, value in HEADERS.items():
        assert headers[name] == value or name == "Content-Security-Policy", name
    policy = headers["Content-Security-Policy"]
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert headers["X-Frame-Options"] == "DENY" or path.startswith("/static/")
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_pages_run_our_scripts_and_no_others(client: Client, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "unsafe-eval" not in policy
    assert ("unsafe-inline" in policy) is (path == "/api/docs")


def test_readings_have_the_policy_of_what_is_no_page(client: Client) -> None:
    response = client.post("/api/v1/recognize", STROKES, content_type="application/json")
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"] == NO_PAGE


def test_a_refused_host_has_them_too(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert response.headers["Content-Security-Policy"]


def test_nobody_elses_page_may_read_an_answer(client: Client) -> None:
    response = client.get("/api/v1/openapi.json", headers={"origin": "https://evil.example"})
    assert not [name for name in response.headers if name.startswith("Access-Control-")]


def test_no_script_uses_what_the_policy_forbids_or_turns_text_into_a_page() -> None:
    """`innerHTML` stands where the server's own part of a page, or digits set as MathML, come in."""
    scripts = Path(__file__).parents[3] / "static" / "js"
    found = {
        (file.relative_to(scripts).as_posix(), word)
        for file in scripts.rglob("*.js")
        for word in (
            "innerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "postMessage",
        )
        if word in file.read_text()
    }
    assert found == {("admin/deferred-parts.js", "innerHTML"), ("learn/formulas/formula.js", "innerHTML")}


def test_what_the_admin_shows_is_kept_by_no_browser(admin_client: Client) -> None:
    for path in ("/admin/", "/admin/login/", "/admin/recognizer/modelversion/", "/admin/auth/user/"):
        assert "no-store" in admin_client.get(path, follow=True).headers["Cache-Control"]


def test_a_program_without_https_is_refused_where_it_is_on(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.post("/api/v1/recognize", STROKES, content_type="application/json")
    assert response.status_code == 403
    assert response.json()["detail"] == "This address is answered over HTTPS alone."
    assert client.get("/").status_code == 301
    secure = client.post("/api/v1/recognize", STROKES, content_type="application/json", secure=True)
    assert secure.status_code == 200


def test_nobody_is_sent_elsewhere_after_a_login_or_with_another_language(client: Client) -> None:
    User.objects.create_superuser("operator", password="right")
    form = {"username": "operator", "password": "right", "next": "https://evil.example/"}
    assert client.post("/admin/login/", form)["Location"] == "/admin/"
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        response = client.post("/language/", {"language": "zh-hans", "next": target})
        assert response["Location"] == "/"


def test_texts_say_how_they_are_encoded(client: Client, settings: Settings) -> None:
    for path in ("/", "/admin/login/", "/nothing-here"):
        assert client.get(path).headers["Content-Type"] == "text/html; charset=utf-8"
    kinds = MediaTypes(extra_types=settings.WHITENOISE_MIMETYPES)
    assert kinds.get_type("icon.svg") == "image/svg+xml; charset=utf-8"


def test_no_folder_is_listed_and_nothing_traced(client: Client) -> None:
    for path in ("/static/", "/static/js/", "/static/../manage.py", "/.git/config", "/secret-key"):
        assert client.get(path).status_code == 404, path
    for path in ("/", "/healthz", "/api/v1/recognize", "/given/"):
        assert client.trace(path).status_code == 405, path
