"""What lets the page to draw on be installed, and opened where there is no network."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client
from django.urls import set_script_prefix
from PIL import Image
from pytest_django.fixtures import Settings

from recognizer.views import offline

pytestmark = pytest.mark.django_db


def kept(client: Client) -> dict[str, Any]:
    """Return what the service worker is told to keep."""
    script = client.get("/service-worker.js").content.decode()
    found = re.match(r"self\.OFFLINE = (\{.*\});\n", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_site_can_be_installed_under_the_readers_language(client: Client) -> None:
    response = client.get("/manifest.webmanifest", headers={"accept-language": "en"})
    assert response.headers["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert told["name"] == "digitweb: write a number, have it read"
    assert [shortcut["url"] for shortcut in told["shortcuts"]] == ["/learn/"]


def test_each_icon_is_what_the_manifest_says(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in icons:
        content = content_of(icon["src"])
        if icon["type"] == "image/svg+xml":
            assert b"<svg" in content
            continue
        picture = Image.open(BytesIO(content))
        assert "{}x{}".format(*picture.size) == icon["sizes"]
        corner = picture.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert (corner[3] == 255) is (icon["purpose"] == "maskable"), "A mask cuts off what it likes."


def test_the_worker_may_ask_the_site_and_is_asked_for_anew(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.cookies == {}


def test_all_that_the_page_asks_for_is_kept_and_nothing_else(client: Client) -> None:
    told = kept(client)
    page = client.get("/").content.decode()
    asked = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    faces = re.findall(r'url\("?([^")]+\.woff2)', content_of(static("css/faces.css")).decode())
    assert len(asked) > 30
    assert faces
    wanted = {*asked, *(f"/static/fonts/{face.rpartition('/')[2]}" for face in faces)}
    left_out = {static("icons/digitweb-180.png"), static("fonts/stix-two-math.woff2")}
    assert wanted - left_out <= set(told["files"])
    assert all(path.startswith("/static/") for path in told["files"])
    assert told["shells"] == {"en": "/offline/en/", "zh-hans": "/offline/zh-hans/"}


def content_of(address: str) -> bytes:
    """Return the bytes of a static file."""
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return Path(found).read_bytes()


def test_another_release_or_another_file_makes_another_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(client)["name"]
    assert kept(client)["name"] == before
    with monkeypatch.context() as patch:
        patch.setattr(offline, "__version__", "99.0.0")
        assert kept(client)["name"] != before
    monkeypatch.setattr(offline, "kept_files", lambda: ["/static/js/draw/draw.another.js"])
    assert kept(client)["name"] != before


def test_below_a_path_all_addresses_have_it(client: Client) -> None:
    set_script_prefix("/digits/")
    try:
        told = kept(client)
    finally:
        set_script_prefix("/")
    assert told["page"] == "/digits/"
    assert told["shells"]["en"] == "/digits/offline/en/"
    assert told["name"].startswith(told["family"])
    assert not told["name"].startswith(kept(client)["family"]), "Another site of the same host is left alone."


def test_while_one_works_on_the_site_nothing_is_kept(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    told = kept(client)
    assert (told["files"], told["shells"]) == ([], {})


@pytest.mark.parametrize(("language", "heading"), [("en", "Write a number."), ("zh-hans", "写一个数")])
def test_what_is_kept_is_the_page_in_a_language_the_same_for_everybody(
    client: Client, language: str, heading: str
) -> None:
    client.cookies["django_language"] = "en"
    response = client.get(f"/offline/{language}/", headers={"accept-language": "en"})
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert heading in page
    assert 'href="/" aria-current="page"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "csrftoken" not in response.cookies


def test_there_is_none_in_a_language_that_the_site_does_not_speak(client: Client) -> None:
    assert client.get("/offline/fr/").status_code == 404


@pytest.mark.parametrize("path", ["/manifest.webmanifest", "/service-worker.js", "/offline/en/"])
def test_nothing_can_be_posted_there(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
