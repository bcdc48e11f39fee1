"""The page without a network: it opens, draws, keeps and says that it waits."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.handwriting import Sheet
from tests.browser.test_languages import switch_to
from tests.support.patience import wait_until

KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      kept.push([new URL(url).pathname, await (await cache.match(url)).text()]);
    }
  }
  return kept;
}"""


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Let pages have their service worker."""
    return {**browser_context_args, "service_workers": "allow"}


def offline_page(page: Page) -> None:
    """Open the page, and wait until all is kept for when there is no network."""
    page.goto("/")
    page.evaluate("async () => { await navigator.serviceWorker.ready }")


def test_it_opens_draws_and_waits_and_reads_when_the_site_is_back(page: Page) -> None:
    offline_page(page)
    Sheet(page).write("50")
    expect(page.locator("#answer")).to_have_text("50")
    page.reload()
    switch_to(page, "zh-hans")
    switch_to(page, "en")
    expect(page.locator("#answer")).to_have_text("50")

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#trouble")).to_contain_text("There is no network. Your drawing is kept")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#pad")).to_be_visible()
    ink = Sheet(page).ink()
    assert ink > 0
    page.keyboard.press("Escape")
    Sheet(page).write("17")
    expect(page.locator("#trouble")).to_contain_text("There is no network.")
    page.goto("/?d=wBqgTwALMAQf0ARdx9AFxlAI_lAI")
    expect(page.locator("#trouble")).to_contain_text("There is no network.")
    page.keyboard.press("Control+z")

    page.context.set_offline(False)
    expect(page.locator("#answer")).to_have_text("17")
    expect(page.locator("#trouble")).to_be_empty()

    kept = dict(page.evaluate(KEPT))
    assert {path for path in kept if not path.startswith("/static/")} == {
        "/offline/en/",
        "/offline/zh-hans/",
        "/language-of-the-page",
    }
    assert kept["/language-of-the-page"] == "en"
    assert not [path for path, text in kept.items() if "csrfmiddlewaretoken" in text]


def test_another_release_takes_the_place_of_what_was_kept(page: Page) -> None:
    offline_page(page)
    (name,) = page.evaluate("caches.keys()")
    page.evaluate("caches.open('digitweb / of-an-earlier-release')")
    # Another script takes the place of the one that runs, as when the site answers with that of a release.
    page.evaluate("() => navigator.serviceWorker.register('/service-worker.js?of=another-release')")
    expect_names(page, name)


def expect_names(page: Page, *names: str) -> None:
    """Wait until the browser keeps these caches and no other."""

    def kept() -> list[str]:
        return sorted(page.evaluate("caches.keys()"))

    wait_until(lambda: kept() == sorted(names), kept, page.wait_for_timeout)
