"""A site below a path of its host, without a proxy: pages and scripts keep to addresses with the prefix."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.handwriting import Sheet
from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import BAR, Site, running_site

PREFIX = "/digits"
VERSIONS = f"{PREFIX}/admin/recognizer/modelversion/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path, mnist_folder: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("sub-path")
    with running_site(folder, prepared=prepared, SCRIPT_NAME=PREFIX, WEB_WORKERS="1") as site:
        (site.data_dir / "mnist").symlink_to(mnist_folder)
        yield site


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The paths of all that the page asks for."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(re.sub(r"^\w+://[^/]+", "", request.url)))
    return paths


def all_have_the_prefix(paths: list[str]) -> bool:
    return bool(paths) and all(path.startswith((f"{PREFIX}/", "data:", "blob:")) for path in paths)


def test_a_digit_is_drawn_and_read(page: Page, asked: list[str]) -> None:
    page.goto(f"{PREFIX}/")
    Sheet(page).write("7")
    expect(page.locator("#answer")).to_have_text("7")
    assert f"{PREFIX}/api/v1/recognize" in asked
    assert all_have_the_prefix(asked)


def test_a_lesson_asks_its_questions(page: Page, asked: list[str]) -> None:
    page.goto(f"{PREFIX}/learn/backpropagation/")
    expect(page.locator("#bp1-table tr")).to_have_count(10)
    assert f"{PREFIX}/api/v1/learn/backpropagation" in "".join(asked)
    assert all_have_the_prefix(asked)
    links = page.locator("a[href^='/']").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    assert all_have_the_prefix(links)


def test_a_language_is_chosen_for_the_site_alone(page: Page) -> None:
    page.goto(f"{PREFIX}/learn/")
    page.locator("button[lang='zh-Hans'], button[lang='zh-hans']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("zh-hans", re.IGNORECASE))
    paths = {cookie.get("path") for cookie in page.context.cookies(f"{page.url}")}
    assert paths == {f"{PREFIX}/"}


def test_somebody_logs_in_and_watches_a_training(page: Page, site: Site, asked: list[str]) -> None:
    page.goto(VERSIONS)
    expect(page).to_have_url(re.compile(rf"{PREFIX}/admin/login/\?next={VERSIONS}$"))
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.admin_password)
    page.get_by_role("button", name="Log in").click()
    names = {cookie.get("name"): cookie.get("path") for cookie in page.context.cookies(page.url)}
    assert names == {"sessionid_digits": f"{PREFIX}/", "csrftoken_digits": f"{PREFIX}/"}
    page.get_by_role("link", name="Train a version").click()
    page.locator("[name=name]").fill("Watched")
    with page.expect_response(re.compile(rf"{VERSIONS}\d+/training\.json")) as answer:
        page.get_by_role("button", name="Train", exact=True).click()
    assert answer.value.ok
    assert all_have_the_prefix(asked)


def opened(url: str, body: dict[str, object] | None = None) -> HTTPResponse | urllib.error.HTTPError:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
    except urllib.error.HTTPError as error:
        return error
    return answer


def test_a_balancer_asks_with_the_prefix_or_without(site: Site) -> None:
    for path in ("/healthz", "/readyz"):
        assert opened(f"{site.url}{path}").status == 200
        assert opened(f"{site.url}{PREFIX}{path}").status == 200


def test_the_api_answers_and_tells_its_addresses_with_the_prefix(site: Site) -> None:
    answer = opened(f"{site.url}{PREFIX}/api/v1/recognize", {**BAR})
    assert json.load(answer)["text"] == "1"
    lost = opened(f"{site.url}{PREFIX}/api/v1/nothing")
    assert (lost.status, lost.headers["Content-Type"]) == (404, "application/problem+json")
    description = json.load(opened(f"{site.url}{PREFIX}/api/v1/openapi.json"))
    assert f"{PREFIX}/api/v1/recognize" in description["paths"]


def test_addresses_lead_on_within_the_site(site: Site) -> None:
    for path in (
        PREFIX,
        f"{PREFIX}/learn",
        f"{PREFIX}/favicon.ico",
        f"{PREFIX}/admin/recognizer/activation/",
    ):
        answer = opened(f"{site.url}{path}")
        assert answer.status == 200
        assert answer.geturl().startswith(f"{site.url}{PREFIX}/")
