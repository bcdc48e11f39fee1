"""The page that tests share: what one leaves there, the next does not find."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kept_page import SIZE, empty_pages
from tests.support.chromium import patient
from tests.support.site import Site

LEAVE = """async () => {
  localStorage.setItem("left", "1");
  sessionStorage.setItem("left", "2");
  document.cookie = "left=3";
  await new Promise((resolve) => { indexedDB.open("left").onsuccess = resolve; });
}"""
LEFT = """async () => [
  localStorage.getItem("left"),
  sessionStorage.getItem("left"),
  document.cookie,
  (await indexedDB.databases()).length,
]"""


@pytest.fixture
def pages(browser: Browser, site: Site) -> Generator[Generator[Page]]:
    def open_page() -> Page:
        return patient(browser.new_context(base_url=site.url, service_workers="block")).new_page()

    pages = empty_pages(open_page, site.url)
    yield pages
    pages.close()


def test_the_same_page_is_empty_again(pages: Generator[Page]) -> None:
    page = next(pages)
    page.goto("/healthz")
    page.evaluate(LEAVE)
    page.route("**", lambda route: route.abort())
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 740})

    assert next(pages) is page
    assert page.url == "about:blank"
    page.goto("/healthz")
    assert page.evaluate(LEFT) == [None, None, "", 0]
    assert page.viewport_size == SIZE
    for query in ("print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"):
        assert not page.evaluate("query => matchMedia(query).matches", query)


@pytest.mark.parametrize("deed", ["a clock", "a script", "a listener", "a tab", "a permission", "its end"])
def test_after_what_lasts_the_next_page_is_a_new_one(pages: Generator[Page], deed: str) -> None:
    page = next(pages)
    match deed:
        case "a clock":
            page.clock.install(time=0)
        case "a script":
            page.add_init_script("window.left = true")
        case "a listener":
            page.on("dialog", lambda dialog: dialog.accept())
        case "a tab":
            page.context.new_page()
        case "a permission":
            page.context.grant_permissions(["clipboard-read"])
        case "its end":
            page.close()

    assert next(pages) is not page
    assert page.is_closed()
