"""A browser asks three times at most, one answer after another, until a page can be used."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waves import Waves

AFTER_THE_PAGE = 2


@pytest.mark.parametrize(
    ("path", "usable"),
    [("/", "#pad"), ("/learn/neural-networks/", "#learn"), ("/inside/", "#learn")],
)
def test_what_a_page_needs_comes_in_three_waves(page: Page, path: str, usable: str) -> None:
    waves = Waves(page)
    page.goto(path, wait_until="load")
    expect(page.locator(usable)).to_be_visible()
    files = waves.files
    scripts = {address for address in files if address.endswith(".js")}
    assert len(scripts) > 10
    assert {address for address in scripts if files[address] > 1} == set()
    assert max(files.values()) <= AFTER_THE_PAGE, files
